//! The output folder: whatever happens during a run, the old dataset or the new one is there, whole.
//!
//! `TAOJIN_TORTURE=1` (as `make torture` sets it) runs the full number of rounds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeMap;
use std::process::{Child, Command, Output, Stdio};

use common::{Scene, rounds};

const SMALL: &str = "渡口的灯亮了一夜，船家在等最后一个客人，天快亮时才收了缆。\n";

/// An old dataset that is to be replaced by a new one, again and again.
struct Replacement {
    scene: Scene,
    old: BTreeMap<String, Vec<u8>>,
    new: BTreeMap<String, Vec<u8>>,
}

/// Which dataset is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum There {
    Old,
    New,
    /// Neither, but one that is whole.
    Other,
}

impl Replacement {
    /// Makes both datasets; `in/` holds the inputs of the new one.
    fn new() -> Self {
        let scene = Scene::new().file("a.txt", SMALL);
        scene.run(&[]);
        let old = scene.bytes("out");
        let scene = (0..40).fold(scene, |scene, number| {
            scene.file(&format!("{number}.txt"), format!("第{number}封信。\n{SMALL}").repeat(9))
        });
        scene.run(&[]);
        let new = scene.bytes("out");
        Self { scene, old, new }
    }

    /// Puts the old dataset back, with nothing beside it.
    fn reset(&self) {
        for name in self.names().into_iter().filter(|name| name != "in") {
            let path = self.scene.path(&name);
            if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }.unwrap();
        }
        for (name, bytes) in &self.old {
            let path = self.scene.path("out").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }

    /// What stands in the folder of the scene.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.scene.path("")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// Which dataset is there, as whoever reads it next finds it. It must be whole.
    #[track_caller]
    fn there(&self, what: &str) -> There {
        let ended = self.scene.call(&["verify", "out"]);
        assert_eq!(ended.status, 0, "{what}: {}{}", ended.stdout, ended.stderr);
        let mut found = self.scene.bytes("out");
        // What a kill left in the folder is taken away by the next run.
        found.remove(".taojin-working");
        match () {
            () if found == self.old => There::Old,
            () if found == self.new => There::New,
            () => There::Other,
        }
    }

    /// Checks that the next run does what it would have done without the accident, and leaves nothing beside the dataset.
    #[track_caller]
    fn heals(&self, what: &str) {
        self.scene.run(&[]);
        assert_eq!(self.there(what), There::New, "{what}");
        let mut names = self.names();
        names.sort();
        assert_eq!(names, ["in", "out"], "{what}");
    }

    fn start(&self) -> Child {
        let mut command = self.scene.command(&["run", "in", "-o", "out"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Runs with faults, as `strace` is to inject them.
    fn run_with(&self, faults: &[&str]) -> Output {
        self.scene.command_with_faults(faults, &["run", "in", "-o", "out", "--threads", "1"]).output().unwrap()
    }

    /// The calls at which a fault is tried: every one of `calls` in full; else a few from the beginning, and the last ones, in
    /// which the datasets are swapped.
    fn moments(calls: usize) -> Vec<usize> {
        let few = |at: &usize| rounds(0, 1) == 1 || *at == 1 || *at + 3 > calls;
        (1..=calls).filter(few).collect()
    }

    /// How often the busiest thread of a run makes a call of the system.
    fn calls(&self, call: &str, faults: &[&str]) -> usize {
        self.reset();
        let trace = self.scene.path("trace");
        let mut command = Command::new("strace");
        command
            .current_dir(self.scene.path(""))
            .args(["-f", "-qq", "-o"])
            .arg(&trace)
            .args(["-e", &format!("trace={call}")]);
        command.args(faults.iter().flat_map(|fault| ["-e".to_owned(), format!("inject={fault}")]));
        command.arg(env!("CARGO_BIN_EXE_taojin")).args(["run", "in", "-o", "out", "--threads", "1"]);
        assert!(command.output().unwrap().status.success());
        let mut threads: BTreeMap<String, usize> = BTreeMap::new();
        for line in std::fs::read_to_string(trace).unwrap().lines() {
            let Some((thread, rest)) = line.split_once(' ') else { continue };
            *threads.entry(thread.to_owned()).or_default() +=
                usize::from(rest.trim_start().starts_with(&format!("{call}(")));
        }
        threads.into_values().max().unwrap_or_default()
    }
}

#[test]
fn a_run_killed_at_any_moment_leaves_a_whole_dataset() {
    let replacement = Replacement::new();
    replacement.reset();
    let began = std::time::Instant::now();
    assert!(replacement.start().wait().unwrap().success());
    let whole = began.elapsed();
    for round in 0..rounds(8, 100) {
        replacement.reset();
        // Moments spread over the run, and the same for every run of the test.
        let share = (round * 61 % 100) as u32;
        let mut child = replacement.start();
        std::thread::sleep(whole * share / 100);
        child.kill().unwrap();
        child.wait().unwrap();
        let what = format!("killed at {share} %");
        assert_ne!(replacement.there(&what), There::Other, "{what}");
    }
    replacement.heals("after all");
}

#[test]
fn runs_at_the_same_time_do_not_mix() {
    let replacement = Replacement::new();
    for round in 0..rounds(3, 30) {
        replacement.reset();
        let mut children: Vec<Child> = (0..3).map(|_| replacement.start()).collect();
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
        assert_eq!(replacement.there(&format!("round {round}")), There::New);
        assert_eq!(replacement.names().len(), 2, "{:?}", replacement.names());
    }
}

/// A kill at the n-th call of everything by which files are moved, with the exchange of folders and without.
#[cfg(target_os = "linux")]
#[test]
fn a_run_killed_at_any_step_of_the_swap_leaves_a_whole_dataset() {
    if !common::can_inject() {
        return;
    }
    let replacement = Replacement::new();
    let mut seen = Vec::new();
    for faults in [&[][..], &["renameat2:error=ENOSYS"]] {
        for call in ["rename", "fsync", "unlink", "unlinkat", "mkdir"] {
            for at in Replacement::moments(replacement.calls(call, faults)) {
                replacement.reset();
                let kill = format!("{call}:signal=KILL:when={at}");
                let output = replacement.run_with(&[faults, &[&kill]].concat());
                let what = format!("{faults:?} {kill}");
                assert!(!output.status.success(), "{what}");
                seen.push(replacement.there(&what));
                assert_ne!(seen.last(), Some(&There::Other), "{what}");
                replacement.heals(&what);
            }
        }
    }
    assert!(seen.contains(&There::Old) && seen.contains(&There::New));
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
    if !common::can_inject() {
        return;
    }
    let replacement = Replacement::new();
    for (call, error) in FAULTS {
        for at in Replacement::moments(replacement.calls(call, &[])) {
            replacement.reset();
            let output = replacement.run_with(&[&format!("{call}:error={error}:when={at}")]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let what = format!("{call} {error} at {at}: {:?} {said}", output.status.code());
            let there = replacement.there(&what);
            // Before the first instruction of the program the loader may fail.
            let is_loader = matches!(output.status.code(), Some(127)) || said.contains("error while loading");
            // A file that could not be read is said to be one, and the run goes on.
            let is_short = said.contains("inputs with problems: 1");
            match output.status.code() {
                Some(0 | 1) => assert!(there == There::New || is_short && there == There::Other, "{what}"),
                Some(2) => assert!(!said.is_empty() && (there == There::Old || !said.contains("untouched")), "{what}"),
                _ => assert!(is_loader || *call == "mmap" || said.contains("cannot"), "{what}"),
            }
        }
    }
    replacement.heals("after all");
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
