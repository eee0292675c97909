//! How much memory deduplication may take.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

/// Units of memory, largest first.
const UNITS: [(&str, u64); 4] = [("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)];

/// What a process takes whatever it works on: its code, tables of letters, rows on their way in and out.
const PROCESS: u64 = if cfg!(test) { 0 } else { 112 << 20 };
/// The least that is of use for sorting. Unit tests have little to sort.
const LEAST: u64 = if cfg!(test) { 1 << 10 } else { 32 << 20 };
/// Bytes that a byte of source text takes at most while its document is cleaned and written: the bytes, the text, its
/// blocks, the text after each change, the record, its copy on the way to the disk. Measured on plain Chinese text of 90 MB in
/// one file, which takes 715 MB; pages and tables of many small cells take more, and are small.
const MULTIPLE: u64 = 8;
/// What is known of each document at any time.
const DOCUMENT: u64 = 40;

/// An amount of memory, such as `2GB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory(u64);

impl Memory {
    /// So many bytes.
    #[must_use]
    pub const fn bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// Bytes of source text that may be under way at once: each takes [`MULTIPLE`] bytes between its file and its tables.
    pub(crate) fn texts(self) -> u64 {
        self.0.saturating_sub(PROCESS).max(LEAST) / MULTIPLE
    }

    /// What a process needs for one document of so many bytes, where that is more.
    pub(crate) fn short_of(self, bytes: u64) -> Option<Self> {
        let needs = PROCESS + bytes.saturating_mul(MULTIPLE);
        (needs > self.0).then(|| Self(needs.next_multiple_of(64 << 20)))
    }

    /// What is left for sorting and tables when there are `documents`.
    ///
    /// # Errors
    /// When that is too little to work with; the message says what to do.
    pub(crate) fn workspace(self, documents: u64) -> Result<usize, TooLittle> {
        let fixed = PROCESS + documents * DOCUMENT;
        match self.0.checked_sub(fixed).filter(|&left| left >= LEAST) {
            Some(left) => Ok(usize::try_from(left).unwrap_or(usize::MAX)),
            None => {
                let enough = Self((fixed + 2 * LEAST).next_multiple_of(64 << 20));
                Err(TooLittle { given: self, documents, enough })
            }
        }
    }
}

/// That the settings allow too little memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{given} of memory are too little {}; give `--memory {enough}` or more (dedup.memory in the settings)",
    task(*documents)
)]
pub struct TooLittle {
    /// What the settings allow.
    pub given: Memory,
    /// Documents so far; 0 when it is too little for any.
    pub documents: u64,
    /// What is enough for so many.
    pub enough: Memory,
}

fn task(documents: u64) -> String {
    if documents == 0 { "to begin with".to_owned() } else { format!("for {documents} documents") }
}

impl Default for Memory {
    fn default() -> Self {
        Self(512 << 20)
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match UNITS.iter().find(|(_, unit)| self.0 != 0 && self.0.is_multiple_of(*unit)) {
            Some((name, unit)) => write!(f, "{}{name}", self.0 / unit),
            None => write!(f, "{}", self.0),
        }
    }
}

impl FromStr for Memory {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let invalid = || format!("`{text}` is no amount of memory; write one such as 512MB or 2GB");
        let (number, unit) =
            text.trim().split_at(text.trim().find(|c: char| c.is_alphabetic()).unwrap_or(text.trim().len()));
        let named = |(name, _): &&(&str, u64)| {
            let unit = unit.trim().trim_end_matches(['b', 'B']).trim_end_matches('i');
            unit.eq_ignore_ascii_case(name.trim_end_matches('B'))
        };
        let factor = match unit.trim() {
            "" | "B" => 1,
            _ => UNITS.iter().find(named).ok_or_else(invalid)?.1,
        };
        let number: f64 = number.trim().parse().map_err(|_| invalid())?;
        if number.is_finite() && number >= 0.0 { Ok(Self((number * factor as f64) as u64)) } else { Err(invalid()) }
    }
}

impl Serialize for Memory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Memory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Amount)
    }
}

struct Amount;

impl Visitor<'_> for Amount {
    type Value = Memory;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount of memory such as \"2GB\", or bytes")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Memory, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, bytes: i64) -> Result<Memory, E> {
        u64::try_from(bytes).map(Memory).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, bytes: u64) -> Result<Memory, E> {
        Ok(Memory(bytes))
    }
}

impl JsonSchema for Memory {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Memory".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "An amount of memory, such as `2GB`.", "type": ["string", "integer"], "format": "memory" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written_as_people_write_them() {
        for (text, bytes) in [("2GB", 2 << 30), ("1.5 gb", 3 << 29), ("512M", 512 << 20), ("64KiB", 1 << 16), ("7", 7)]
        {
            assert_eq!(text.parse(), Ok(Memory(bytes)), "{text}");
        }
        for text in ["", "much", "2 parsecs", "-1GB"] {
            assert!(text.parse::<Memory>().is_err(), "{text}");
        }
        assert_eq!(Memory(3 << 29).to_string(), "1536MB");
    }

    #[test]
    fn too_little_is_refused_with_the_remedy() {
        let message = Memory(1 << 30).workspace(100_000_000).unwrap_err().to_string();
        let enough = message.split("--memory ").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
        assert!(enough.parse::<Memory>().unwrap().workspace(100_000_000).is_ok(), "{message}");
        assert!(Memory::default().workspace(1_000_000).is_ok());
    }
}
