//! The walk over a document: from its head inwards, from its tail inwards, and to the headings of sections.
//!
//! Boilerplate gathers at the edges. A walk starts there and goes on while rules take what it meets; a little that no
//! rule takes may stand between, then the body is reached and the walk ends.

use super::date;
use super::definition::{Form, Kind, Position};
use super::ending::{self, End};
use super::field::{self, Field};
use super::headlines;
use super::lines::{Line, lines};
use super::pack::{Loaded, Packs};
use crate::document::{Document, Removal, Rule};
use crate::parse;
use crate::strip::Policy;
use crate::strip::form::{bare, ends_sentence, is_headline, level};

/// How much a walk may meet that no rule takes: lines, and half-width columns.
const HEAD: Budget = Budget { lines: 5, columns: 400 };
const TAIL: Budget = Budget { lines: 4, columns: 600 };
/// Walks over one document at most; each may take what stands beside the finds of the one before.
const WALKS: usize = 4;

/// Fields of one document that go to its metadata at most: a list of a million names is no byline.
const FIELDS: usize = 1000;

/// Headings of sections that one document may hold before they are its own way of ending a chapter.
const RECURRING: usize = 2;

/// The most that a line counts for when the sides of a section are weighed, in half-width columns.
const LONGEST: usize = 4000;

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
pub(super) fn run(document: &mut Document, packs: &Packs, policy: &Policy, options: &parse::Options) {
    let mut walk = Walk::new(document, packs, policy);
    walk.sections();
    for _ in 0..WALKS {
        let before = walk.taken;
        walk.anywhere();
        walk.rows();
        walk.head();
        walk.tail();
        if walk.taken == before {
            break;
        }
    }
    if walk.taken == walk.lines.len() {
        // Nothing would be left: then these lines are what the document is about.
        return;
    }
    let ends = walk.ends();
    let mut stored = 0;
    let (lines, finds) = (walk.lines, walk.finds);
    for (line, find) in lines.iter().zip(finds) {
        let Some(find) = find else { continue };
        let Some(loaded) = packs.definitions().get(find.owner) else { continue };
        let removal = Removal::by(loaded.rule, find.confidence).because(find.evidence);
        stored += find.fields.len();
        if policy.carries(&removal) && stored <= FIELDS {
            field::store(document, packs, &find.fields, options);
        }
        policy.remove(document, line.index, removal);
    }
    ending::run(document, &ends, packs, policy, options);
}

struct Walk<'a> {
    document: &'a Document,
    packs: &'a Packs,
    policy: &'a Policy,
    lines: Vec<Line>,
    finds: Vec<Option<Find>>,
    taken: usize,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Document, packs: &'a Packs, policy: &'a Policy) -> Self {
        let lines = lines(document, packs);
        let finds = lines.iter().map(|_| None).collect();
        Self { document, packs, policy, lines, finds, taken: 0 }
    }

    fn value(&self, at: usize) -> &'a str {
        let block = self.lines.get(at).and_then(|line| self.document.blocks.get(line.index));
        block.map_or("", |block| bare(block.value()))
    }

    fn is_taken(&self, at: usize) -> bool {
        self.finds.get(at).is_some_and(Option::is_some)
    }

    fn take(&mut self, at: usize, find: Find) {
        if let Some(slot) = self.finds.get_mut(at).filter(|slot| slot.is_none()) {
            *slot = Some(find);
            self.taken += 1;
        }
    }

    fn anywhere(&mut self) {
        for at in 0..self.lines.len() {
            if !self.is_taken(at)
                && let Some(find) = self.pick(at, Position::Anywhere)
            {
                self.take(at, find);
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

    /// The lines whose ends are looked at, and whether the text ends with them.
    fn ends(&self) -> Vec<End> {
        let left = (0..self.lines.len()).rev().filter(|&at| !self.is_taken(at));
        let end = |(number, at): (usize, usize)| End { index: self.lines[at].index, last: number < TAIL.lines };
        let mut ends: Vec<End> = left.enumerate().map(end).collect();
        ends.reverse();
        ends
    }

    fn head(&mut self) {
        let mut budget = HEAD;
        for at in 0..self.lines.len() {
            if self.is_taken(at) {
                continue;
            }
            match self.pick(at, Position::Head) {
                Some(find) => self.take(at, find),
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
                self.take(at, find);
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
                || wanted == position
                || (wanted == Position::Edge && position != Position::Anywhere)
        };
        let hit = line.hits.iter().find_map(|&owner| {
            let loaded = self.packs.definitions().get(owner)?;
            let definition = &loaded.definition;
            let takes = definition.kind == Kind::Line
                && fits(loaded)
                && self.policy.allows(loaded.rule)
                && !loaded.spares(self.value(at), line.width)
                && (!definition.beside || self.is_beside(at));
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
        if self.document.blocks.get(line.index).is_some_and(|block| level(block) > 0) {
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

    /// Whether a line right before or behind `at` is taken.
    fn is_beside(&self, at: usize) -> bool {
        self.is_taken(at + 1) || at.checked_sub(1).is_some_and(|before| self.is_taken(before))
    }

    /// Takes the run of links or headlines that ends before line `end`; gives where it begins.
    fn run_before(&mut self, end: usize) -> Option<usize> {
        for (owner, loaded) in self.packs.runs() {
            if !self.policy.allows(loaded.rule) {
                continue;
            }
            let run = match loaded.definition.of {
                Some(Form::Links) => self.links_before(end, loaded),
                Some(Form::Headlines) => headlines::before(self.document, &self.lines[..end], loaded),
                None => None,
            };
            let Some(run) = run else { continue };
            for at in run.start..end {
                let find = Find::new(owner, loaded);
                self.take(at, Find { confidence: run.confidence, evidence: run.evidence.clone(), ..find });
            }
            return Some(run.start);
        }
        None
    }

    /// A run of blocks that are nothing but links, behind a body that is not.
    fn links_before(&self, end: usize, loaded: &Loaded) -> Option<Run> {
        let block = |at: usize| self.lines.get(at).and_then(|line| self.document.blocks.get(line.index));
        let count = (0..end).rev().take_while(|&at| self.is_taken(at) || self.lines[at].link).count();
        let start = end - count;
        let links = (start..end).filter(|&at| !self.is_taken(at)).count();
        let body = self.lines[..start].iter().filter(|line| line.prose).count();
        if links < loaded.definition.min || body < 2 || start < links {
            return None;
        }
        // Below a heading of the document's own the links are its references.
        let titled = start > 0
            && block(start - 1).is_some_and(|block| {
                level(block) > 0
                    || (is_headline(block.value()) && !ends_sentence(block.value()))
                    || block.value().trim_end().ends_with([':', '：'])
            });
        let confidence = if titled { 0.5 } else { loaded.definition.confidence };
        Some(Run { start, confidence, evidence: format!("{links} lines that are nothing but links") })
    }

    /// Takes every heading of a section and what belongs to it.
    fn sections(&mut self) {
        let headings: Vec<usize> = (0..self.lines.len()).filter(|&at| self.section_at(at).is_some()).collect();
        let body = self.lines.iter().position(|line| line.prose).unwrap_or(usize::MAX);
        let (closing, lists): (Vec<usize>, Vec<usize>) = headings
            .into_iter()
            .filter(|&at| at > body)
            .partition(|&at| self.section_at(at).is_some_and(|(_, loaded)| !loaded.definition.below.is_empty()));
        if let Some((at, owner, loaded)) = self.closing(&closing) {
            (at..self.lines.len()).for_each(|line| self.take(line, Find::new(owner, loaded)));
        }
        // An author who ends every chapter with further reading means it.
        let recurs = lists.len() > RECURRING;
        for at in lists {
            let Some((owner, loaded)) = self.section_at(at).filter(|_| !self.is_taken(at)) else { continue };
            let end = self.section_end(at);
            let (items, rest) = (end - at - 1, self.lines.len() - end);
            if items < loaded.definition.min || (rest > 0 && items < 2) {
                continue;
            }
            // What an author recommends on the way stands between paragraphs, even when all of it is links.
            let last = || self.lines[end..].iter().filter(|line| line.prose).count() <= 1;
            let sure = rest <= TAIL.lines || (last() && self.lines[at + 1..end].iter().all(|line| line.link));
            let confidence = if recurs || !sure { 0.6 } else { loaded.definition.confidence };
            for item in at..end {
                let find = Find::new(owner, loaded);
                self.take(item, Find { confidence, evidence: format!("{items} lines below"), ..find });
            }
        }
    }

    /// The first of `headings` whose section closes the document: it says what its rule expects, holds no headings but
    /// such as its own, and is much shorter than what stands before. What one heading showed is not looked at again for
    /// the next, so that many headings cost no more than one.
    fn closing(&self, headings: &[usize]) -> Option<(usize, usize, &'a Loaded)> {
        let width = |lines: &[Line]| lines.iter().map(|line| line.width.min(LONGEST)).sum::<usize>();
        let (mut seen, mut before, mut below) = (0, 0, width(&self.lines));
        // By rule: the first line from which its section may begin.
        let mut floors: Vec<(&Rule, usize)> = Vec::new();
        for &at in headings {
            let passed = width(&self.lines[seen..at]);
            (seen, before, below) = (at, before + passed, below - passed);
            let Some((owner, loaded)) = self.section_at(at) else { continue };
            let floor = floors.iter().find(|(rule, _)| *rule == loaded.rule).map_or(0, |&(_, floor)| floor);
            if at < floor || below * 3 > before {
                continue;
            }
            let floor = match (at..self.lines.len()).rfind(|&line| self.is_foreign(line, loaded)) {
                Some(foreign) => foreign,
                None if self.says(at + 1, loaded) => return Some((at, owner, loaded)),
                None => self.lines.len(),
            };
            floors.insert(0, (loaded.rule, floor));
        }
        None
    }

    /// Whether line `at` is a heading, and none of the rule of `loaded`.
    fn is_foreign(&self, at: usize, loaded: &Loaded) -> bool {
        let Some(line) = self.lines.get(at) else { return false };
        let heading = self.document.blocks.get(line.index).is_some_and(|block| level(block) > 0);
        let own = |&owner: &usize| self.packs.definitions().get(owner).is_some_and(|hit| hit.rule == loaded.rule);
        heading && !line.hits.iter().any(own)
    }

    /// Whether a line from `from` on says what the section of `loaded` must say.
    fn says(&self, from: usize, loaded: &Loaded) -> bool {
        let words = &loaded.definition.below;
        (from..self.lines.len()).any(|line| words.iter().any(|word| self.value(line).contains(word.as_str())))
    }

    fn section_at(&self, at: usize) -> Option<(usize, &'a Loaded)> {
        let line = self.lines.get(at)?;
        line.hits.iter().find_map(|&owner| {
            let loaded = self.packs.definitions().get(owner)?;
            let takes = loaded.definition.kind == Kind::Section
                && self.policy.allows(loaded.rule)
                && !loaded.spares(self.value(at), line.width);
            takes.then_some((owner, loaded))
        })
    }

    /// Where the list below the heading at `at` ends: before prose, before the next heading, or with the document.
    fn section_end(&self, at: usize) -> usize {
        let item = |item: &usize| {
            let line = &self.lines[*item];
            let heading = self.document.blocks.get(line.index).is_some_and(|block| level(block) > 0);
            let listed = line.link || (line.width <= 120 && is_headline(self.value(*item)));
            listed && !line.prose && !heading
        };
        let items = (at + 1..self.lines.len()).take_while(item).count();
        at + 1 + items
    }
}

/// A run of blocks found by their form.
pub(super) struct Run {
    /// The first line of it.
    pub(super) start: usize,
    pub(super) confidence: f32,
    pub(super) evidence: String,
}
