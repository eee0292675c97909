//! Texts and stop-watches of the benches: sentences of `seeds/` with their letters drawn anew, in documents of any size.

#![allow(dead_code, unreachable_pub, reason = "each bench takes what it needs")]

use std::time::{Duration, Instant};

use taojin::Stage;
use taojin::config::Config;
use taojin::document::Document;
use taojin::internals::parse;
use taojin::internals::run;

/// Rounds that take turns; the best counts.
const ROUNDS: usize = 5;
/// Ordinary size of a document, in bytes.
pub const SIZE: usize = 4 << 10;

/// Chinese sentences.
pub fn chinese() -> Vec<String> {
    sentences(&["metro_line.txt", "repeated_title.txt"])
}

/// English sentences.
pub fn english() -> Vec<String> {
    sentences(&["english_article.txt"])
}

/// The sentences of files of `seeds/`.
fn sentences(names: &[&str]) -> Vec<String> {
    let read = |name| std::fs::read_to_string(format!("{}/seeds/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let texts: Vec<String> = names.iter().map(read).collect();
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| line.len() > 60);
    lines.flat_map(|line| line.split_inclusive(['。', '.'])).map(|sentence| sentence.trim().to_owned()).collect()
}

/// Documents of about `size` bytes, of paragraphs of sentences that are made like `sentences`, each of its own words.
pub fn documents(sentences: &[String], glue: &str, megabytes: usize, size: usize) -> Vec<String> {
    let all = sentences.concat();
    let letters = |wanted: fn(&char) -> bool| all.chars().filter(wanted).collect::<Vec<char>>();
    let (han, latin) = (letters(|c| !c.is_ascii() && c.is_alphabetic()), letters(char::is_ascii_lowercase));
    let (mut texts, mut text, mut seed) = (Vec::new(), String::new(), 7_usize);
    let mut draw = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below.max(1)
    };
    while texts.len() * size < megabytes << 20 {
        let sentence = &sentences[draw(sentences.len())];
        text.extend(sentence.chars().map(|c| match c {
            'a'..='z' => latin[draw(latin.len())],
            c if !c.is_ascii() && c.is_alphabetic() => han[draw(han.len())],
            c => c,
        }));
        text.push_str(if draw(4) == 0 { "\n\n" } else { glue });
        if text.len() >= size {
            texts.push(std::mem::take(&mut text));
        }
    }
    texts
}

/// The time that the stages whose names begin with `stages` take on `texts`; reading them into documents is not counted.
pub fn run(texts: &[String], stages: &str) -> Duration {
    run_built(texts, &run::stages(&Config::default(), stages).unwrap(), |_, _| {})
}

/// The time that `stages` take on `texts`; `look` is given each document with its text afterwards, and not counted.
pub fn run_built(texts: &[String], stages: &[Box<dyn Stage>], look: impl Fn(&Document, &str)) -> Duration {
    let mut time = Duration::ZERO;
    for texts in texts.chunks(256) {
        let mut documents: Vec<Document> = texts.iter().cloned().map(parse::plain).collect();
        let start = Instant::now();
        for document in &mut documents {
            stages.iter().for_each(|stage| stage.run(document));
        }
        time += start.elapsed();
        documents.iter().zip(texts).for_each(|(document, text)| look(document, text));
    }
    time
}

/// Prints the speed of every stage whose name begins with `room` on each of `sets`, a row a stage.
pub fn print_stages(room: &str, sets: &[(&str, Vec<String>)]) {
    print!("{:24}", "MB/s by stage");
    sets.iter().for_each(|(name, _)| print!("{name:>24}"));
    println!();
    for stage in run::stages(&Config::default(), room).unwrap() {
        print!("{:24}", stage.name());
        for (_, texts) in sets {
            print!("{:>24.0}", speed(texts, fastest(|| run(texts, stage.name()))));
        }
        println!();
    }
}

/// The best of several rounds.
pub fn fastest(round: impl Fn() -> Duration) -> Duration {
    (0..ROUNDS).map(|_| round()).min().unwrap_or_default()
}

/// Megabytes a second.
pub fn speed<T: AsRef<[u8]>>(texts: &[T], time: Duration) -> f64 {
    texts.iter().map(|text| text.as_ref().len()).sum::<usize>() as f64 / 1e6 / time.as_secs_f64()
}

/// How many megabytes the command line asks for.
pub fn megabytes() -> usize {
    std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(32)
}

/// The stages that the command line asks for by the beginning of their names.
pub fn stage() -> Option<String> {
    std::env::args().skip(1).find(|word| word.starts_with(char::is_alphabetic))
}
