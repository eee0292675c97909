//! Natural text that only looks broken comes out of `mend` as it went in, line by line and class by class.

#![allow(clippy::unwrap_used)]

use taojin::config::Config;
use taojin::internals::parse;
use taojin::internals::run;

const LINES: &str = include_str!("natural.txt");

fn mended(text: &str) -> String {
    let mut document = parse::plain(text.to_owned());
    for stage in run::stages(&Config::default(), "mend.").unwrap() {
        stage.run(&mut document);
    }
    document.text()
}

#[test]
fn lines_are_left_alone() {
    let lines = LINES.lines().filter(|line| !line.starts_with('#'));
    let (known, lines): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with('*'));
    let changed: Vec<_> = lines.iter().filter(|line| mended(line) != **line).collect();
    assert!(changed.is_empty(), "changed: {changed:#?}");
    // A line that is no longer taken for segmented text loses its mark in the file.
    assert!(known.iter().all(|line| mended(&line[1..]) != line[1..]));
    assert!(known.len() * 20 < lines.len(), "one natural line in twenty at most is damaged");
}

#[test]
fn lists_and_verse_are_left_alone_as_documents() {
    for class in LINES.split("\n# ").skip(1) {
        let (name, lines) = class.split_once('\n').unwrap();
        let text: Vec<_> = lines.lines().filter(|line| !line.starts_with('*')).collect();
        assert_eq!(mended(&text.join("\n\n")), text.join("\n\n"), "{name}");
    }
}
