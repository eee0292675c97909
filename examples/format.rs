//! A format of one's own: files `*.fortunes`, whose documents are separated by lines that hold only `%`.
//!
//! The formats that a run asks are in the table `FORMATS` (`src/read/formats.rs`).

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use taojin::format::{Documents, Raw, Source};
use taojin::{Cleaner, Config, Error, Format};

struct Fortunes;

impl Format for Fortunes {
    fn name(&self) -> &'static str {
        "fortunes"
    }

    fn sniff(&self, _: &[u8], name: &str) -> bool {
        name.ends_with(".fortunes")
    }

    fn documents<'a>(&self, mut source: Source<'a>) -> Documents<'a> {
        let bytes = match source.rest() {
            Ok(bytes) => bytes,
            Err(problem) => return Box::new(std::iter::once(Err(problem))),
        };
        let mut documents = vec![Vec::new()];
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match documents.last_mut() {
                Some(document) if line.trim_ascii() != b"%" => document.extend_from_slice(line),
                _ => documents.push(Vec::new()),
            }
        }
        let raw = |(index, bytes): (usize, Vec<u8>)| {
            Ok(Raw { member: (index + 1).to_string(), bytes, name: format!("{}.txt", index + 1), charset: None })
        };
        Box::new(documents.into_iter().enumerate().map(raw))
    }
}

pub(crate) fn main() -> Result<(), Error> {
    let bytes = "慢慢走，比较快。\n%\n桥上看船，船上看桥。\n".as_bytes();
    assert!(Fortunes.sniff(bytes, "sayings.fortunes"));
    let cleaner = Cleaner::new(&Config::default())?;
    let mut texts = Vec::new();
    for record in cleaner.clean_all("sayings.fortunes", &Fortunes, bytes) {
        let record = record?;
        println!("{}: {}", record.origin.member, record.text);
        texts.push(record.text);
    }
    assert_eq!(texts, ["慢慢走，比较快。", "桥上看船，船上看桥。"]);
    Ok(())
}
