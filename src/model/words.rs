//! Tables of words with a weight each.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::error::{Error, Misfit};
use super::header::{Spec, Table};

/// Words with their weights.
pub(crate) type Words<'a> = HashMap<&'a str, f32, FixedState>;

/// Reads lines of a word, a tab and a weight.
pub(crate) fn read<'a>(spec: &Spec, file: &'a [u8]) -> Result<Vec<(&'a str, f32)>, Error> {
    let Table { entries, body } = spec.open(file)?;
    let body = std::str::from_utf8(body).map_err(|_| spec.error(Misfit::Entry(0)))?;
    let mut words = Vec::with_capacity(entries.min(body.len()));
    for (number, line) in body.lines().enumerate() {
        let entry = line.split_once('\t').and_then(|(word, weight)| Some((word, weight.parse().ok()?)));
        let (word, weight) = entry.ok_or_else(|| spec.error(Misfit::Entry(number)))?;
        words.push((word, weight));
    }
    if words.len() != entries {
        return Err(spec.error(Misfit::Entries { expected: entries, found: words.len() }));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_table(body: &str) -> Result<usize, Misfit> {
        let spec = Spec { name: "tea.words", version: 1, features: vec!["word"] };
        let file = format!("model tea.words\nversion 1\nfeatures word\nentries 2\n\n{body}");
        read(&spec, file.as_bytes()).map(|words| words.len()).map_err(|error| error.misfit)
    }

    #[test]
    fn every_line_is_a_word_and_a_weight() {
        assert_eq!(read_table("茶\t1.5\nhill\t-2\n"), Ok(2));
        assert_eq!(read_table("茶\t1.5\n"), Err(Misfit::Entries { expected: 2, found: 1 }));
        assert_eq!(read_table("茶\t1.5\nhill\n"), Err(Misfit::Entry(1)));
        assert_eq!(read_table("茶\tmuch\n"), Err(Misfit::Entry(0)));
    }
}
