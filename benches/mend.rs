//! Speed of `mend` on one core, beside a regex that does the least any repair could do.
//!
//! `cargo bench --bench mend [-- MEGABYTES]`. The text is that of `seeds/`, in documents of about 4 kB: as it is, in
//! English, and with its words parted as programs part them. Trust the ratios: each figure is the best of several rounds
//! that take turns.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod texts;

use std::time::{Duration, Instant};

use regex::Regex;
use texts::{SIZE, chinese, documents, english, fastest, megabytes, print_stages, run, speed};

fn main() {
    let megabytes = megabytes();
    let chinese = chinese();
    let parted: Vec<String> = chinese.iter().map(|sentence| part(sentence)).collect();
    let sets = [
        ("clean Chinese", documents(&chinese, "", megabytes, SIZE)),
        ("clean English", documents(&english(), " ", megabytes, SIZE)),
        ("word-segmented Chinese", documents(&parted, " ", megabytes, SIZE)),
    ];
    println!("{:24}{:>14}{:>14}", "MB/s", "regex floor", "mend");
    for (name, texts) in &sets {
        let (floor, mend) = (fastest(|| replace(texts)), fastest(|| run(texts, "mend.")));
        println!("{name:24}{:>14.0}{:>14.0}", speed(texts, floor), speed(texts, mend));
    }
    println!();
    print_stages("mend.", &sets);
}

/// `sentence` with spaces between words of one to three characters, and around its punctuation.
fn part(sentence: &str) -> String {
    let mut parted = String::new();
    let (mut left, mut latin) = (1, false);
    for (index, c) in sentence.chars().filter(|c| !c.is_whitespace()).enumerate() {
        let goes_on = latin && c.is_ascii_alphanumeric();
        if left == 0 && !goes_on {
            parted.push(' ');
            left = if c.is_alphabetic() { 1 + index * 7 % 5 / 2 } else { 1 };
        }
        (left, latin) = (left.saturating_sub(1), c.is_ascii_alphanumeric());
        parted.push(c);
    }
    parted
}

/// The time of one blind replacement of Han, space, Han.
fn replace(texts: &[String]) -> Duration {
    let spaced = Regex::new(r"(\p{Han}) (\p{Han})").unwrap();
    let start = Instant::now();
    let kept: usize = texts.iter().map(|text| spaced.replace_all(text, "$1$2").len()).sum();
    assert!(kept > 0);
    start.elapsed()
}
