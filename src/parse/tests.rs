//! Snapshots: one document of each format, with its blocks, its metadata and what was taken out of it.
//!
//! `INSTA_UPDATE=always cargo test parse::` writes them again.

use std::fmt::Write;

use super::any::parse;
use super::options::Options;

/// What parsing makes of `source`, as a page to read.
fn page(source: &str, name: &str) -> String {
    let document = parse(source.to_owned(), name, &Options::default());
    let settled = document.settle().expect("the balance holds");
    let mut page = format!("format: {:?}\n", document.format);
    let metadata = serde_json::to_string_pretty(&document.metadata).expect("metadata are JSON");
    writeln!(page, "metadata: {metadata}\n").expect("a string takes all");
    for block in &document.blocks {
        writeln!(page, "{:?} | {:?}", block.kind, block.value()).expect("a string takes all");
    }
    page.push('\n');
    for entry in &settled.entries {
        let ranges: Vec<&str> = entry.ranges.iter().map(|span| span.of(source)).collect();
        writeln!(page, "{} {:?} {ranges:?}", entry.removal.rule.id, entry.action).expect("a string takes all");
    }
    page
}

#[test]
fn plain_text() {
    let source = "老人与七盏灯\r\n\r\n　　船队天没亮就离开了港口。\r\n\u{200b}\r\n作者：林一川　来源：海边日报\r\n";
    insta::assert_snapshot!(page(source, "a.txt"));
}

#[test]
fn markdown() {
    let source = "# 老人与七盏灯\n\n船队天没亮\n就离开了**港口**，见[地图](map.html)。\n\n1. 数灯\n2. 关灯\n\n> 引文 &amp; 出处\n\n| 灯 | 数 |\n|---|---|\n| 红 | 7 |\n\n```\nlet lamps = 7;\n```\n<p>末段<!-- 注 --></p>\n";
    insta::assert_snapshot!(page(source, "a.md"));
}

#[test]
fn front_matter() {
    let source = "---\ntitle: '老人与七盏灯'\nauthor: 林一川、白玉（海边大学教授） 记者 秦小舟\ndate: 2019-09-07 20:17\ntags: [海, 灯]\nlink: https://example.org/1\nlayout: post\n---\n\n船队天没亮就离开了港口。\n";
    insta::assert_snapshot!(page(source, "a.md"));
}

#[test]
fn html() {
    let source = "<html lang=zh><head><title>老人与七盏灯-海边日报</title><meta property=og:site_name content=海边日报>\
        <script>var lamps = 7;</script></head><body><h1>老人与七盏灯</h1>\
        <p>2019年09月07日 20:17　作者：林一川、白玉（海边大学教授） 记者 秦小舟</p>\
        <p>船队天没亮就离开了<b>港口</b>，\n岸上 &amp; 水上都有灯。</p><ul><li>数灯<li><a href=x>关灯</a></ul>\
        <div style='display:none'>藏着</div><table><tr><td>红<td>7</table></body></html>";
    insta::assert_snapshot!(page(source, "a.html"));
}

#[test]
fn feed() {
    let source = "<?xml version='1.0'?><rss version='2.0'><channel><title>海边来信</title><link>https://example.org/</link>\
        <language>zh-cn</language><item><title>老人与七盏灯</title><author>ann@example.org (Ann Lee)</author>\
        <pubDate>Sat, 07 Sep 2019 20:17:00 +0800</pubDate><category>海</category>\
        <description><![CDATA[<p>船队天没亮就<b>离开</b>了港口。</p>]]></description></item></channel></rss>";
    insta::assert_snapshot!(page(source, "a.xml"));
}

#[test]
fn an_address_that_leads_nowhere_is_no_url() {
    let url = |source: &str, name| parse(source.to_owned(), name, &Options::default()).metadata.url;
    let page = |canonical: &str, og: &str| {
        let head = format!("<link rel=canonical href='{canonical}'><meta property='og:url' content='{og}'>");
        url(&format!("<html><head>{head}</head><body><p>河边的磨坊。</p></body></html>"), "a.html")
    };
    let real = "https://example.org/1";
    assert_eq!(page(" java\tscript:void(0)", real).as_deref(), Some(real));
    assert_eq!(page("DATA:text/html,x", "JavaScript:x"), None);
    let feed = |link: &str| {
        url(
            &format!(
                "<?xml version='1.0'?><rss version='2.0'><channel><title>村报</title><link>{link}</link></channel></rss>"
            ),
            "a.xml",
        )
    };
    assert_eq!(feed(real).as_deref(), Some(real));
    assert_eq!(feed("data:text/html,x"), None);
}
