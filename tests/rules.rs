//! Rule packs as a user meets them: packs of one's own, what is wrong with them, and large documents.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use assert_cmd::Command;
use taojin::Stage;
use taojin::config::Config;
use taojin::internals::run;
use taojin::internals::{parse, strip};
use tempfile::TempDir;

const BODY: &str = "渡口的老人把缆绳解开，数了一遍岸边的石头，然后坐下来等那封从没有写过的信，一直等到天黑。";

/// A folder with one pack of one rule: `rule` beside what every rule must say.
fn pack(rule: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let id = if rule.starts_with("id =") { "" } else { "id = \"mine\"\n" };
    let examples =
        if rule.contains("catches = []") { "" } else { "catches = ['海港网']\nspares = ['在海港网上']\n" };
    let text = format!("about = 'mine'\n[[rule]]\n{id}about = 'of one site'\n{examples}{rule}\n");
    std::fs::write(folder.path().join("mine.toml"), text).unwrap();
    folder
}

fn stages(folder: &Path) -> Vec<Box<dyn Stage>> {
    let options = strip::Options { rules: vec![folder.to_owned()], ..Default::default() };
    run::stages(&Config { strip: options, ..Config::default() }, "strip.rules").expect("a good pack")
}

fn strip_with(stages: &[Box<dyn Stage>], source: String) -> String {
    let mut document = parse::plain(source);
    stages.iter().for_each(|stage| stage.run(&mut document));
    document.settle().expect("the balance holds");
    document.text()
}

/// What is left of lines between the built-in rules and one more.
fn left(rule: &str, lines: &[&str]) -> Vec<String> {
    let folder = pack(rule);
    strip_with(&stages(folder.path()), lines.join("\n")).split("\n\n").map(str::to_owned).collect()
}

fn taojin(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::cargo_bin("taojin").unwrap().args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_position_is_required() {
    let noise = "海港网小编在此";
    let lines = [noise, BODY, BODY, BODY, BODY, BODY, noise, BODY, BODY, BODY, BODY, BODY, noise];
    let places = |at: &str| {
        let rule = format!("kind = 'line'\nat = '{at}'\npatterns = ['海港网.{{0,9}}']");
        let kept = left(&rule, &lines);
        [kept[0] != noise, kept.iter().skip(1).rev().skip(1).all(|line| line != noise), kept[kept.len() - 1] != noise]
    };
    assert_eq!(places("head"), [true, false, false]);
    assert_eq!(places("tail"), [false, false, true]);
    assert_eq!(places("edge"), [true, false, true]);
    assert_eq!(places("anywhere"), [true, true, true]);
}

#[test]
fn lines_in_a_row_go_and_single_ones_stay() {
    let rule = "kind = 'line'\nat = 'run'\nmin = 3\npatterns = ['海港网友\\d+楼']";
    let lines = [BODY, "海港网友1楼", BODY, BODY, "海港网友2楼", "海港网友3楼", "海港网友4楼", BODY, BODY];
    assert_eq!(left(rule, &lines), [BODY, "海港网友1楼", BODY, BODY, BODY, BODY]);
}

#[test]
fn guards_spare_a_line() {
    let lines = [BODY, BODY, "海港网的灯亮了。", "海港网的灯"];
    let rule = |guard: &str| format!("kind = 'line'\npatterns = ['海港网.*']\n{guard}");
    assert_eq!(left(&rule(""), &lines).len(), 2);
    assert_eq!(left(&rule("sentence = false"), &lines).len(), 3);
    assert_eq!(left(&rule("max = 11"), &lines).len(), 3);
    assert_eq!(left(&rule("not = ['亮']"), &lines).len(), 3);
    assert_eq!(left(&rule("beside = true"), &lines).len(), 4);
    assert_eq!(left(&rule("confidence = 0.5"), &lines).len(), 4);
}

#[test]
fn an_ending_goes_and_its_paragraph_stays() {
    let rule =
        "kind = 'ending'\nat = 'tail'\nto = 'site'\npatterns = ['[（(](?<value>海港网).{0,9}[)）]', '海港网供稿']";
    let first = format!("{BODY}（海港网某某）");
    let lines = [&first, BODY, BODY, BODY, &format!("{BODY}海港网供稿（海港网某某）")];
    let mut document = parse::plain(lines.join("\n"));
    stages(pack(rule).path()).iter().for_each(|stage| stage.run(&mut document));
    assert_eq!(document.text(), [&first, BODY, BODY, BODY, BODY].join("\n\n"), "at the tail only");
    assert_eq!(document.metadata.site.as_deref(), Some("海港网"));
    let settled = document.settle().unwrap();
    let ours: Vec<&str> = settled
        .entries
        .iter()
        .filter(|entry| entry.removal.rule.id == "strip.mine")
        .flat_map(|entry| &entry.ranges)
        .map(|span| span.of(document.source()))
        .collect();
    assert_eq!(ours, ["海港网供稿", "（海港网某某）"]);
    for spared in ["他说起海港网供稿", "（海港网某某）", "他记得（海港网某某）那一夜的灯火。"]
    {
        assert_eq!(left(rule, &[BODY, BODY, spared])[2], spared);
    }
}

#[test]
fn what_is_wrong_with_a_pack_is_said() {
    let cases = [
        ("kind = 'line'\npatterns = ['(上']", "\"(上\" is no regular expression"),
        ("kind = 'line'\npatterns = ['.{2,30}']", "can match almost anything"),
        ("kind = 'line'\npatterns = ['海港']\nnot = ['[']", "in `not` is no regular expression"),
        ("kind = 'line'\npatterns = ['海港']\ncolour = 3", "unknown field `colour`"),
        ("kind = 'line'\npatterns = ['海港']\nconfidence = 95", "must lie between 0 and 1"),
        ("kind = 'line'\npatterns = ['海港']\nkeys = ['来源']", "`keys` means nothing in a rule of kind `line`"),
        ("kind = 'line'\npatterns = ['海港']\nto = 'site'", "a group `(?<value>…)`"),
        ("kind = 'lime'\npatterns = ['海港']", "unknown variant `lime`"),
        ("kind = 'field'\nkeys = ['来源']", "a rule of kind `field` needs `to`"),
        ("kind = 'line'\npatterns = ['海港']\ncatches = []\nspares = ['b']", "at least one example in `catches`"),
        ("id = 'Mine!'\nkind = 'line'\npatterns = ['海港']", "small letters"),
        (
            "kind = 'line'\npatterns = ['海港']\n[[rule]]\nid = 'mine'\nabout = 'another'\nkind = 'line'\npatterns = ['渡口']\ncatches = ['a']\nspares = ['b']",
            "stands twice",
        ),
    ];
    for (rule, wanted) in cases {
        let folder = pack(rule);
        let (status, message) = taojin(&["rules", "test", "--rules", folder.path().to_str().unwrap()]);
        assert_eq!(status, Some(2), "{rule}: {message}");
        let id = if rule.contains("Mine!") { "rule `Mine!`" } else { "rule `mine`" };
        assert!(
            message.contains("mine.toml: ") && message.contains(id) && message.contains(wanted),
            "{rule}: {message}"
        );
    }
    let folder = pack("kind = 'line'\npatterns = ['渡口']");
    let (status, message) = taojin(&["rules", "test", "--rules", folder.path().to_str().unwrap()]);
    assert!(status == Some(1) && message.contains("strip.mine (mine): \"海港网\" is not caught"), "{message}");
}

#[test]
fn rules_are_kept_chosen_tried_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("a.txt"), format!("{BODY}\n{BODY}\n上一篇：灯塔\n版权所有，未经许可不得转载\n")).unwrap();
    let run = |option: &[&str]| {
        taojin(&[&["--quiet", "run", &at("a.txt"), "-o", &at("out")], option].concat());
        taojin(&["rules", "count", &at("out")]).1
    };
    let both = run(&[]);
    assert!(
        both.contains("| strip.prev_next | 6 |  |  | 1 |") && both.contains("| strip.copyright | 13 |  |  | 1 |"),
        "{both}"
    );
    assert!(!run(&["--keep", "strip.prev_next"]).contains("prev_next"));
    assert!(!run(&["--only", "strip.prev_next"]).contains("copyright"));
    let (status, message) = taojin(&["run", &at("a.txt"), "-o", &at("other"), "--keep", "strip.copyrigth"]);
    assert!(status == Some(2) && message.contains("did you mean `strip.copyright`?"), "{message}");
    let (status, message) = taojin(&["rules", "try", "版权.*", &at("out")]);
    assert!(status == Some(0) && message.contains("1 lines in 1 documents, 13 characters"), "{message}");
    let (status, message) = taojin(&["rules", "try", "(", &at("out")]);
    assert!(status == Some(2) && message.contains("no regular expression"), "{message}");
    let (status, message) = taojin(&["rules", "try", "a", &at("nowhere")]);
    assert!(status == Some(2) && message.contains("no dataset"), "{message}");
}

/// Documents on which anything that is not linear would never come to an end.
#[test]
fn large_documents_come_to_an_end() {
    let folder = pack("kind = 'line'\nat = 'anywhere'\npatterns = ['海港网\\d+']");
    let stages = stages(folder.path());
    let many = 60_000;
    let body = [BODY; 8].join("\n");
    let giant = BODY.repeat(many / 2);
    assert_eq!(strip_with(&stages, giant.clone()), giant);
    let giant = format!("（{}", "灯）（".repeat(many));
    assert_eq!(strip_with(&stages, giant.clone()), giant);
    let short = vec!["归来吧"; many].join("\n");
    assert_eq!(strip_with(&stages, short.clone()).len(), short.len() + many - 1);
    let noise: Vec<String> = (0..many).map(|number| format!("海港网{number}")).collect();
    assert_eq!(strip_with(&stages, format!("{body}\n{}", noise.join("\n"))), body.replace('\n', "\n\n"));
    let links: Vec<String> = (0..many).map(|number| format!("* [{number}](https://example.org/{number})")).collect();
    let kept = strip_with(&stages, format!("{body}\n{}", links.join("\n")));
    assert!(kept.ends_with(&format!("/{})", many - 1)), "a list longer than the body is what the document is about");
    let headings: Vec<String> = (0..many).map(|number| format!("相关阅读\n灯塔{number}")).collect();
    strip_with(&stages, format!("{body}\n{}", headings.join("\n")));
    let fields: Vec<String> = (0..many).map(|number| format!("作者：{number}号")).collect();
    strip_with(&stages, format!("{body}\n{}", fields.join("\n")));
}
