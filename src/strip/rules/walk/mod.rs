//! The walk over a document: from its head inwards, from its tail inwards, and to the headings of sections.
//!
//! Boilerplate gathers at the edges. A walk starts there and goes on while rules take what it meets; a little that no
//! rule takes may stand between, then the body is reached and the walk ends.

mod cards;
mod outcome;
mod review;
mod runs;
mod sections;

pub(super) use runs::Run;

use super::definition::{Beside, Kind, Position};
use super::field::Field;
use super::lines::{Line, lines};
use super::pack::{Loaded, Packs};
use crate::document::{Block, Document};
use crate::strip::Policy;
use crate::strip::form::{bare, level};
use crate::text::date;

/// How much a walk may meet that no rule takes: lines, and half-width columns.
const HEAD: Budget = Budget { lines: 5, columns: 400 };
const TAIL: Budget = Budget { lines: 4, columns: 600 };
/// Walks over one document at most; each may take what stands beside the finds of the one before.
const WALKS: usize = 4;

/// The most that a line counts for when the sides of a section are weighed, in half-width columns.
const LONGEST: usize = 4000;

/// How far a line may stand from one of the rule that it needs beside it.
const NEAR: usize = 2;

#[derive(Clone, Copy)]
struct Budget {
    lines: usize,
    columns: usize,
}

impl Budget {
    /// Spends the budget on a line; false once it is used up.
    fn spend(&mut self, line: &Line) -> bool {
        if self.lines == 0 || self.columns < line.width {
            return false;
        }
        self.lines -= 1;
        self.columns -= line.width;
        true
    }
}

/// What a rule takes, and what it found out.
#[derive(Clone)]
struct Find {
    owner: usize,
    confidence: f32,
    evidence: String,
    fields: Vec<Field>,
}

impl Find {
    fn new(owner: usize, loaded: &Loaded) -> Self {
        Self { owner, confidence: loaded.definition.confidence, evidence: String::new(), fields: Vec::new() }
    }
}

/// Applies `packs` to `document`.
pub(super) fn run(document: &mut Document, packs: &Packs, policy: &Policy, zone: &str) {
    let mut walk = Walk::new(document, packs, policy);
    for _ in 0..WALKS {
        let before = walk.taken;
        walk.sections();
        walk.anywhere();
        walk.rows();
        walk.head();
        walk.tail();
        if walk.taken == before {
            break;
        }
    }
    walk.cards();
    walk.enclosed();
    // What is doubtful is only marked, and must not stand in the way of what is sure.
    walk.doubtful = true;
    walk.sections();
    walk.tail();
    walk.release();
    if walk.taken == walk.lines.len() {
        // Nothing would be left: then these lines are what the document is about.
        return;
    }
    let ends = walk.ends();
    let (lines, finds) = (walk.lines, walk.finds);
    outcome::carry_out(document, (&lines, &finds), &ends, packs, policy, zone);
}

struct Walk<'a> {
    document: &'a Document,
    packs: &'a Packs,
    policy: &'a Policy,
    lines: Vec<Line>,
    /// What takes each line.
    finds: Vec<Option<Box<Find>>>,
    taken: usize,
    /// Where the name on a card stands, above its motto, and the rule that found it.
    cards: Vec<(usize, usize)>,
    /// Whether finds below their rule's confidence are taken.
    doubtful: bool,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Document, packs: &'a Packs, policy: &'a Policy) -> Self {
        let lines = lines(document, packs);
        let finds = lines.iter().map(|_| None).collect();
        Self { document, packs, policy, lines, finds, taken: 0, cards: Vec::new(), doubtful: false }
    }

    fn block(&self, at: usize) -> Option<&'a Block> {
        self.document.blocks.get(self.lines.get(at)?.index)
    }

    fn value(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| bare(line.text(self.document)))
    }

    fn is_taken(&self, at: usize) -> bool {
        self.finds.get(at).is_some_and(Option::is_some)
    }

    fn take(&mut self, at: usize, find: Find) {
        if let Some(slot) = self.finds.get_mut(at).filter(|slot| slot.is_none()) {
            *slot = Some(Box::new(find));
            self.taken += 1;
        }
    }

    fn owner(&self, at: usize) -> Option<usize> {
        self.finds.get(at)?.as_ref().map(|find| find.owner)
    }

    /// The definition that took line `at`.
    fn taken_by(&self, at: usize) -> Option<&'a Loaded> {
        self.packs.definitions().get(self.owner(at)?)
    }

    fn is_heading(&self, at: usize) -> bool {
        self.block(at).is_some_and(|block| level(block) > 0)
    }

    fn anywhere(&mut self) {
        for at in 0..self.lines.len() {
            if !self.is_taken(at)
                && let Some(find) = self.pick(at, Position::Anywhere)
            {
                self.take_card(at, find);
            }
        }
    }

    /// Takes rows of lines that the same rule matches, for rules that ask for a row.
    fn rows(&mut self) {
        let rule = |line: &Line| {
            line.hits.iter().find_map(|&owner| {
                let loaded = self.packs.definitions().get(owner)?;
                (loaded.definition.at == Position::Run).then_some((owner, loaded))
            })
        };
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            let Some((owner, loaded)) = rule(line) else {
                at += 1;
                continue;
            };
            let same = |line: &&Line| rule(line).is_some_and(|(_, other)| other.rule == loaded.rule);
            let end = at + self.lines[at..].iter().take_while(same).count();
            if end - at >= loaded.definition.min && self.policy.allows(loaded.rule) {
                for at in at..end {
                    if !loaded.spares(self.value(at), self.lines[at].width) {
                        self.take(at, Find::new(owner, loaded));
                    }
                }
            }
            at = end;
        }
    }

    /// The lines that are left, from the last one back, and whether the text ends with them.
    fn ends(&self) -> Vec<(usize, bool)> {
        let left = (0..self.lines.len()).rev().filter(|&at| !self.is_taken(at));
        left.enumerate().map(|(number, at)| (at, number < TAIL.lines)).collect()
    }

    fn head(&mut self) {
        let mut budget = HEAD;
        for at in 0..self.lines.len() {
            if self.is_taken(at) {
                continue;
            }
            match self.pick(at, Position::Head) {
                Some(find) => self.take_card(at, find),
                None if budget.spend(&self.lines[at]) => {}
                None => break,
            }
        }
    }

    fn tail(&mut self) {
        let mut budget = TAIL;
        let mut at = self.lines.len();
        while at > 0 {
            at -= 1;
            if self.is_taken(at) {
                continue;
            }
            if let Some(find) = self.pick(at, Position::Tail) {
                self.take_card(at, find);
            } else if let Some(start) = self.run_before(at + 1) {
                at = start;
            } else if !budget.spend(&self.lines[at]) {
                break;
            }
        }
    }

    /// The first rule that takes line `at` when a walk meets it at `position`.
    fn pick(&self, at: usize, position: Position) -> Option<Find> {
        let line = self.lines.get(at)?;
        let fits = |loaded: &Loaded| {
            let wanted = loaded.definition.at;
            wanted == Position::Anywhere
                || (wanted == Position::First && at == 0)
                || wanted == position
                || (wanted == Position::Edge && position != Position::Anywhere)
        };
        let hits = match position {
            Position::Anywhere => &line.hits,
            _ => line.edge_hits(self.packs, self.value(at)),
        };
        let hit = hits.iter().find_map(|&owner| {
            let loaded = self.packs.definitions().get(owner)?;
            let definition = &loaded.definition;
            let takes = definition.kind == Kind::Line
                && fits(loaded)
                && self.policy.allows(loaded.rule)
                && !loaded.spares(self.value(at), line.width)
                && self.stands(&definition.beside, at);
            takes.then(|| {
                let value = loaded.value(self.value(at));
                let field = value.map(|value| Field { owner, key: String::new(), value: value.to_owned() });
                Find { fields: field.into_iter().collect(), ..Find::new(owner, loaded) }
            })
        });
        hit.or_else(|| if position == Position::Anywhere { None } else { self.fields(at, &fits) })
    }

    /// Line `at` read as fields, if all of them may stand here.
    fn fields(&self, at: usize, fits: &dyn Fn(&Loaded) -> bool) -> Option<Find> {
        let line = self.lines.get(at).filter(|line| line.width <= 400)?;
        if self.is_heading(at) {
            return None;
        }
        let fields = line.fields(self.packs, self.value(at))?;
        let may = |field: &Field| {
            let loaded = self.packs.definitions().get(field.owner);
            loaded.is_some_and(|loaded| {
                fits(loaded)
                    && self.policy.allows(loaded.rule)
                    && (fields.len() > 1 || !loaded.spares(self.value(at), line.width))
            })
        };
        let first = fields.first()?;
        let lone_date = fields.len() == 1 && date::whole(self.value(at)).is_some_and(|(_, timed)| !timed);
        // A date alone may begin a diary or a letter: it needs a time of day or company.
        if !fields.iter().all(may) || (lone_date && !self.is_beside(at)) {
            return None;
        }
        let loaded = self.packs.definitions().get(first.owner)?;
        let owner = first.owner;
        Some(Find { fields: fields.to_vec(), ..Find::new(owner, loaded) })
    }

    /// Whether beside line `at` stands what `beside` asks for.
    fn stands(&self, beside: &Beside, at: usize) -> bool {
        match beside {
            Beside::Any(needed) => !needed || self.is_beside(at),
            Beside::Rule(id) => (at.saturating_sub(NEAR)..=at + NEAR)
                .any(|line| self.taken_by(line).is_some_and(|loaded| loaded.is(id))),
        }
    }

    /// Whether a line right before or behind `at` is taken.
    fn is_beside(&self, at: usize) -> bool {
        self.is_taken(at + 1) || at.checked_sub(1).is_some_and(|before| self.is_taken(before))
    }
}
