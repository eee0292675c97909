//! What becomes of the markup of a page.

use crate::document::{Action, Block, Document, Kind};
use crate::parse::html::html;
use crate::parse::options::Options;
use crate::parse::rules::HIDDEN;
use proptest::prelude::*;

fn parsed(source: &str) -> Document {
    let document = html(source.to_owned(), &Options::default());
    document.settle().unwrap();
    document
}

fn texts(source: &str) -> Vec<String> {
    parsed(source).blocks.iter().map(|block| block.value().to_owned()).collect()
}

#[test]
fn blocks_end_where_a_reader_sees_them_end() {
    assert_eq!(texts("<p>甲<b>乙</b>丙<div>丁</div>戊"), ["甲乙丙", "丁", "戊"]);
    assert_eq!(texts("甲<br>乙<br><br>丙<br>　　丁"), ["甲\n乙", "丙", "丁"]);
    assert_eq!(texts("<ul><li>a<li>b<ul><li>c</ul></ul>d"), ["a", "b", "c", "d"]);
    assert_eq!(texts("<pre>a\n  b</pre>"), ["a\n  b"]);
}

#[test]
fn white_space_collapses_and_vanishes_between_ideographs() {
    assert_eq!(texts("<p> a \n b<i> c</i>\n甲\n乙 &nbsp;</p>"), ["a b c 甲乙"]);
    assert_eq!(texts("<p>&nbsp;</p><p>\u{200b}</p>"), Vec::<String>::new());
}

#[test]
fn entities_become_what_they_stand_for() {
    assert_eq!(
        texts("<p>a&amp;b &lt;c&gt; &#20013;&#x6587; &nosuch; &copy 2020 a&b=1"),
        ["a&b <c> 中文 &nosuch; © 2020 a&b=1"]
    );
    assert_eq!(texts("<p>a\r\nb\rc"), ["a b c"]);
}

#[test]
fn what_browsers_do_not_show_is_hidden() {
    let document = parsed(
        "<p>a<!-- x -->b<script>if (1 < 2) { '<p>' }</script></p><div style='display: none'>c<p>d</div><style>e</style>f",
    );
    let values: Vec<_> = document.blocks.iter().map(Block::value).collect();
    assert_eq!(values, ["ab", "f"]);
    let hidden = document.settle().unwrap().entries.into_iter().filter(|entry| *entry.removal.rule == HIDDEN);
    assert_eq!(hidden.map(|entry| entry.ranges.len()).sum::<usize>(), 4);
}

#[test]
fn pages_for_scripts_only_are_read_as_without_scripts() {
    assert_eq!(texts("<div id=app></div><noscript><p>甲<p>乙</noscript>"), ["甲", "乙"]);
    assert_eq!(texts("<p>甲</p><noscript><p>乙</noscript>"), ["甲"]);
    let long = "乙".repeat(601);
    assert_eq!(texts(&format!("<p>甲</p><noscript><p>{long}</noscript>")), ["甲", long.as_str()]);
    assert_eq!(texts(&format!("<p>{long}</p><noscript><p>甲{long}</noscript>")), [long.as_str()]);
}

#[test]
fn rows_of_data_are_one_block_and_rows_of_layout_are_not() {
    let table = "<table><tr><th>a<th>b<tr><td>1<td><b>2</b></tr></table>";
    let document = parsed(table);
    let rows: Vec<_> = document.blocks.iter().map(|block| (block.kind, block.value())).collect();
    assert_eq!(rows, [(Kind::TableRow, "a | b"), (Kind::TableRow, "1 | 2")]);
    assert_eq!(texts("<table><tr><td>menu<td><p>a</p><p>b</p></table>"), ["menu", "a", "b"]);
}

#[test]
fn cells_of_data_stay_in_their_columns() {
    let rows = |table: &str| texts(&format!("<table>{table}</table>"));
    let head = "<tr><th>day<th>north<th>south</tr>";
    assert_eq!(
        rows(&format!("{head}<tr><td>1<td><td>22<tr><td>2<td>38<td>")),
        ["day | north | south", "1 |  | 22", "2 | 38"]
    );
    assert_eq!(
        rows(&format!("{head}<tr><td><td>7<td>8<tr><td><td><td>9")),
        ["day | north | south", "| 7 | 8", "|  | 9"]
    );
    let spans = "<tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d";
    assert_eq!(rows(spans), ["a | b", "| c | d"]);
    assert_eq!(rows(&format!("{head}<tr><td>1<td><p>in<p>out<td>3")), ["day | north | south", "1 | in out | 3"]);
    // What stands alone between margins is no row, and a row of margins has no empty cells.
    assert_eq!(rows("<tr><td>a<td><td>b"), ["a | b"]);
    assert_eq!(rows("<tr><td><td>alone<td>"), ["alone"]);
}

#[test]
fn what_is_unfolded_or_in_a_shadow_is_text() {
    let hidden = "<div style='display:none'>the rest</div>";
    assert_eq!(texts(&format!("<p>one</p>{hidden}")), ["one"]);
    assert_eq!(texts(&format!("<p>one</p><a>展开全文</a>{hidden}")), ["one", "展开全文", "the rest"]);
    assert_eq!(texts(&hidden.replace("<div", "<div class='tab-pane fade'")), ["the rest"]);
    assert_eq!(texts("<x-y><template shadowrootmode=open><p>in</p></template></x-y><template>out</template>"), ["in"]);
    assert_eq!(
        texts("<p>a<span class=sr-only> (new window)</span> b<font style='font-size:0'>noise</font>c"),
        ["a bc"]
    );
}

#[test]
fn links_are_counted_even_when_they_never_end() {
    let document = parsed("<p>a <a href=x>bc</a> <a name=y>d</a></p><p><a href=z>e<p>f</p>");
    let counts: Vec<_> = document.blocks.iter().map(|b| (b.features.links, b.features.link_chars)).collect();
    assert_eq!(counts, [(1, 2), (1, 1), (0, 0)]);
}

#[test]
fn paths_and_names_tell_where_a_block_stands() {
    let document = parsed("<body class=Page><div><p>a</div><div id=main class='x y'><p>b<p><span class=date>c</span>");
    let places: Vec<_> = document.blocks.iter().map(|b| (&*b.features.path, &*b.features.names)).collect();
    assert_eq!(places[0], ("body/div/p", "page//"));
    assert_eq!(places[1], ("body/div[2]/p", "page/x y main/"));
    assert_eq!(places[2], ("body/div[2]/p[2]", "page/x y main/date"));
}

#[test]
fn depth_and_breadth_are_bounded() {
    assert_eq!(texts(&format!("{}deep", "<div>".repeat(200_000))), ["deep"]);
    assert_eq!(
        texts(&format!("{}deep{}<p>after", "<table><tr><td>".repeat(50_000), "</table>".repeat(50_000))),
        ["deep", "after"]
    );
    assert_eq!(texts(&format!("{}<script>no</script>", "<b><p>".repeat(50_000))), Vec::<String>::new());
    assert_eq!(texts(&format!("<p {}>a", "a=b ".repeat(200_000))), ["a"]);
    assert_eq!(texts(&format!("<a href=x>{}", "<a href=x>y".repeat(50_000))).len(), 1);
    assert_eq!(texts(&"</div></x></p>".repeat(50_000)), Vec::<String>::new());
}

#[test]
fn what_readers_come_to_see_is_shown() {
    assert_eq!(texts("<p>甲<section role=tabpanel hidden>乙</section><p hidden>丙"), ["甲", "乙"]);
    assert_eq!(texts("<div id=B:0>甲</div><div hidden id=S:0><p>乙</div><div hidden id=menu>丙</div>"), ["甲", "乙"]);
}

#[test]
fn the_ledger_holds_markup_as_changes_and_removals() {
    let settled = parsed("<p>a&amp;b</p>").settle().unwrap();
    let actions: Vec<_> = settled.entries.iter().map(|entry| (entry.removal.rule.id, entry.action)).collect();
    assert_eq!(actions, [("parse.markup", Action::Removed), ("parse.markup", Action::Changed)]);
}

proptest! {
    #[test]
    fn tag_soup_balances(soup in "(<(/?)(p|div|td|tr|table|a href=x|b|li|ul|br|script|style|title|pre|svg|h1|select|option|p hidden)>|<!--|-->|&amp;|&#3|&nbsp|[a甲<>&; \r\n\u{3000}]){0,60}") {
        let document = html(soup.clone(), &Options::default());
        prop_assert!(document.settle().is_ok(), "{:?}", document.settle());
    }

    #[test]
    fn nothing_a_browser_shows_is_lost(words in proptest::collection::vec("[a-z]{1,5}", 1..12), tags in proptest::collection::vec("<(p|div|td|tr|table|b|li|ul|br|span|/p|/div|/b|/td|/table|/ul)>", 12)) {
        let source: String = words.iter().zip(&tags).map(|(word, tag)| format!("{word} {tag}")).collect();
        let text = parsed(&source).text();
        let found: Vec<&str> = text.split(|c: char| !c.is_ascii_lowercase()).filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(found, words);
    }
}

#[test]
fn characters_after_references_are_whole() {
    let page =
        "<title>甲&ldquo;乙&rdquo;丙</title><p title='&ldquo;丁'>原来的&ldquo;预算&rdquo;页面&mdash;&mdash;第七个</p>";
    let document = html(page.to_owned(), &Options::default());
    assert_eq!(document.text(), "原来的“预算”页面——第七个");
    assert_eq!(document.metadata.title.as_deref(), Some("甲“乙”丙"));
}

#[test]
fn a_chinese_page_full_of_markup_is_on_chinese_time() {
    let links = "<a href='/some/long/address/of/a/page' class='navigation'></a>".repeat(40);
    let page = format!("<html><meta name='publishdate' content='2020-03-04 10:20'>{links}<p>一句中文。");
    let metadata = html(page, &Options::default()).metadata;
    assert_eq!(metadata.extra["published_zone"], "assumed Asia/Shanghai");
}
