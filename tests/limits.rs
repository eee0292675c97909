//! A machine that gives too little: no memory, no threads. Whatever is not there, the dataset is the old one or the new one,
//! and somebody is told.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::process::Command;

use common::Scene;

const LINE: &str = "渡口的灯亮了一夜，船家在等最后一个客人，天快亮时才收了缆。\n";

/// A scene with a dataset of one document, and inputs of several megabytes.
fn scene() -> Scene {
    let scene = Scene::new().file("a.txt", LINE);
    scene.run(&[]);
    let lines = |from: u32| (from..from + 4_000).map(|number| format!("第{number}封信。{LINE}")).collect::<String>();
    scene.file("b.txt", lines(0)).file("c.txt", lines(50_000))
}

#[test]
fn without_memory_a_run_ends_with_a_word_and_leaves_a_dataset() {
    let scene = scene();
    let mut succeeded = 0;
    for megabytes in [80, 160, 320, 640, 4000] {
        let mut command = Command::new("sh");
        command.current_dir(scene.path("")).args(["-c", &format!("ulimit -v {}; exec \"$0\" \"$@\"", megabytes << 10)]);
        let output =
            command.arg(env!("CARGO_BIN_EXE_taojin")).args(["run", "in", "-o", "out", "--threads", "2"]).output();
        let output = output.unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        succeeded += u32::from(output.status.success());
        assert!(output.status.success() || said.contains("memory"), "{megabytes} MB: {said}");
        scene.call(&["verify", "out"]).with_status(0);
    }
    assert!(succeeded > 0);
}

#[test]
fn without_threads_the_others_do_the_work() {
    if !common::can_inject() {
        return;
    }
    let scene = scene();
    scene.run(&[]);
    let expected = scene.bytes("out");
    let run = ["run", "in", "-o", "out", "--threads", "8"];
    let mut done = 0;
    for which in ["1", "2", "3+", "4", "5+2", "1+"] {
        let faults = ["clone3", "clone"].map(|call| format!("{call}:error=EAGAIN:when={which}"));
        let output = scene.command_with_faults(&faults.each_ref().map(String::as_str), &run).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => done += 1,
            Some(2) => assert!(said.contains("thread") || said.contains("temporarily"), "{which}: {said}"),
            other => panic!("{which}: {other:?}: {said}"),
        }
        assert!(!said.contains("panicked"), "{which}: {said}");
        assert!(scene.bytes("out") == expected, "{which}");
    }
    assert!(done >= 3, "{done}");
}
