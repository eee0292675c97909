//! Rules as people write them.

use serde::Deserialize;

use crate::strip::error::RuleError;

/// A pack as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pack {
    /// What the pack is for; for readers of the file.
    #[serde(rename = "about")]
    _about: String,
    #[serde(default, rename = "rule")]
    pub(super) rules: Vec<Definition>,
}

/// A rule as written.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    /// Identifier without the module: `copyright` becomes `strip.copyright`. Packs may share one.
    pub(super) id: String,
    pub(super) about: String,
    pub(super) kind: Kind,
    /// Regular expressions, each of which must match a whole line.
    #[serde(default)]
    pub(super) patterns: Vec<String>,
    /// Words of which one must stand in the line before the patterns are tried.
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// For fields: what precedes the colon.
    #[serde(default)]
    pub(super) keys: Vec<String>,
    /// For fields, and for patterns with a group called `value`: where the value goes.
    #[serde(default)]
    pub(super) to: Option<String>,
    #[serde(default)]
    pub(super) at: Position,
    /// For runs: what the blocks are.
    #[serde(default)]
    pub(super) of: Option<Form>,
    /// Longest line, in half-width columns (a Han character is two).
    #[serde(default = "max")]
    pub(super) max: usize,
    /// Fewest blocks of a run or a section, fewest lines in a row.
    #[serde(default = "min")]
    pub(super) min: usize,
    /// For sections: words of which one must stand below the heading; then everything below goes, not only a list.
    #[serde(default)]
    pub(super) below: Vec<String>,
    /// For lines: how many short lines right above belong to it, as the name and the motto of an account do.
    #[serde(default)]
    pub(super) above: usize,
    /// Whether other boilerplate must be right before or behind, and of which rule.
    #[serde(default)]
    pub(super) beside: Beside,
    /// Whether a line may end as a sentence does.
    #[serde(default = "sentence")]
    pub(super) sentence: bool,
    #[serde(default = "confidence")]
    pub(super) confidence: f32,
    /// Regular expressions that spare a line if found anywhere in it.
    #[serde(default)]
    pub(super) not: Vec<String>,
    #[serde(default)]
    pub(super) catches: Vec<String>,
    #[serde(default)]
    pub(super) spares: Vec<String>,
}

fn max() -> usize {
    120
}

fn min() -> usize {
    1
}

fn sentence() -> bool {
    true
}

fn confidence() -> f32 {
    0.95
}

/// What a rule takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// A line that matches.
    Line,
    /// A line of keys and values, which go to the metadata.
    Field,
    /// A heading that matches and the list below it.
    Section,
    /// Several blocks of one form at the end.
    Run,
    /// The end of a paragraph whose beginning is text.
    Ending,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Line => "line",
            Kind::Field => "field",
            Kind::Section => "section",
            Kind::Run => "run",
            Kind::Ending => "ending",
        }
    }
}

/// Where a rule may act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Position {
    /// The first line that no stage before took.
    First,
    /// Before the body.
    Head,
    /// Behind the body.
    #[default]
    Tail,
    /// Before or behind it.
    Edge,
    /// Anywhere.
    Anywhere,
    /// Anywhere, where several lines in a row match.
    Run,
}

/// What must be right before or behind a line.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Beside {
    /// What any rule took, or nothing in particular.
    Any(bool),
    /// What the rule of this identifier took, at most two lines away.
    Rule(String),
}

impl Default for Beside {
    fn default() -> Self {
        Self::Any(false)
    }
}

/// What the blocks of a run look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    /// Nothing but links.
    Links,
    /// Headlines of other articles.
    Headlines,
}

impl Definition {
    /// Whether the rule says what a rule of its kind must say, and nothing that its kind does not know.
    ///
    /// # Errors
    /// Tells what is wrong and what to write instead.
    pub(super) fn check(&self) -> Result<(), RuleError> {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
        if self.id.is_empty() || !self.id.chars().all(is_plain) {
            return Err(RuleError::Id);
        }
        self.check_keys()?;
        let takes_value = |pattern: &String| pattern.contains("(?<value>") || pattern.contains("(?P<value>");
        if self.kind != Kind::Field && self.to.is_some() && !self.patterns.iter().any(takes_value) {
            return Err(RuleError::NoValue);
        }
        if !(0.0..=1.0).contains(&self.confidence) {
            return Err(RuleError::Confidence(self.confidence));
        }
        if self.patterns.iter().any(|pattern| pattern.contains(r"\b")) {
            return Err(RuleError::WordBoundary);
        }
        if self.catches.is_empty() {
            return Err(RuleError::NoCatches);
        }
        if self.spares.is_empty() {
            return Err(RuleError::NoSpares);
        }
        Ok(())
    }

    /// Whether the keys that are given, and no others, belong to a rule of this kind.
    fn check_keys(&self) -> Result<(), RuleError> {
        use Kind::{Ending, Field, Line, Run, Section};
        // The key, whether it is given, the kinds that may have it and those that must.
        let keys = [
            ("patterns", !self.patterns.is_empty(), &[Line, Section, Ending][..], &[Line, Section, Ending][..]),
            ("keys", !self.keys.is_empty(), &[Field], &[Field]),
            ("to", self.to.is_some(), &[Field, Line, Ending], &[Field]),
            ("of", self.of.is_some(), &[Run], &[Run]),
            ("words", !self.words.is_empty(), &[Line, Section, Ending], &[]),
            ("below", !self.below.is_empty(), &[Section], &[]),
            ("above", self.above > 0, &[Line], &[]),
            ("beside", !matches!(self.beside, Beside::Any(false)), &[Line], &[]),
        ];
        let kind = self.kind.name();
        for (key, is_given, may, must) in keys {
            if !is_given && must.contains(&self.kind) {
                return Err(RuleError::Missing { kind, key });
            }
            if is_given && !may.contains(&self.kind) {
                return Err(RuleError::Meaningless { kind, key });
            }
        }
        Ok(())
    }
}
