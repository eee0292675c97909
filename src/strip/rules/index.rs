//! Which patterns may match a line, by the literals of all.

use std::sync::OnceLock;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, StartKind};

use super::literals::{self, Literals};
use super::rule::Loaded;
use crate::strip::error::Error;
use crate::text::letters;

/// Widths of lines, in half-width columns, from one to the next of which they are looked through for the same literals:
/// a paragraph is not searched for what only short lines may hold.
const WIDTHS: [usize; 4] = [128, 256, 512, 1024];

/// Bytes of literals up to which an automaton is a table with an entry for every byte: that is several times as fast as
/// a sparse one, and takes about a kilobyte a byte.
const DENSE: usize = 1 << 14;

/// A pattern: its definition, and its number there.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) owner: usize,
    pub(super) pattern: usize,
}

/// Patterns by their literals. Neither a line's cost nor the time to make it depends on how many patterns do not match.
pub(super) struct Index {
    /// By how the letters of a line begin.
    leads: Leads,
    /// By what is anywhere in a line, for the lines of each width.
    inner: Vec<Automaton>,
    /// Longest line that any of its definitions takes, in half-width columns.
    pub(super) longest: usize,
}

/// Beginnings of lines, sorted: those that one begins lie next to each other. Sorting takes a hundredth of the time that
/// an automaton does, and most lines fall out of the list at their second letter.
struct Leads {
    sorted: Vec<(Box<str>, Entry)>,
}

/// Literals that may be anywhere in a line. The automaton is built for the first line that is looked through: a short run meets
/// few widths.
struct Automaton {
    literals: Vec<Box<str>>,
    /// The pattern of each literal.
    entries: Vec<Entry>,
    built: OnceLock<Option<AhoCorasick>>,
}

/// Bytes of literals in one automaton, far below what it can hold.
const MOST: usize = 1 << 26;

impl Index {
    /// The patterns of those of `definitions` that are `wanted`.
    ///
    /// # Errors
    /// When there are more literals than an automaton may hold.
    pub(super) fn new(definitions: &[Loaded], wanted: impl Fn(&Loaded) -> bool) -> Result<Self, Error> {
        let (mut leads, mut inner) = (Vec::new(), Vec::new());
        let widest = |entry: &Entry| definitions.get(entry.owner).map_or(0, |loaded| loaded.definition.max);
        for (owner, loaded) in definitions.iter().enumerate().filter(|(_, loaded)| wanted(loaded)) {
            for (pattern, literals) in loaded.literals().enumerate() {
                let entry = Entry { owner, pattern };
                match literals {
                    Literals::Lead(literals) => leads.extend(literals.iter().map(|literal| (literal.as_str(), entry))),
                    Literals::Inner(literals) => inner.extend(literals.iter().map(|literal| (literal.as_str(), entry))),
                }
            }
        }
        let longest = leads.iter().chain(&inner).map(|(_, entry)| widest(entry)).max().unwrap_or(0);
        let bytes: usize = inner.iter().map(|(literal, _)| literal.len()).sum();
        if bytes > MOST {
            return Err(Error::Literals { bytes, most: MOST });
        }
        let above = [0].into_iter().chain(WIDTHS);
        let reaching = |above| inner.iter().filter(move |(_, entry)| widest(entry) > above).copied();
        let inner = above.map(|above| Automaton::new(reaching(above))).collect();
        Ok(Self { leads: Leads::new(leads), inner, longest })
    }

    /// Gives `each` the patterns that may match `line`, which is `width` columns wide; the same one perhaps twice.
    pub(super) fn candidates(&self, line: &str, width: usize, mut each: impl FnMut(Entry)) {
        if width > self.longest {
            return;
        }
        self.leads.find(line, &mut each);
        let class = WIDTHS.iter().take_while(|&&widest| width > widest).count();
        if let Some(inner) = self.inner.get(class) {
            inner.find(line, &mut each);
        }
    }
}

impl Leads {
    fn new(literals: Vec<(&str, Entry)>) -> Self {
        let mut sorted: Vec<(Box<str>, Entry)> =
            literals.into_iter().map(|(literal, entry)| (literal.into(), entry)).collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        Self { sorted }
    }

    fn find(&self, line: &str, each: &mut impl FnMut(Entry)) {
        let mut lead = [0; literals::LONGEST * 4];
        let mut length = 0;
        let mut within = self.sorted.as_slice();
        let letters = letters(line).filter_map(|(_, letter)| char::from_u32(letter.into()));
        for c in letters.take(literals::LONGEST) {
            length += c.encode_utf8(&mut lead[length..]).len();
            let lead = &lead[..length];
            within = &within[within.partition_point(|(literal, _)| literal.as_bytes() < lead)..];
            within = &within[..within.partition_point(|(literal, _)| literal.as_bytes().starts_with(lead))];
            if within.is_empty() {
                return;
            }
            within.iter().take_while(|(literal, _)| literal.len() == length).for_each(|(_, entry)| each(*entry));
        }
    }
}

impl Automaton {
    fn new<'a>(literals: impl Iterator<Item = (&'a str, Entry)>) -> Self {
        let (literals, entries) = literals.map(|(literal, entry)| (literal.into(), entry)).unzip();
        Self { literals, entries, built: OnceLock::new() }
    }

    fn build(&self) -> Option<AhoCorasick> {
        let mut automaton = AhoCorasick::builder();
        if self.literals.iter().map(|literal| literal.len()).sum::<usize>() <= DENSE {
            automaton.kind(Some(AhoCorasickKind::DFA));
        }
        let literals = self.literals.iter().map(|literal| literal.as_bytes());
        automaton.ascii_case_insensitive(true).start_kind(StartKind::Unanchored).build(literals).ok()
    }

    fn find(&self, line: &str, each: &mut impl FnMut(Entry)) {
        let Some(literals) = self.built.get_or_init(|| self.build()) else { return };
        let mut state = OverlappingState::start();
        while literals.try_find_overlapping(line, &mut state).is_ok()
            && let Some(found) = state.get_match()
        {
            self.entries.get(found.pattern().as_usize()).copied().into_iter().for_each(&mut *each);
        }
    }
}
