//! The commands as a newcomer tries them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::io::Write;
use std::process::Stdio;

use common::{Scene, root, taojin};
use serde_json::{Value, json};

const COMMANDS: [&str; 13] = [
    "run",
    "explain",
    "extract",
    "detect",
    "verify",
    "restore",
    "diff",
    "dedup",
    "schema",
    "rules",
    "init",
    "completions",
    "stage",
];

#[test]
fn every_command_has_help_with_an_example() {
    for command in COMMANDS {
        let output = taojin().args([command, "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && help.contains("Example") && help.contains(&format!("taojin {command}")),
            "{help}"
        );
    }
}

/// Pipes lines through `taojin stage` and returns what comes out.
fn stage(arguments: &[&str], lines: &[Value]) -> Vec<Value> {
    let mut child = taojin()
        .current_dir(root())
        .arg("stage")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn mend_joins_segmented_lines_and_leaves_the_others() {
    let text = "这 是 一 句 被 切 开 的 话 ， 词 与 词 之间 都 有 空格 。\nThis line stays as it is.\n";
    let out = stage(&["mend"], &[json!({ "id": 7, "text": text }), json!("没有毛病的一行。")]);
    assert_eq!(out[0]["id"], 7);
    assert_eq!(out[0]["text"], "这是一句被切开的话，词与词之间都有空格。\nThis line stays as it is.\n");
    assert!(out[0]["segmented"].as_f64().unwrap() > 0.4);
    assert_eq!(out[1]["text"], "没有毛病的一行。");
    assert_eq!(out[1]["removed"], json!([]));
    assert_eq!(out[1]["segmented"], json!(0.0));
}

#[test]
fn strip_says_what_it_removed_and_where() {
    let text = "河边的老柳树今年又发了新芽，孩子们在树下追着跑。\n\n上一篇：春天的集市\n下一篇：渡口旧事\n";
    let out = stage(&["strip"], &[json!({ "id": "a", "text": text })]);
    assert_eq!(out[0]["text"], "河边的老柳树今年又发了新芽，孩子们在树下追着跑。\n");
    let characters: Vec<char> = text.chars().collect();
    let removed = out[0]["removed"].as_array().unwrap();
    assert_eq!(removed.len(), 2);
    for removal in removed {
        let range = |key: &str| removal[key].as_u64().unwrap() as usize;
        let text: String = characters[range("start")..range("end")].iter().collect();
        assert_eq!(removal["text"], text);
        assert!(removal["rule"].as_str().unwrap().starts_with("strip."));
    }
}

#[test]
fn mojibake_flags_lost_text_and_does_not_invent() {
    let out = stage(&["mojibake"], &[json!("文章的开头锟斤拷锟斤拷后面还有字。"), json!("干净的一句话。")]);
    assert_eq!((&out[0]["text"], &out[0]["flag"]), (&json!("文章的开头锟斤拷锟斤拷后面还有字。"), &json!(true)));
    assert_eq!((&out[1]["text"], &out[1]["flag"]), (&json!("干净的一句话。"), &json!(false)));
}

#[test]
fn html_gives_text_title_author_and_date() {
    let out = stage(&["html", "--root", "seeds"], &[json!({ "id": "p", "html": "news_page.html" })]);
    assert_eq!(out[0]["title"], "山城老街重开夜市 首晚客流超两万");
    assert_eq!(out[0]["author"], "方若水");
    assert_eq!(out[0]["date"], "2023-06-02");
    let text = out[0]["text"].as_str().unwrap();
    assert!(text.contains("停摆三年的山城老街夜市昨晚重新开张"));
    for gone in ["财经", "相关阅读", "中考志愿", "版权所有", "分享到"] {
        assert!(!text.contains(gone), "{gone} in {text}");
    }
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    let text = "他说：“走吧！”我们就走了。路上没有人。";
    let out = stage(&["sentences"], &[json!({ "id": 1, "text": text })]);
    assert_eq!(out[0]["sentences"], json!(["他说：“走吧！”", "我们就走了。", "路上没有人。"]));
}

#[test]
fn tokens_are_words_of_a_dictionary_or_of_a_model() {
    let line = [json!({ "id": 1, "text": "老茶厂的烟囱，Ünal 说很高。" })];
    let words = |arguments: &[&str]| stage(&[&["tokens"], arguments].concat(), &line)[0]["tokens"].clone();
    assert_eq!(words(&[]), json!(["老", "茶厂", "的", "烟囱", "，", "Ünal", "说", "很", "高", "。"]));
    let scene = Scene::new().file("words.txt", "老茶厂\n");
    let own = scene.path("in/words.txt");
    assert_eq!(words(&["--token-dictionary", own.to_str().unwrap()])[0], "老茶厂");
    let model = words(&["--tokens", "vaporetto=tests/models/tea.zst"]);
    assert_eq!(model.as_array().unwrap()[..4], [json!("老"), json!("茶厂"), json!("的"), json!("烟囱")]);
}

#[test]
fn sentences_and_tokens_are_tables_when_asked_for() {
    let scene = Scene::of_seeds();
    scene.run(&[]);
    assert!(!scene.path("out/sentences").exists() && !scene.path("out/tokens").exists());
    let model = format!("vaporetto={}", root().join("tests/models/tea.zst").display());
    for (arguments, there) in [
        (&["--sentences"][..], [true, false]),
        (&["--tokens", "jieba"], [false, true]),
        (&["--sentences", "--tokens", &model], [true, true]),
    ] {
        scene.run(arguments);
        assert_eq!([scene.path("out/sentences").exists(), scene.path("out/tokens").exists()], there);
        scene.call(&["verify", "out"]).with_status(0);
    }
    let manifest: Value = serde_json::from_slice(&std::fs::read(scene.path("out/manifest.json")).unwrap()).unwrap();
    let said = &manifest["config"]["annotate"];
    assert_eq!((&said["tokens"], said["sha256"].as_str().map(str::len)), (&json!("vaporetto"), Some(64)));
    scene.call(&["run", "in", "-o", "out", "--tokens", "jeiba"]).with_status(2).saying("called `jeiba`; there are");
    let missing = ["run", "in", "-o", "out", "--tokens", "vaporetto=no.zst"];
    scene.call(&missing).with_status(2).saying("no.zst: cannot be read");
}

#[test]
fn detect_names_encodings_in_the_order_given() {
    let scene = Scene::of_seeds();
    let files = ["in/gbk_letter.txt", "in/big5_essay.txt", "in/utf16_notes.txt", "in/metro_line.txt"];
    let ended = scene.call(&[&["detect", "--brief"], &files[..]].concat()).with_status(0);
    assert_eq!(ended.stdout.to_lowercase(), "gb18030\nbig5\nutf-16le\nutf-8\n");
}

#[test]
fn init_writes_a_settings_file_that_run_accepts() {
    let scene = Scene::of_seeds();
    scene.call(&["init"]).with_status(0);
    scene.call(&["init"]).with_status(2).saying("taojin.toml");
    scene.run(&[]);
    let with_file = scene.bytes("out");
    std::fs::remove_file(scene.path("taojin.toml")).unwrap();
    scene.run(&[]);
    assert!(scene.bytes("out") == with_file);
}

#[test]
fn the_generated_pages_are_up_to_date() {
    let pages: [(&[&str], &str); 4] = [
        (&["schema"], "docs/schema.md"),
        (&["rules", "--markdown"], "docs/rules.md"),
        (&["init", "--schema"], "docs/taojin.schema.json"),
        (&["init", "-"], "docs/taojin.toml"),
    ];
    for (arguments, page) in pages {
        let output = taojin().args(arguments).output().unwrap();
        let there = std::fs::read(root().join(page)).unwrap();
        assert!(output.stdout == there, "{page} is out of date: run `make docs`");
    }
}

#[test]
fn all_rules_hold_their_examples() {
    let output = taojin().args(["rules", "test"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
