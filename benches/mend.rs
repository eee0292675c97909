//! Speed of `mend` on one core, beside a regex that does the least any repair could do.
//!
//! `cargo bench --bench mend [-- MEGABYTES]`. The text is that of `seeds/`, in documents of about 4 kB: as it is, in
//! English, and with its words parted as programs part them. Trust the ratios: each figure is the best of several rounds
//! that take turns.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use regex::Regex;
use taojin::config::Config;
use taojin::document::Document;
use taojin::{parse, pipeline};

const ROUNDS: usize = 3;
const SIZE: usize = 4 << 10;

fn main() {
    let megabytes = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(32);
    let chinese = sentences(&["metro_line.txt", "repeated_title.txt"]);
    let parted: Vec<String> = chinese.iter().map(|sentence| part(sentence)).collect();
    let sets = [
        ("clean Chinese", documents(&chinese, "", megabytes)),
        ("clean English", documents(&sentences(&["english_article.txt"]), " ", megabytes)),
        ("word-segmented Chinese", documents(&parted, " ", megabytes)),
    ];
    println!("{:24}{:>14}{:>14}", "MB/s", "regex floor", "mend");
    for (name, texts) in &sets {
        let (floor, mend) = (fastest(|| replace(texts)), fastest(|| mend(texts, "mend.")));
        println!("{name:24}{:>14.0}{:>14.0}", speed(texts, floor), speed(texts, mend));
    }
    println!();
    print!("{:24}", "MB/s by stage");
    sets.iter().for_each(|(name, _)| print!("{name:>24}"));
    println!();
    for entry in pipeline::STAGES.iter().filter(|entry| entry.name.starts_with("mend.")) {
        print!("{:24}", entry.name);
        for (_, texts) in &sets {
            print!("{:>24.0}", speed(texts, fastest(|| mend(texts, entry.name))));
        }
        println!();
    }
}

/// The sentences of files of `seeds/`.
fn sentences(names: &[&str]) -> Vec<String> {
    let read = |name| std::fs::read_to_string(format!("{}/seeds/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let texts: Vec<String> = names.iter().map(read).collect();
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| line.len() > 60);
    lines.flat_map(|line| line.split_inclusive(['。', '.'])).map(|sentence| sentence.trim().to_owned()).collect()
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

/// Documents of paragraphs of sentences that are made like `sentences`, each of its own words.
fn documents(sentences: &[String], glue: &str, megabytes: usize) -> Vec<String> {
    let all = sentences.concat();
    let letters = |wanted: fn(&char) -> bool| all.chars().filter(wanted).collect::<Vec<char>>();
    let (han, latin) = (letters(|c| !c.is_ascii() && c.is_alphabetic()), letters(char::is_ascii_lowercase));
    let (mut texts, mut text, mut seed) = (Vec::new(), String::new(), 7_usize);
    let mut draw = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below.max(1)
    };
    while texts.len() * SIZE < megabytes << 20 {
        let sentence = &sentences[draw(sentences.len())];
        text.extend(sentence.chars().map(|c| match c {
            'a'..='z' => latin[draw(latin.len())],
            c if !c.is_ascii() && c.is_alphabetic() => han[draw(han.len())],
            c => c,
        }));
        text.push_str(if draw(4) == 0 { "\n\n" } else { glue });
        if text.len() >= SIZE {
            texts.push(std::mem::take(&mut text));
        }
    }
    texts
}

/// The time that `stages` take on `texts`; reading them into documents is not counted.
fn mend(texts: &[String], stages: &str) -> Duration {
    let stages = pipeline::build(&Config::default(), stages).unwrap();
    let mut time = Duration::ZERO;
    for texts in texts.chunks(256) {
        let mut documents: Vec<Document> = texts.iter().cloned().map(parse::plain).collect();
        let start = Instant::now();
        for document in &mut documents {
            stages.iter().for_each(|stage| stage.run(document));
        }
        time += start.elapsed();
    }
    time
}

/// The time of one blind replacement of Han, space, Han.
fn replace(texts: &[String]) -> Duration {
    let spaced = Regex::new(r"(\p{Han}) (\p{Han})").unwrap();
    let start = Instant::now();
    let kept: usize = texts.iter().map(|text| spaced.replace_all(text, "$1$2").len()).sum();
    assert!(kept > 0);
    start.elapsed()
}

fn fastest(round: impl Fn() -> Duration) -> Duration {
    (0..ROUNDS).map(|_| round()).min().unwrap_or_default()
}

/// Megabytes a second.
fn speed(texts: &[String], time: Duration) -> f64 {
    texts.iter().map(String::len).sum::<usize>() as f64 / 1e6 / time.as_secs_f64()
}
