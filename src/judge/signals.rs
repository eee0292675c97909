//! Figures about the kept text.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use super::language::identify;
use crate::document::{Document, Rule, Signals, Stage};
use crate::text::Category;

/// The stage `judge.signals`: fills [`Document::signals`], except the loss marks, which `decode` counts.
pub struct Measure;

impl Stage for Measure {
    fn name(&self) -> &'static str {
        "judge.signals"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        Vec::new()
    }

    fn run(&self, document: &mut Document) {
        let loss_marks = document.signals.loss_marks;
        document.signals = Signals { loss_marks, ..measure(&document.text()) };
    }
}

/// Measures `text`. Loss marks are left at 0.
#[must_use]
pub fn measure(text: &str) -> Signals {
    let mut counts = [0_u64; Category::COUNT];
    for c in text.chars() {
        counts[Category::of(c) as usize] += 1;
    }
    let chars: u64 = counts.iter().sum();
    let share = |category: Category| ratio(counts[category as usize], chars);

    let (mut lines, mut line_chars, mut repeated) = (0, 0, 0);
    let mut seen = HashSet::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        line_chars += line.chars().count() as u64;
        repeated += u64::from(!seen.insert(xxh3_64(line.as_bytes())));
    }
    let guess = identify(text);
    Signals {
        language: guess.language.to_owned(),
        script: guess.script.to_owned(),
        mean_line_chars: ratio(line_chars, lines),
        punctuation: share(Category::Punctuation),
        symbols: share(Category::Symbol),
        digits: share(Category::Digit),
        latin: share(Category::Latin),
        han: share(Category::Han),
        duplicate_lines: ratio(repeated, lines),
        loss_marks: 0,
    }
}

fn ratio(part: u64, whole: u64) -> f32 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64) as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Format, Kind, Span, Text};

    #[test]
    fn shares_are_of_code_points() {
        let signals = measure("春天, ab１2+\n\n春天, ab１2+");
        assert_eq!(signals.han, 4.0 / 20.0);
        assert_eq!(signals.punctuation, 2.0 / 20.0);
        assert_eq!(signals.symbols, 2.0 / 20.0);
        assert_eq!(signals.digits, 4.0 / 20.0);
        assert_eq!(signals.latin, 4.0 / 20.0);
        assert_eq!(signals.duplicate_lines, 0.5);
        assert_eq!(signals.mean_line_chars, 9.0);
    }

    #[test]
    fn an_empty_text_has_no_shares() {
        assert_eq!(measure(""), Signals::default());
    }

    #[test]
    fn the_stage_leaves_loss_marks_alone() {
        let text = "山高水长，路远人稀。";
        let mut document = Document::new(text.to_owned(), Format::Plain);
        document.blocks.push(Block::new(Kind::Paragraph, Text::verbatim(text, Span::new(0, text.len()))));
        document.signals.loss_marks = 3;
        Measure.run(&mut document);
        assert_eq!((document.signals.loss_marks, document.signals.language.as_str()), (3, "zh"));
    }

    #[test]
    fn the_stage_as_a_snapshot() {
        let signals =
            measure("清晨 6 点，渡船（第 1 班）离岸。\n票价：￥2.50 + ￥1\n清晨 6 点，渡船（第 1 班）离岸。\n");
        insta::assert_debug_snapshot!("judge.signals", signals);
    }
}
