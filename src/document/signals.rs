//! Figures about a cleaned text.

use serde::{Deserialize, Serialize};

/// Figures about the cleaned text, filled by `judge`. Shares are of code points unless said otherwise, 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Signals {
    /// BCP 47 language tag judged from the text (`zh`, `en`), empty when it cannot be told.
    pub language: String,
    /// ISO 15924 code of the dominant script (`Hans`, `Hant`, `Latn`), empty without letters.
    pub script: String,
    /// Mean length of a line, in code points.
    pub mean_line_chars: f32,
    /// Share of punctuation.
    pub punctuation: f32,
    /// Share of symbols.
    pub symbols: f32,
    /// Share of decimal digits.
    pub digits: f32,
    /// Share of Latin letters.
    pub latin: f32,
    /// Share of Han characters.
    pub han: f32,
    /// Share of lines that repeat an earlier line.
    pub duplicate_lines: f32,
    /// Signs of text lost before it reached us: U+FFFD, 锟斤拷, `??` inside Chinese.
    pub loss_marks: u32,
}
