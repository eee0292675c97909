//! All rules, ready to be looked up by the lines that they may match.

use std::collections::BTreeMap;
use std::path::PathBuf;

use regex::Regex;

use super::definition::Kind;
use super::index::Index;
use super::read::read;
use super::rule::{Loaded, Pattern};
use crate::document::Rule;
use crate::strip::error::Error;

/// All packs, ready to be applied.
pub(super) struct Packs {
    definitions: Vec<Loaded>,
    /// Rules that act on any line, and those that act on lines at the edges of a text only.
    lines: Index,
    edges: Index,
    /// Rules that act on the end of any paragraph, and those that act on the last ones.
    endings: Index,
    last_endings: Index,
    /// Longest line that any rule takes, in bytes.
    pub(super) longest: usize,
    /// A key of a field and the mark behind it.
    key: Pattern,
    /// The definition of each key, in small letters and without spaces.
    keys: BTreeMap<String, usize>,
    /// The definition that takes dates.
    pub(super) dates: Option<usize>,
    runs: Vec<usize>,
}

impl Packs {
    /// The built-in packs and those in `folders`.
    ///
    /// # Errors
    /// Names the file and the rule, what is wrong and what to write.
    pub(super) fn load(folders: &[PathBuf]) -> Result<Self, Error> {
        let definitions = read(folders)?;
        let (mut keys, mut names) = (BTreeMap::new(), Vec::new());
        for (index, loaded) in definitions.iter().enumerate() {
            for key in &loaded.definition.keys {
                keys.entry(joined(key)).or_insert(index);
                names.push(key.to_lowercase());
            }
        }
        let key = Pattern::new(key_pattern(names));
        let numbered = || definitions.iter().enumerate();
        let runs = numbered().filter(|(_, loaded)| loaded.is_kind(Kind::Run)).map(|(index, _)| index).collect();
        let dated =
            |loaded: &Loaded| loaded.is_kind(Kind::Field) && loaded.definition.to.as_deref() == Some("published");
        let dates = numbered().find(|(_, loaded)| dated(loaded)).map(|(index, _)| index);
        // A column is at most four bytes.
        let longest = definitions.iter().map(|loaded| loaded.definition.max * 4).max().unwrap_or(0);
        let is_ending = |loaded: &Loaded| loaded.is_kind(Kind::Ending);
        let is_line = |loaded: &Loaded| loaded.is_kind(Kind::Line) || loaded.is_kind(Kind::Section);
        let lines = Index::new(&definitions, |loaded| is_line(loaded) && loaded.is_for_all())?;
        let edges = Index::new(&definitions, |loaded| is_line(loaded) && !loaded.is_for_all())?;
        let endings = Index::new(&definitions, |loaded| is_ending(loaded) && loaded.is_for_all())?;
        let last_endings = Index::new(&definitions, is_ending)?;
        Ok(Self { lines, edges, endings, last_endings, longest, key, keys, dates, runs, definitions })
    }

    /// The rules that may be applied; a rule of several parts is listed once for each.
    pub(super) fn rules(&self) -> Vec<&'static Rule> {
        self.definitions.iter().map(|loaded| loaded.rule).collect()
    }

    pub(super) fn definitions(&self) -> &[Loaded] {
        &self.definitions
    }

    /// The definitions that take runs, with their indices.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, &Loaded)> {
        self.runs.iter().filter_map(|&index| self.definitions.get(index).map(|loaded| (index, loaded)))
    }

    /// The definitions that act anywhere and one of whose patterns matches `line`, which is `width` columns wide, in
    /// order.
    pub(super) fn hits(&self, line: &str, width: usize) -> Vec<usize> {
        self.search(&self.lines, line, width, Vec::new())
    }

    /// The same with those that act at the edges of a text only; `hits` are those that act anywhere.
    pub(super) fn edge_hits(&self, line: &str, width: usize, hits: &[usize]) -> Vec<usize> {
        self.search(&self.edges, line, width, hits.to_vec())
    }

    /// The endings of paragraphs; `last` is whether the text ends with the paragraph.
    pub(super) fn endings(&self, last: bool) -> &Index {
        if last { &self.last_endings } else { &self.endings }
    }

    /// Adds to `hits` the definitions of `index` one of whose patterns matches `line`.
    pub(super) fn search(&self, index: &Index, line: &str, width: usize, mut hits: Vec<usize>) -> Vec<usize> {
        index.candidates(line, width, |entry| {
            let loaded = self.definitions.get(entry.owner).filter(|loaded| width <= loaded.definition.max);
            if loaded.is_some_and(|loaded| !hits.contains(&entry.owner) && loaded.matches(entry.pattern, line)) {
                hits.push(entry.owner);
            }
        });
        hits.sort_unstable();
        hits
    }

    /// Finds the keys of fields.
    pub(super) fn key(&self) -> Option<&Regex> {
        self.key.get()
    }

    /// The definition to which a key of a field belongs.
    pub(super) fn owner(&self, key: &str) -> Option<usize> {
        self.keys.get(&joined(key)).copied()
    }
}

/// A key as it is looked up: in small letters, without spaces.
fn joined(key: &str) -> String {
    key.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase).collect()
}

/// A key is at the start or behind a mark; a colon follows, or brackets surround it.
fn key_pattern(mut names: Vec<String>) -> String {
    // Longer keys first: an alternation takes the first that fits.
    names.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    names.dedup();
    let names: Vec<String> = names.iter().map(|name| spaced(name)).collect();
    let names = names.join("|");
    format!(
        r"(?i)(?:^|[\s|｜·,，;；、(（/]){DECORATION}(?:(?P<key>{names})(?:\s*[:：]|\s?[/／|｜丨])|[【\[〔]\s*(?P<boxed>{names})\s*[】\]〕][:：]?){DECORATION}"
    )
}

/// Marks that may surround a key.
const DECORATION: &str = r"[\s*_`>#▲△◎●■【\[]*";

/// A key in which spaces may be between Han characters (`作 者`).
fn spaced(key: &str) -> String {
    let letters: Vec<String> = key.chars().map(|c| regex::escape(&c.to_string())).collect();
    let glue = if key.is_ascii() { "" } else { r"[\s]*" };
    letters.join(glue)
}
