//! Code listings as highlighters write them.

use crate::document::{Document, Kind};
use crate::parse::{Options, html::html, markdown};

const CODE: &str = "fn dry(boat: Boat) {\n    // wait for the sun\n\n    boat.turn();\n}";

/// The code blocks of a document that must balance.
fn code(document: &Document) -> Vec<String> {
    document.settle().unwrap();
    let blocks = document.blocks.iter().filter(|block| block.kind == Kind::Code);
    blocks.map(|block| block.value().to_owned()).collect()
}

/// The lines of the code, each made by `line` of its number and its text, one behind another.
fn lines(line: impl Fn(usize, &str) -> String) -> String {
    CODE.lines().zip(1..).map(|(text, number)| line(number, text)).collect()
}

#[test]
fn listings_of_every_highlighter_are_one_block_without_numbers() {
    let numbers =
        |around: &str, between: &str| (1..6).map(|n| format!("<b class={around}>{n}</b>{between}")).collect::<String>();
    let bare = format!("<pre>{CODE}</pre>");
    for page in [
        format!("<pre><code class=x>{CODE}</code></pre>"),
        format!("<pre>{}</pre>", lines(|_, text| format!("<div class=line>{text}</div>"))),
        format!("<pre>{}</pre>", lines(|_, text| format!("<div class=line>{text}</div>\n"))),
        format!("<pre>{}</pre>", lines(|_, text| format!("<span class=line>{text}</span><br>"))),
        format!("<pre><ol class=linenums>{}</ol></pre>", lines(|_, text| format!("<li class=L0>{text}</li>"))),
        format!("<pre>{}</pre>", lines(|number, text| format!("<i class=linenos>{number}</i>{text}\n"))),
        format!(
            "<pre>{}</pre>",
            lines(|number, text| format!("<i><i class=ln> {number}</i><i class=cl>{text}\n</i></i>"))
        ),
        format!("<pre>{}</pre>", CODE.replace(' ', "&nbsp;")),
        format!("<pre>{}</pre>", CODE.replace(' ', "\u{a0}")),
        format!("<pre>{CODE}<ul class=pre-numbering>{}</ul></pre>", numbers("x", "")),
        format!("<div>{bare}<div class=line-numbers-wrapper>{}</div></div>", numbers("line-number", "<br>")),
        format!(
            "<table><tr><td class=gutter><pre>{}</pre></td><td class=code>{bare}</td></tr></table>",
            numbers("line", "<br>")
        ),
        format!(
            "<table class=lntable><tr><td class=lntd><pre>{}</pre><td class=lntd>{bare}</table>",
            numbers("lnt", "\n")
        ),
        format!(
            "<table>{}</table>",
            lines(|number, text| format!("<tr><td class=blob-num>{number}</td><td class=blob-code>{text}</td></tr>"))
        ),
        format!(
            "<table><tr><td class=gutter>{}</td><td class=code>{}</td></tr></table>",
            lines(|number, _| format!("<div class=line>{number}</div>")),
            lines(|_, text| format!("<div class=line><code class=plain>{text}</code></div>"))
        ),
    ] {
        let page = format!("<p>Before.</p>{page}<p>After.</p>");
        assert_eq!(code(&html(page.clone(), &Options::default())), [CODE], "{page}");
    }
}

#[test]
fn tags_of_another_language_are_text_in_code() {
    let page = "<pre><?xml version=\"1.0\"?>\n<Boat oars=2>\n<i><seats></i>\n<i class=nt><Seat</i>/>\n<!-- no text --></seats></Boat></pre>";
    let document = html(page.to_owned(), &Options::default());
    assert_eq!(code(&document), ["<?xml version=\"1.0\"?>\n<Boat oars=2>\n<seats>\n<Seat/>\n</seats></Boat>"]);
}

#[test]
fn names_in_code_are_words_of_its_language() {
    let page = "<div class=post><pre class=x><b class='token comment'># no way back</b>\nrow()</pre></div>";
    let document = html(page.to_owned(), &Options::default());
    assert_eq!(&*document.blocks[0].features.names, "post/x");
}

#[test]
fn a_body_in_one_element_is_html_whatever_its_code_looks_like() {
    let body = "<div>\n<pre><code>start {\n\n<b>}</b>\n# no heading\n- no item</code></pre>\n</div>";
    for source in [body.to_owned(), format!("---\ntitle: Boats\n---\n{body}\n"), format!("{body}\n<p>More.</p>\n")] {
        assert_eq!(code(&markdown(source, &Options::default())), ["start {\n\n}\n# no heading\n- no item"]);
    }
}
