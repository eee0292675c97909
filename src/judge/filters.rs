//! Filters: rules that reject a whole document by its signals.

use super::options::Options;
use crate::document::{Document, Rejection, Rule, Stage};

static EMPTY: Rule = Rule { id: "judge.empty", about: "no text is left" };
static LANGUAGE: Rule = Rule { id: "judge.language", about: "not in one of the languages asked for" };
static CHARS: Rule = Rule { id: "judge.chars", about: "shorter or longer than the lengths asked for" };
static LINES: Rule = Rule { id: "judge.lines", about: "lines too short on average" };
static PUNCTUATION: Rule = Rule { id: "judge.punctuation", about: "too much punctuation" };
static SYMBOLS: Rule = Rule { id: "judge.symbols", about: "too many symbols" };
static DIGITS: Rule = Rule { id: "judge.digits", about: "too many digits" };
static DUPLICATE_LINES: Rule = Rule { id: "judge.duplicate_lines", about: "too many lines repeat an earlier one" };
static LOSS: Rule = Rule { id: "judge.loss", about: "too many signs of text lost before it was read" };

/// Every rule by which a document can be rejected here, in the order in which they are asked.
pub static RULES: [&Rule; 9] =
    [&EMPTY, &LANGUAGE, &CHARS, &LINES, &PUNCTUATION, &SYMBOLS, &DIGITS, &DUPLICATE_LINES, &LOSS];

/// The stage `judge.filters`: rejects documents by the thresholds in [`Options`]. The first rule that fires counts.
pub struct Filters {
    options: Options,
}

impl Filters {
    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { options: options.clone() }
    }

    fn judge(&self, document: &Document) -> Option<Rejection> {
        let (options, signals) = (&self.options, &document.signals);
        let chars: usize = document.kept().map(|block| block.value().chars().count()).sum();
        if chars == 0 || document.kept().all(|block| block.value().trim().is_empty()) {
            let evidence = "no text is left".to_owned();
            return options.empty.then_some(Rejection { rule: &EMPTY, evidence });
        }
        let language = signals.language.as_str();
        if !options.languages.is_empty()
            && !language.is_empty()
            && !options.languages.iter().any(|wanted| covers(wanted, language, &signals.script))
        {
            let evidence = format!("the language is {language}, in the script {}", signals.script);
            return Some(Rejection { rule: &LANGUAGE, evidence });
        }
        let chars = chars as f64;
        let measures = [
            (&CHARS, "code points", chars, options.min_chars.map(|n| n as f64), options.max_chars.map(|n| n as f64)),
            (
                &LINES,
                "code points a line",
                signals.mean_line_chars.into(),
                as_precise(options.min_mean_line_chars),
                None,
            ),
            (
                &PUNCTUATION,
                "share of punctuation",
                signals.punctuation.into(),
                None,
                as_precise(options.max_punctuation),
            ),
            (&SYMBOLS, "share of symbols", signals.symbols.into(), None, as_precise(options.max_symbols)),
            (&DIGITS, "share of digits", signals.digits.into(), None, as_precise(options.max_digits)),
            (
                &DUPLICATE_LINES,
                "share of repeated lines",
                signals.duplicate_lines.into(),
                None,
                as_precise(options.max_duplicate_lines),
            ),
            (&LOSS, "signs of loss", signals.loss_marks.into(), None, options.max_loss_marks.map(f64::from)),
        ];
        measures.into_iter().find_map(|(rule, name, value, least, most)| {
            let evidence = match (least, most) {
                (Some(least), _) if value < least => format!("{name}: {value:.4}, at least {least:.4} wanted"),
                (_, Some(most)) if value > most => format!("{name}: {value:.4}, at most {most:.4} wanted"),
                _ => return None,
            };
            Some(Rejection { rule, evidence })
        })
    }
}

impl Stage for Filters {
    fn name(&self) -> &'static str {
        "judge.filters"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        RULES.to_vec()
    }

    fn run(&self, document: &mut Document) {
        if document.rejection.is_none() {
            document.rejection = self.judge(document);
        }
    }
}

/// A threshold as precise as the signals, so that a share of exactly 0.3 is not above 0.3.
fn as_precise(threshold: Option<f64>) -> Option<f64> {
    threshold.map(|threshold| f64::from(threshold as f32))
}

/// Whether a text of `language` in `script` is one of the tag `wanted`: `zh` takes every script, `zh-Hans` its own, and
/// texts of which the script cannot be told (`Hani`: no character in them differs between the two).
fn covers(wanted: &str, language: &str, script: &str) -> bool {
    let mut subtags = wanted.split('-');
    let primary = subtags.next().is_some_and(|primary| primary.eq_ignore_ascii_case(language));
    // The subtag of a script is the one of four letters (BCP 47, section 2.2.3).
    let asked = subtags.find(|subtag| subtag.len() == 4 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic()));
    primary && asked.is_none_or(|asked| matches!(script, "" | "Hani") || asked.eq_ignore_ascii_case(script))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Format, Kind, Span, Text};
    use crate::judge::signals::Measure;

    /// A document of one paragraph.
    fn document(text: &str) -> Document {
        let mut document = Document::new(text.to_owned(), Format::Plain);
        let span = Span::new(0, text.len());
        document.blocks.push(Block::new(Kind::Paragraph, Text::verbatim(text, span)));
        document
    }

    /// The rule that rejects `text`, and its evidence.
    fn rejection(text: &str, options: Options) -> Option<(&'static str, String)> {
        let mut document = document(text);
        Measure.run(&mut document);
        document.signals.loss_marks = text.matches('\u{FFFD}').count() as u32;
        Filters { options }.run(&mut document);
        document.rejection.map(|rejection| (rejection.rule.id, rejection.evidence))
    }

    #[test]
    fn only_empty_documents_are_rejected_by_default() {
        let rule = |text, options| rejection(text, options).map(|(rule, _)| rule);
        assert_eq!(rule(" \n\t\n", Options::default()), Some("judge.empty"));
        assert_eq!(rule("!!!", Options::default()), None);
        assert_eq!(rule("", Options { empty: false, ..Options::default() }), None);
    }

    #[test]
    fn a_language_covers_its_scripts() {
        let kept =
            |text, tag: &str| rejection(text, Options { languages: vec![tag.into()], ..Options::default() }).is_none();
        let (simplified, traditional, either) = ("这是说给渡口听的话。", "這是說給渡口聽的話。", "山上有水。");
        assert!(kept(simplified, "zh-Hans") && !kept(traditional, "zh-Hans") && kept(either, "zh-Hans"));
        assert!(!kept(simplified, "zh-Hant-TW") && kept(traditional, "zh-Hant-TW") && kept(either, "zh-hant"));
        assert!([simplified, traditional, either].iter().all(|text| kept(text, "zh") && kept(text, "zh-CN")));
    }

    #[test]
    fn each_rule_as_a_snapshot() {
        let options = Options::default;
        let rejections = [
            (" \n", options()),
            ("这是一句中文。", Options { languages: vec!["en".into()], ..options() }),
            ("太短了。", Options { min_chars: Some(20), ..options() }),
            ("太长了，真的太长了。", Options { max_chars: Some(5), ..options() }),
            ("一\n二\n三", Options { min_mean_line_chars: Some(5.0), ..options() }),
            ("好！！！！", Options { max_punctuation: Some(0.3), ..options() }),
            ("1+2=3", Options { max_symbols: Some(0.3), ..options() }),
            ("1984年", Options { max_digits: Some(0.5), ..options() }),
            ("同一行\n同一行", Options { max_duplicate_lines: Some(0.4), ..options() }),
            ("他说\u{FFFD}\u{FFFD}好", Options { max_loss_marks: Some(1), ..options() }),
        ]
        .map(|(text, options)| rejection(text, options).unwrap());
        assert!(RULES.iter().all(|rule| rejections.iter().any(|(id, _)| *id == rule.id)));
        let lines = rejections.map(|(rule, evidence)| format!("{rule}: {evidence}"));
        insta::assert_snapshot!("judge.filters", lines.join("\n"));
    }
}
