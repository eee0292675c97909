//! The output folder: whatever happens during a run, the old dataset or the new one is there, whole.
//!
//! `TAOJIN_TORTURE=1` (as `make torture` sets it) runs the full number of rounds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::process::{Child, Stdio};

use common::{Scene, rounds};

const SMALL: &str = "渡口的灯亮了一夜，船家在等最后一个客人，天快亮时才收了缆。\n";

/// A scene with a dataset in `out/` and more inputs than it was made of.
fn scene() -> Scene {
    let scene = Scene::new().file("a.txt", SMALL);
    scene.run(&[]);
    (0..40).fold(scene, |scene, number| {
        scene.file(&format!("{number}.txt"), format!("第{number}封信。\n{SMALL}").repeat(9))
    })
}

/// Checks that `out/` is whole; gives the number of its documents.
#[track_caller]
fn is_whole(scene: &Scene, what: &str) -> u64 {
    let ended = scene.call(&["verify", "out"]);
    assert_eq!(ended.status, 0, "{what}: {}{}", ended.stdout, ended.stderr);
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(scene.path("out/manifest.json")).unwrap()).unwrap();
    manifest["counts"]["documents"].as_u64().unwrap()
}

fn start(scene: &Scene) -> Child {
    scene.command(&["run", "in", "-o", "out"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn a_run_killed_at_any_moment_leaves_a_whole_dataset() {
    let scene = scene();
    let began = std::time::Instant::now();
    assert!(start(&scene).wait().unwrap().success());
    let whole = began.elapsed();
    for round in 0..rounds(8, 100) {
        // Moments spread over the run, and the same for every run of the test.
        let share = (round * 61 % 100) as u32;
        let mut child = start(&scene);
        std::thread::sleep(whole * share / 100);
        child.kill().unwrap();
        child.wait().unwrap();
        let documents = is_whole(&scene, &format!("killed at {share} %"));
        assert!(matches!(documents, 1 | 41), "killed at {share} %: {documents} documents");
    }
    scene.run(&[]);
    assert_eq!(is_whole(&scene, "after all"), 41);
    let left: Vec<_> = std::fs::read_dir(scene.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn runs_at_the_same_time_do_not_mix() {
    for round in 0..rounds(3, 30) {
        let scene = scene();
        let mut children: Vec<Child> = (0..3).map(|_| start(&scene)).collect();
        let mut done = 0;
        for child in &mut children {
            let status = child.wait().unwrap();
            let mut said = String::new();
            std::io::Read::read_to_string(child.stderr.as_mut().unwrap(), &mut said).unwrap();
            match status.code() {
                Some(0) => done += 1,
                Some(2) => assert!(said.contains("another run is writing"), "{said}"),
                other => panic!("{other:?}: {said}"),
            }
        }
        assert!(done >= 1);
        assert_eq!(is_whole(&scene, &format!("round {round}")), 41);
        let left: Vec<_> = std::fs::read_dir(scene.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }
}

/// A fault at the n-th call of each of these, by `strace`.
#[cfg(target_os = "linux")]
#[test]
fn a_fault_of_the_system_leaves_a_whole_dataset_and_is_said() {
    const FAULTS: &[(&str, &str)] = &[
        ("write", "ENOSPC"),
        ("fsync", "EIO"),
        ("rename", "EIO"),
        ("renameat2", "ENOSYS"),
        ("unlinkat", "EACCES"),
        ("unlink", "EACCES"),
        ("flock", "ENOLCK"),
        ("mkdir", "EACCES"),
        ("getdents64", "EIO"),
        ("read", "EIO"),
        ("openat", "EMFILE"),
        ("mmap", "ENOMEM"),
    ];
    let probe = std::process::Command::new("strace").args(["-qq", "-e", "trace=none", "true"]).status();
    if !probe.is_ok_and(|status| status.success()) {
        eprintln!("skipped: strace is not here, or may not trace");
        return;
    }
    let scene = scene();
    let every = rounds(9, 1);
    for (call, error) in FAULTS {
        for at in (1..rounds(40, 120)).step_by(every) {
            let inject = format!("inject={call}:error={error}:when={at}");
            let mut command = std::process::Command::new("strace");
            command.current_dir(scene.path("")).args(["-f", "-qq", "-o", "/dev/null", "-e", &inject]);
            command.arg(env!("CARGO_BIN_EXE_taojin")).args(["run", "in", "-o", "out", "--threads", "1"]);
            let output = command.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let what = format!("{call} {error} at {at}: {:?} {said}", output.status.code());
            let documents = is_whole(&scene, &what);
            // Before the first instruction of the program the loader may fail.
            let is_loader = matches!(output.status.code(), Some(127)) || said.contains("error while loading");
            match output.status.code() {
                // A file that could not be read is said to be one, and the run goes on.
                Some(0) => assert!(documents == 41 || documents == 40 && said.contains("1 unreadable"), "{what}"),
                Some(1 | 2) => assert!(!said.is_empty(), "{what}"),
                _ => assert!(is_loader || *call == "mmap" || said.contains("cannot"), "{what}"),
            }
        }
    }
}

#[test]
fn frozen_compares_before_it_replaces() {
    let scene = Scene::new().file("a.txt", SMALL).file("b.txt", format!("第二篇。{SMALL}"));
    scene.run(&["--lock"]);
    scene.run(&["--frozen"]);
    let before = scene.bytes("out");
    let scene = scene.file("c.txt", format!("第三篇。{SMALL}"));
    std::fs::write(scene.path("in/a.txt"), format!("改过了。{SMALL}")).unwrap();
    std::fs::remove_file(scene.path("in/b.txt")).unwrap();
    let frozen = ["run", "in", "-o", "out", "--frozen", "--set", "strip.confidence=0.7"];
    let ended = scene.call(&frozen).with_status(1).saying("setting strip.confidence is 0.7, locked as 0.8");
    for line in ["input a.txt has changed", "input b.txt is missing", "input c.txt is new", "taojin run --lock"] {
        assert!(ended.stderr.contains(line), "{line}: {}", ended.stderr);
    }
    assert!(scene.bytes("out") == before);
    assert_eq!(std::fs::read_dir(scene.path("")).unwrap().count(), 3);
    for damage in ["", "version = 99\n", "version = 1\ntool = 3\n", "\u{0}"] {
        std::fs::write(scene.path("taojin.lock"), damage).unwrap();
        scene.call(&["run", "in", "-o", "out", "--frozen"]).with_status(2).saying("taojin.lock");
    }
    assert!(scene.bytes("out") == before);
}
