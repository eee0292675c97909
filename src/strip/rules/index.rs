//! Which patterns may match a line: one automaton over the literals of all.

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use anyhow::Result;

use super::literals::{self, Literals};
use super::pack::Loaded;
use crate::letters::letters;

/// Widths of lines, in half-width columns, from one to the next of which they are looked through for the same literals:
/// a paragraph is not searched for what only short lines may hold.
const WIDTHS: [usize; 6] = [64, 128, 256, 512, 1024, usize::MAX];

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
    /// By what stands anywhere in a line.
    inner: Automaton,
    /// By width of a line, whether any of `inner` is worth looking for.
    sieves: Vec<AhoCorasick>,
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
    /// When a pattern cannot be told by any literal.
    pub(super) fn new(definitions: &[Loaded], wanted: impl Fn(&Loaded) -> bool) -> Result<Self> {
        let (mut leads, mut inner) = (Vec::new(), Vec::new());
        for (owner, loaded) in definitions.iter().enumerate().filter(|(_, loaded)| wanted(loaded)) {
            for (pattern, literals) in loaded.literals().enumerate() {
                let entry = Entry { owner, pattern };
                match literals {
                    Literals::Lead(literals) => leads.extend(literals.iter().map(|literal| (literal.clone(), entry))),
                    Literals::Inner(literals) => inner.extend(literals.iter().map(|literal| (literal.clone(), entry))),
                }
            }
        }
        let longest = |entry: &Entry| definitions.get(entry.owner).map_or(0, |loaded| loaded.definition.max);
        let mut sieves = Vec::new();
        let mut above = 0;
        for width in WIDTHS {
            let reaching = inner.iter().filter(|(_, entry)| longest(entry) > above).map(|(literal, _)| literal);
            let mut sieve = AhoCorasick::builder();
            sieves.push(sieve.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostFirst).build(reaching)?);
            above = width;
        }
        let leads = Automaton::new(leads, StartKind::Anchored)?;
        Ok(Self { leads, inner: Automaton::new(inner, StartKind::Unanchored)?, sieves })
    }

    /// Gives `each` the patterns that may match `line`, which is `width` columns wide; the same one perhaps twice.
    pub(super) fn candidates(&self, line: &str, width: usize, mut each: impl FnMut(Entry)) {
        let mut lead = [0; literals::LONGEST * 4];
        let mut length = 0;
        let letters = letters(line).filter_map(|(_, letter)| char::from_u32(letter.into()));
        for c in letters.take(literals::LONGEST) {
            length += c.encode_utf8(&mut lead[length..]).len();
        }
        self.leads.find(Input::new(&lead[..length]).anchored(Anchored::Yes), &mut each);
        let sieve = WIDTHS.iter().position(|&widest| width <= widest).and_then(|at| self.sieves.get(at));
        if sieve.is_some_and(|sieve| sieve.is_match(line)) {
            self.inner.find(Input::new(line), &mut each);
        }
    }
}

impl Automaton {
    fn new(literals: Vec<(String, Entry)>, start: StartKind) -> Result<Self> {
        let entries = literals.iter().map(|&(_, entry)| entry).collect();
        let mut automaton = AhoCorasick::builder();
        let literals = literals.iter().map(|(literal, _)| literal);
        let literals = automaton.ascii_case_insensitive(true).start_kind(start).build(literals)?;
        Ok(Self { literals, entries })
    }

    fn find(&self, input: Input<'_>, each: &mut impl FnMut(Entry)) {
        let mut state = aho_corasick::automaton::OverlappingState::start();
        while self.literals.try_find_overlapping(input.clone(), &mut state).is_ok()
            && let Some(found) = state.get_match()
        {
            self.entries.get(found.pattern().as_usize()).copied().into_iter().for_each(&mut *each);
        }
    }
}
