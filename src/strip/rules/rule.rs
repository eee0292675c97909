//! A rule ready to be applied. Reading one is cheap: a pattern is compiled when a line first holds what it must hold.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::definition::{Definition, Kind, Position};
use super::literals::{self, Literals};
use crate::document::Rule;
use crate::strip::error::RuleError;
use crate::strip::form::ends_sentence;

/// What is known about a rule of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Identifier, such as `strip.copyright`.
    pub id: &'static str,
    /// What it takes out, in one line.
    pub about: &'static str,
    /// Its kind: `line`, `field`, `section`, `run` or `ending`.
    pub kind: &'static str,
    /// Name of its pack.
    pub pack: String,
    /// Examples that it must catch.
    pub catches: Vec<String>,
    /// Examples that it must leave alone.
    pub spares: Vec<String>,
}

/// Bytes that an automaton may take. Room for thousands of keys.
const AUTOMATON: usize = 256 << 20;

/// A regular expression that is compiled when it is first asked.
pub(super) struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) fn new(source: String) -> Self {
        Self { source, regex: OnceLock::new() }
    }

    /// An expression that is matched against a whole line, without regard to case and to signs around it.
    pub(super) fn whole(pattern: &str) -> Self {
        Self::new(whole(pattern))
    }

    /// # Errors
    /// When it needs more memory than one pattern may take; that it parses is known.
    fn compile(&self) -> Result<Regex, RuleError> {
        let regex = RegexBuilder::new(&self.source).size_limit(AUTOMATON).build();
        regex.map_err(|error| RuleError::Large { expression: self.source.clone(), reason: error.to_string() })
    }

    /// The expression; none when it does not compile.
    pub(super) fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| self.compile().ok()).as_ref()
    }
}

/// A rule ready to be applied.
pub(super) struct Loaded {
    pub(super) rule: &'static Rule,
    pub(super) definition: Definition,
    /// Name of the pack.
    pack: String,
    patterns: Vec<(Literals, Pattern)>,
    not: OnceLock<Option<RegexSet>>,
}

impl Loaded {
    pub(super) fn is_kind(&self, kind: Kind) -> bool {
        self.definition.kind == kind
    }

    /// Whether it may act on lines that no pass from an edge meets.
    pub(super) fn is_for_all(&self) -> bool {
        self.is_kind(Kind::Section) || matches!(self.definition.at, Position::Anywhere | Position::Run)
    }

    /// Whether a guard spares the line.
    pub(super) fn spares(&self, line: &str, width: usize) -> bool {
        let sentence = || !self.definition.sentence && ends_sentence(line);
        let not = || self.not.get_or_init(|| set(&self.definition.not).ok()).as_ref();
        width > self.definition.max || sentence() || not().is_none_or(|not| not.is_match(line))
    }

    /// Whether this is a definition of rule `id`, given without the module.
    pub(super) fn is(&self, id: &str) -> bool {
        self.definition.id == id
    }

    /// The value that a line holds for the metadata.
    pub(super) fn value<'a>(&self, line: &'a str) -> Option<&'a str> {
        self.definition.to.as_ref()?;
        let regexes = self.patterns.iter().filter_map(|(_, pattern)| pattern.get());
        let found = regexes.filter_map(|regex| regex.captures(line)).find_map(|found| found.name("value"));
        found.map(|value| value.as_str())
    }

    /// What lines hold that the patterns match, pattern by pattern.
    pub(super) fn literals(&self) -> impl Iterator<Item = &Literals> {
        self.patterns.iter().map(|(literals, _)| literals)
    }

    /// Whether pattern `number` matches the whole of `line`.
    pub(super) fn matches(&self, number: usize, line: &str) -> bool {
        self.patterns.get(number).and_then(|(_, pattern)| pattern.get()).is_some_and(|regex| regex.is_match(line))
    }

    /// Compiles everything that is otherwise compiled when needed.
    ///
    /// # Errors
    /// When a pattern takes more memory than one may.
    pub(super) fn compile(&self) -> Result<(), RuleError> {
        self.patterns.iter().try_for_each(|(_, pattern)| pattern.compile().map(drop))
    }

    /// A rule of pack `pack`.
    pub(super) fn new(
        rule: &'static Rule,
        definition: Definition,
        pack: &str,
        patterns: Vec<(Literals, Pattern)>,
    ) -> Self {
        Self { rule, definition, pack: pack.to_owned(), patterns, not: OnceLock::new() }
    }

    pub(super) fn info(&self) -> RuleInfo {
        let Definition { kind, catches, spares, .. } = self.definition.clone();
        RuleInfo {
            id: self.rule.id,
            about: self.rule.about,
            kind: kind.name(),
            pack: self.pack.clone(),
            catches,
            spares,
        }
    }
}

fn set(patterns: &[String]) -> Result<RegexSet, regex::Error> {
    RegexSetBuilder::new(patterns).case_insensitive(true).build()
}

/// `pattern` as it is matched: against a whole line, without regard to case.
///
/// # Errors
/// When it is no regular expression.
pub(super) fn compile(pattern: &str) -> Result<Regex, RuleError> {
    literals::of(pattern)?;
    Pattern::whole(pattern).compile()
}

/// Arrows, pointing hands, stars and the like, which surround a line and say nothing.
const SIGNS: &str =
    r"[\s\u{2190}-\u{21FF}\u{2300}-\u{23FF}\u{25A0}-\u{27BF}\u{2B00}-\u{2BFF}\u{FE0F}\u{1F000}-\u{1FAFF}]*";

/// The expression that matches whole lines, whatever signs are around them.
fn whole(pattern: &str) -> String {
    format!(r"^{SIGNS}(?i:{pattern}){SIGNS}$")
}
