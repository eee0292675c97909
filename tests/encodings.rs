//! Encodings found, given and mixed, as the datasets and the commands tell them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use common::Scene;
use serde_json::Value;

const ONE: &str = "船在清晨靠了岸，码头上还没有什么人。\n";
const TWO: &str = "卖早点的老人支起炉子，蒸笼里冒着白气。\n";
const THREE: &str = "渡口的钟敲了七下，第一班渡轮鸣着笛离开了，甲板上站满了赶着上工的人，岸边的狗追着跑了一段。\n";

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// Rule and evidence of the ledger's entries of the room `decode`.
fn decoding(explained: &Value) -> Vec<(&str, &str, &str)> {
    let entries = explained["ledger"].as_array().unwrap().iter();
    let fields = entries.map(|entry| {
        let text = |key: &str| entry[key].as_str().unwrap_or_default();
        (text("rule"), text("evidence"), entry["removed"][0].as_str().unwrap_or_default())
    });
    fields.filter(|(rule, ..)| rule.starts_with("decode.")).collect()
}

#[test]
fn lines_in_another_encoding_are_told() {
    let scene = Scene::new().file("mixed.txt", [gbk(ONE), TWO.as_bytes().to_vec(), gbk(THREE)].concat());
    let explained = scene.explain("mixed.txt");
    assert_eq!(explained["encoding"], "GB18030");
    assert_eq!(decoding(&explained), [("decode.piece", "UTF-8, not GB18030", TWO.trim())]);
    let ended = scene.call(&["detect", "--why", "in/mixed.txt"]).with_status(0);
    assert!(ended.stdout.contains("    line 2: UTF-8, not GB18030"), "{}", ended.stdout);
    let ended = scene.call(&["explain", "in/mixed.txt"]).with_status(0);
    assert!(ended.stdout.contains("[decode.piece: UTF-8, not GB18030]"), "{}", ended.stdout);
    scene.run(&[]);
    scene.call(&["verify", "out"]).with_status(0);
}

#[test]
fn a_mailbox_is_read_piece_by_piece() {
    let message = |charset: &str, body: Vec<u8>| {
        let head = format!(
            "From someone@example.org Mon Jan  4 10:00:00 2021\nContent-Type: text/plain; charset={charset}\n\n"
        );
        [head.into_bytes(), body, b"\n".to_vec()].concat()
    };
    let bytes = [
        message("utf-8", ONE.repeat(3).into_bytes()),
        message("gb2312", gbk(TWO)),
        message("utf-8", ONE.as_bytes().to_vec()),
    ];
    let scene = Scene::new().file("mail.mbox", bytes.concat());
    let explained = scene.explain("mail.mbox");
    assert_eq!(decoding(&explained), [("decode.piece", "GB18030, not UTF-8", TWO.trim())]);
    assert!(explained["text"].as_str().unwrap().contains(TWO.trim()));
}

#[test]
fn an_encoding_given_overrules_what_is_found() {
    let scene = Scene::new().file("bbs/a.txt", gbk(ONE)).file("b.txt", gbk(TWO)).file("c.txt", THREE);
    let settings = "[[decode.encodings]]\nglob = \"bbs/**\"\nencoding = \"gbk\"\n";
    std::fs::write(scene.path("taojin.toml"), settings).unwrap();
    scene.run(&[]);
    scene.call(&["verify", "out"]).with_status(0);
    let dataset = taojin::internals::dataset::Dataset::open(&scene.path("out")).unwrap();
    for (name, given) in [("bbs/a.txt", true), ("b.txt", false), ("c.txt", false)] {
        let record = dataset.document(name).unwrap().unwrap();
        assert_eq!(record.ledger.iter().any(|row| row.rule == "decode.given"), given, "{name}");
    }
}

#[test]
fn a_name_that_is_none_stops_the_run_with_those_like_it() {
    let scene = Scene::new().file("a.txt", ONE);
    let run = ["run", "in", "-o", "out", "--encoding", "GBK18030"];
    scene.call(&run).with_status(2).saying("unknown encoding `GBK18030`; did you mean GB18030");
    std::fs::write(scene.path("taojin.toml"), "[[decode.encodings]]\nglob = \"a[\"\nencoding = \"gbk\"\n").unwrap();
    scene.call(&["run", "in", "-o", "out"]).with_status(2).saying("a[");
}
