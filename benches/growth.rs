//! Writes every generator's text at every size to a folder, for `benches/growth.py` to measure.
//!
//! `cargo bench --bench growth -- FOLDER [PART OF A NAME]`

#![allow(clippy::expect_used, reason = "a tool of the bench")]

#[path = "../tests/growth/generators/mod.rs"]
mod generators;

use std::path::PathBuf;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/growth".to_owned()));
    let part = arguments.next().unwrap_or_default();
    for size in generators::SIZES {
        let folder = folder.join(size.to_string());
        std::fs::create_dir_all(&folder).expect("a folder for the texts");
        for generator in generators::all().filter(|generator| generator.name.contains(&part)) {
            std::fs::write(folder.join(generator.file()), (generator.make)(size)).expect("room for a text");
        }
    }
}
