//! Settings of `judge`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `judge` module. Shares are of code points. Every threshold is off unless set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Reject documents of which no text is left.
    pub empty: bool,
    /// Languages to keep, as BCP 47 tags (`["zh-Hans", "en"]`); empty keeps all. A tag with a script keeps that script
    /// alone. A document of unknown language or script is kept.
    #[schemars(extend("items" = {"type": "string", "format": "language"}))]
    pub languages: Vec<String>,
    /// Reject texts shorter than this many code points.
    pub min_chars: Option<u64>,
    /// Reject texts longer than this many code points.
    pub max_chars: Option<u64>,
    /// Reject texts whose lines are shorter than this many code points on average.
    #[schemars(range(min = 0))]
    pub min_mean_line_chars: Option<f64>,
    /// Reject texts with a larger share of punctuation.
    #[schemars(range(min = 0, max = 1))]
    pub max_punctuation: Option<f64>,
    /// Reject texts with a larger share of symbols.
    #[schemars(range(min = 0, max = 1))]
    pub max_symbols: Option<f64>,
    /// Reject texts with a larger share of decimal digits.
    #[schemars(range(min = 0, max = 1))]
    pub max_digits: Option<f64>,
    /// Reject texts with a larger share of lines that repeat an earlier line.
    #[schemars(range(min = 0, max = 1))]
    pub max_duplicate_lines: Option<f64>,
    /// Reject texts with more signs of text lost before it reached us (U+FFFD, 锟斤拷, `??`).
    pub max_loss_marks: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            empty: true,
            languages: Vec::new(),
            min_chars: None,
            max_chars: None,
            min_mean_line_chars: None,
            max_punctuation: None,
            max_symbols: None,
            max_digits: None,
            max_duplicate_lines: None,
            max_loss_marks: None,
        }
    }
}

impl Options {
    /// Refuses settings that no text can meet together.
    ///
    /// # Errors
    /// A message that names the settings.
    pub fn check(&self) -> Result<(), String> {
        match (self.min_chars, self.max_chars) {
            (Some(least), Some(most)) if least > most => Err(format!(
                "`judge.min_chars` is {least} and `judge.max_chars` is {most}: the least must not be above the most"
            )),
            _ => Ok(()),
        }
    }
}
