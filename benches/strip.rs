//! Speed of `strip` on one core: the room, and each of its stages.
//!
//! `cargo bench --bench strip [-- MEGABYTES STAGE]`. The text is made like that of `seeds/`: documents of about 4 kB, all of it
//! in one document, and one body that stands twice, the second time as one line. Trust the ratios: each figure is the
//! best of several rounds that take turns.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod texts;

use texts::{SIZE, chinese, documents, english, fastest, megabytes, print_stages, run, speed, stage};

fn main() {
    let megabytes = megabytes();
    let sentences = chinese();
    let giant = documents(&sentences, "", megabytes, megabytes << 20);
    let twice = documents(&sentences, "", megabytes / 2, megabytes << 19);
    let sets = [
        ("Chinese", documents(&sentences, "", megabytes, SIZE)),
        ("English", documents(&english(), " ", megabytes, SIZE)),
        ("one document", giant),
        ("a body twice", twice.iter().map(|body| format!("{body}\n\n{}", body.replace('\n', ""))).collect()),
    ];
    if let Some(stage) = stage() {
        return print_stages(&stage, &sets);
    }
    println!("{:24}{:>14}", "MB/s", "strip");
    for (name, texts) in &sets {
        println!("{name:24}{:>14.0}", speed(texts, fastest(|| run(texts, "strip."))));
    }
    println!();
    print_stages("strip.", &sets);
}
