//! `taojin extract` and feeds, as somebody at a terminal meets them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use common::{Ended, taojin};
use serde_json::Value;

/// A page with an article between a menu and a footer.
fn page() -> String {
    let body: String = (1..9)
        .map(|day| format!("<p>第{day}天，村里的人们都到<a href='/field'>晒谷场</a>上来了，老人讲着从前的<b>收成</b>，孩子们在谷堆之间跑来跑去，一直到太阳落山。</p>"))
        .collect();
    format!(
        "<html><head><title>秋收节开幕_某某日报</title></head><body><div class=nav><ul><li><a href=1>首页</a><li><a href=2>新闻</a>\
         <li><a href=3>体育</a></ul></div><div class=content><h1>秋收节开幕</h1><p class=info>2019年9月7日 作者：张三</p>{body}</div>\
         <div class=footer><p>版权所有 某某日报社</p><p><a href=4>联系我们</a></p></div></body></html>"
    )
}

fn extract(arguments: &[&str], content: &str) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("page.html"), content).unwrap();
    let output = taojin().current_dir(folder.path()).arg("extract").args(arguments).arg("page.html").output().unwrap();
    Ended::from(output)
}

#[test]
fn a_page_is_printed_without_what_surrounds_it() {
    let text = extract(&[], &page()).with_status(0).stdout;
    assert!(
        text.contains("第1天，村里") && text.contains("第8天") && !text.contains("版权") && !text.contains("体育"),
        "{text}"
    );
}

#[test]
fn markdown_has_links_and_emphasis() {
    let text = extract(&["--format", "markdown"], &page()).with_status(0).stdout;
    assert!(text.contains("都到[晒谷场](/field)上来了，老人讲着从前的**收成**，"), "{text}");
}

#[test]
fn the_judgement_can_be_seen() {
    let shown = extract(&["--why"], &page()).with_status(0).stdout;
    assert!(shown.contains("strip.page.navigation") && shown.contains("版权所有") && shown.contains("kept"), "{shown}");
    let object: Value =
        serde_json::from_str(&extract(&["--why", "--format", "json"], &page()).with_status(0).stdout).unwrap();
    assert_eq!(
        (&object["metadata"]["title"], &object["metadata"]["authors"][0]),
        (&"秋收节开幕".into(), &"张三".into())
    );
    let blocks = object["blocks"].as_array().unwrap();
    let removed = blocks.iter().find(|block| block["text"] == "新闻").unwrap();
    assert_eq!(removed["kept"], false);
    assert!(removed["probability"].as_f64().unwrap() < removed["least"].as_f64().unwrap());
}

#[test]
fn a_piece_of_a_page_from_a_pipe_is_read_as_a_page() {
    let mut child = taojin()
        .args(["extract", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"<p>Bread &amp; butter</p>").unwrap();
    let ended = Ended::from(child.wait_with_output().unwrap()).with_status(0);
    assert_eq!(ended.stdout, "Bread & butter\n");
}

#[test]
fn what_cannot_be_done_is_said() {
    let empty = extract(&[], "").with_status(2).stderr;
    assert!(empty.contains("page.html") && empty.contains("empty"), "{empty}");
    let both = extract(&["--why", "--format", "markdown"], &page()).with_status(2).stderr;
    assert!(both.contains("--format json"), "{both}");
    let missing = Ended::from(taojin().args(["extract", "nowhere.html"]).output().unwrap()).with_status(2).stderr;
    assert!(missing.contains("nowhere.html"), "{missing}");
}

#[test]
fn feeds_come_out_item_by_item() {
    let feed = "<?xml version='1.0'?><rss><channel><title>村报</title><item><title>一</title><description>&lt;p&gt;甲&lt;/p&gt;</description></item></channel></rss>";
    assert_eq!(extract(&[], feed).with_status(0).stdout, "一\n\n甲\n");
}

#[test]
fn a_file_that_cannot_be_read_is_named_as_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zero.txt");
    std::fs::write(&file, "").unwrap();
    for command in ["extract", "explain"] {
        let said = Ended::from(taojin().arg(command).arg(&file).output().unwrap()).with_status(2).stderr;
        assert!(said.contains(file.to_str().unwrap()), "{command}: {said}");
    }
}
