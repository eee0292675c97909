//! The five documents that the project was founded on. Nothing of them is repeated here: what must come out is told by
//! the structure of the files themselves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use common::{Scene, shared};
use serde_json::Value;

/// A founding document and what became of it.
struct Seed {
    source: String,
    found: Value,
}

impl Seed {
    fn load(number: &str) -> Option<Self> {
        let folder = shared("seeds")?;
        let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let path = files.find(|path| path.file_name().unwrap().to_string_lossy().starts_with(number)).unwrap();
        let source = std::fs::read_to_string(&path).unwrap();
        let found = Scene::new().file("seed.txt", &source).explain("seed.txt");
        Some(Self { source, found })
    }

    fn text(&self) -> &str {
        self.found["text"].as_str().unwrap()
    }

    fn paragraphs(&self) -> Vec<&str> {
        self.text().split("\n\n").collect()
    }

    fn meta(&self, key: &str) -> &Value {
        &self.found["metadata"][key]
    }

    /// All that a rule of `prefix` removed.
    fn removed(&self, prefix: &str) -> String {
        let rows = self.found["ledger"].as_array().unwrap().iter();
        rows.filter(|row| row["rule"].as_str().unwrap().starts_with(prefix) && row["action"] == "removed")
            .flat_map(|row| row["removed"].as_array().unwrap())
            .map(|text| text.as_str().unwrap())
            .collect()
    }
}

fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

#[test]
fn segmented_article_is_joined_and_loses_only_its_headline_lists() {
    let Some(seed) = Seed::load("000") else { return };
    let lines: Vec<String> = seed.source.lines().map(unspaced).filter(|line| !line.is_empty()).collect();
    let (body, lists) = lines.split_at(lines.len() - 3);
    assert_eq!(seed.paragraphs().into_iter().map(unspaced).collect::<Vec<_>>(), body);
    let removed = unspaced(&seed.removed("strip."));
    assert_eq!(removed.chars().count(), lists.concat().chars().count());
    let characters: Vec<char> = seed.text().chars().collect();
    let sided = |c: char| is_han(c) || "，。、；：？！“”（）《》【】…".contains(c);
    let left = characters.windows(3).filter(|w| w[1] == ' ' && sided(w[0]) && sided(w[2])).count();
    assert_eq!(left, 0, "spaces left between Chinese characters or around their punctuation");
    assert!(seed.found["segmented"].as_f64().unwrap() > 0.9);
    let marks = seed.found["loss_marks"].as_u64().unwrap();
    assert!(marks >= 1, "`??` marks characters lost");
}

#[test]
fn title_byline_and_navigation_leave_the_interview() {
    let Some(seed) = Seed::load("001") else { return };
    let lines: Vec<&str> =
        seed.source.lines().map(|line| line.trim_matches(['\u{a0}', ' '])).filter(|line| !line.is_empty()).collect();
    assert_eq!(seed.meta("title"), lines[0]);
    assert_eq!(seed.meta("authors").as_array().unwrap().len(), 2);
    assert_eq!(seed.paragraphs(), lines[3..lines.len() - 2]);
}

#[test]
fn front_matter_goes_to_typed_columns() {
    let Some(seed) = Seed::load("002") else { return };
    let field = |name: &str| {
        let prefix = format!("{name}: ");
        seed.source.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap().to_owned()
    };
    assert_eq!(seed.meta("title"), &Value::from(field("title")));
    assert_eq!(seed.meta("url"), &Value::from(field("url")));
    assert_eq!(seed.meta("authors"), &serde_json::json!([field("name")]));
    // Eight hours before the time given, which is Shanghai's.
    let local: jiff::civil::DateTime = field("time").parse().unwrap();
    let expected = local.in_tz("Asia/Shanghai").unwrap().timestamp().to_string();
    assert_eq!(seed.meta("published"), &Value::from(expected));
    assert!(seed.meta("extra")["published_zone"].as_str().unwrap().contains("Asia/Shanghai"));
    let body = seed.source.splitn(3, "---\n").nth(2).unwrap();
    let expected: Vec<&str> = body.lines().filter(|line| !line.trim().is_empty()).collect();
    assert_eq!(seed.paragraphs(), expected);
}

#[test]
fn answer_of_a_question_site_has_no_markup_left() {
    let Some(seed) = Seed::load("003") else { return };
    assert_eq!(seed.meta("categories").as_array().unwrap().len(), 3);
    assert_eq!(seed.meta("published"), "2021-08-21T03:17:26Z");
    let count = seed.paragraphs().len();
    assert!((47..=70).contains(&count), "{count} paragraphs");
    assert!(!seed.text().contains(['<', '>', '&']), "markup left");
    let body = seed.source.splitn(3, "---\n").nth(2).unwrap();
    let mut inside = false;
    let visible: String = body
        .chars()
        .filter(|&c| {
            inside |= c == '<';
            let keep = !inside;
            inside &= c != '>';
            keep
        })
        .collect();
    let (visible, text) = (unspaced(&visible), unspaced(seed.text()));
    assert!(visible.ends_with(&text), "paragraphs lost or out of order");
    assert!(visible.chars().count() - text.chars().count() < 10);
}

#[test]
fn flattened_copy_goes_and_its_own_headings_stay() {
    let Some(seed) = Seed::load("004") else { return };
    let body = seed.source.splitn(3, "---\n").nth(2).unwrap();
    let mut lines = body.lines().filter(|line| !line.trim().is_empty());
    let flat = lines.next().unwrap();
    // The flattened copy gives the order; what stands between two paragraphs there is a heading that only it has.
    let mut expected = Vec::new();
    let mut rest = flat;
    for line in lines {
        let (before, after) = rest.split_once(line).unwrap();
        expected.extend((!before.trim().is_empty()).then(|| before.trim()));
        expected.push(line);
        rest = after;
    }
    let paragraphs = seed.paragraphs();
    assert_eq!(paragraphs[..expected.len()], expected);
    assert!(paragraphs.len() <= expected.len() + 1, "only the last line of the flattened copy may follow");
}

#[test]
fn every_founding_document_is_restored() {
    let Some(folder) = shared("seeds") else { return };
    let scene = Scene::new();
    common::copy(&folder, &scene.path("in"));
    let ended = scene.run(&[]);
    assert!(ended.stderr.contains("5 kept, 0 rejected"), "{}", ended.stderr);
    scene.call(&["verify", "out"]).with_status(0);
    for (name, bytes) in scene.bytes("in") {
        let output = scene.command(&["restore", "out", &name]).output().unwrap();
        assert!(output.stdout == bytes, "{name} came back different");
    }
}
