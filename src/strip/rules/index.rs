//! Which patterns may match a line: one automaton over the literals of all.

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, StartKind};
use anyhow::Result;

use super::literals::{self, Literals};
use super::pack::Loaded;
use crate::letters::letters;

/// Widths of lines, in half-width columns, from one to the next of which they are looked through for the same literals:
/// a paragraph is not searched for what only short lines may hold.
const WIDTHS: [usize; 5] = [64, 128, 256, 512, 1024];

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
    /// By how the letters of a line begin; walked from the start of a line until no pattern goes on.
    leads: Automaton,
    /// By what stands anywhere in a line, for the lines of each width.
    inner: Vec<Automaton>,
    /// Longest line that any of its definitions takes, in half-width columns.
    pub(super) longest: usize,
}

struct Automaton {
    literals: AhoCorasick,
    /// The pattern of each literal.
    entries: Vec<Entry>,
}

impl Index {
    /// The patterns of those of `definitions` that are `wanted`.
    ///
    /// # Errors
    /// When there are more literals than an automaton may hold.
    pub(super) fn new(definitions: &[Loaded], wanted: impl Fn(&Loaded) -> bool) -> Result<Self> {
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
        let above = [0].into_iter().chain(WIDTHS);
        let reaching = |above| inner.iter().filter(|(_, entry)| widest(entry) > above).copied().collect();
        let inner = above.map(|above| Automaton::new(reaching(above), StartKind::Unanchored)).collect::<Result<_>>()?;
        Ok(Self { leads: Automaton::new(leads, StartKind::Anchored)?, inner, longest })
    }

    /// Gives `each` the patterns that may match `line`, which is `width` columns wide; the same one perhaps twice.
    pub(super) fn candidates(&self, line: &str, width: usize, mut each: impl FnMut(Entry)) {
        if width > self.longest {
            return;
        }
        let mut lead = [0; literals::LONGEST * 4];
        let mut length = 0;
        let letters = letters(line).filter_map(|(_, letter)| char::from_u32(letter.into()));
        for c in letters.take(literals::LONGEST) {
            length += c.encode_utf8(&mut lead[length..]).len();
        }
        self.leads.find(Input::new(&lead[..length]).anchored(Anchored::Yes), &mut each);
        let class = WIDTHS.iter().take_while(|&&widest| width > widest).count();
        if let Some(inner) = self.inner.get(class) {
            inner.find(Input::new(line), &mut each);
        }
    }
}

impl Automaton {
    fn new(literals: Vec<(&str, Entry)>, start: StartKind) -> Result<Self> {
        let entries = literals.iter().map(|&(_, entry)| entry).collect();
        let mut automaton = AhoCorasick::builder();
        if literals.iter().map(|(literal, _)| literal.len()).sum::<usize>() <= DENSE {
            automaton.kind(Some(AhoCorasickKind::DFA));
        }
        let literals = literals.iter().map(|(literal, _)| literal);
        let literals = automaton.ascii_case_insensitive(true).start_kind(start).build(literals)?;
        Ok(Self { literals, entries })
    }

    fn find(&self, input: Input<'_>, each: &mut impl FnMut(Entry)) {
        let mut state = OverlappingState::start();
        while self.literals.try_find_overlapping(input.clone(), &mut state).is_ok()
            && let Some(found) = state.get_match()
        {
            self.entries.get(found.pattern().as_usize()).copied().into_iter().for_each(&mut *each);
        }
    }
}
