//! The examples that `CONTRIBUTING.md` points to do what they say.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "../examples/format.rs"]
mod format;
#[path = "../examples/stage.rs"]
mod stage;

#[test]
fn a_stage_of_ones_own_runs() {
    stage::main().expect("the stage runs");
}

#[test]
fn a_format_of_ones_own_is_read() {
    format::main().expect("the format is read");
}
