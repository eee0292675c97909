//! The same input gives the same bytes, whatever math library the system has.
//!
//! Only a few functions of math libraries are exact; of all others (`exp`, `log`, `pow` and their like) the last bits differ
//! between systems and their versions. Here a library that gives other last bits is loaded before the system's.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::Scene;

/// Compiles the library of nudged functions.
fn nudged() -> PathBuf {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libnudged.so");
    let source = common::root().join("tests/math/nudged.c");
    let flags = ["-shared", "-fPIC", "-O1", "-fno-builtin"];
    let compiled = Command::new("cc").args(flags).arg(&source).arg("-o").arg(&library).arg("-ldl").status();
    assert!(compiled.expect("a C compiler").success(), "{} does not compile", source.display());
    library
}

#[test]
fn the_systems_math_library_does_not_change_a_byte() {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        eprintln!("skipped: libraries are loaded before others in this way by Linux with glibc only");
        return;
    }
    let library = nudged();
    let scene = Scene::of_seeds();
    for options in [&[][..], &["--sentences", "--tokens", "jieba"]] {
        let arguments = [&["run", "in", "-o", "out"], options].concat();
        scene.run(options);
        let usual = scene.bytes("out");
        let loaded = scene.path("loaded");
        let mut command = scene.command(&arguments);
        let output = command.env("LD_PRELOAD", &library).env("NUDGED_LOADED", &loaded).output().unwrap();
        common::Ended::from(output).with_status(0);
        assert!(loaded.exists(), "the nudged library was not loaded");
        let nudged = scene.bytes("out");
        let differ: Vec<&String> = usual.keys().filter(|name| usual.get(*name) != nudged.get(*name)).collect();
        assert!(differ.is_empty() && usual.len() == nudged.len(), "{options:?}: other bytes in {differ:?}");
    }
}
