//! The walk over a document: from its head inwards, from its tail inwards, and to the headings of sections.
//!
//! Boilerplate gathers at the edges. A walk starts there and goes on while rules take what it meets; a little that no
//! rule takes may stand between, then the body is reached and the walk ends.

use std::collections::{BTreeMap, HashMap};

use super::date;
use super::definition::{Beside, Form, Kind, Position};
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

/// Widest name and motto on the card of an account, in half-width columns.
const NAME: usize = 36;
const MOTTO: usize = 160;
/// Paragraphs from which on a rule may be taking the text itself.
const MANY: usize = 3;
/// How far a line may stand from one of the rule that it needs beside it.
const NEAR: usize = 2;
/// Most and widest lines that may be shut in between lines that were taken.
const GAP: usize = 5;
const SHUT: usize = 60;

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
pub(super) fn run(document: &mut Document, packs: &Packs, policy: &Policy, options: &parse::Options) {
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
    let mut stored = 0;
    let (lines, finds) = (walk.lines, walk.finds);
    let last = document.blocks.len();
    let next = |at: usize| match lines.get(at + 1) {
        Some(line) if finds[at + 1].is_some() => line.index,
        Some(_) => lines[at].index + 1,
        None => last,
    };
    for (at, (line, find)) in lines.iter().zip(&finds).enumerate() {
        let Some(find) = find else { continue };
        let Some(loaded) = packs.definitions().get(find.owner) else { continue };
        let removal = Removal::by(loaded.rule, find.confidence).because(find.evidence.clone());
        stored += find.fields.len();
        if policy.carries(&removal) && stored <= FIELDS {
            field::store(document, packs, &find.fields, options);
        }
        // Rulers and stray marks go with what they parted.
        for index in line.index..next(at) {
            if index == line.index || document.blocks[index].is_kept() {
                policy.remove(document, index, removal.clone());
            }
        }
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

    /// Takes line `at`, and above it the name and the motto that its rule says belong to it.
    fn take_card(&mut self, at: usize, find: Find) {
        let above = self.packs.definitions().get(find.owner).map_or(0, |loaded| loaded.definition.above);
        let card = at - self.card_above(at, above)..at;
        for line in card.clone() {
            self.take(line, Find { evidence: "the name above it".to_owned(), ..find.clone() });
        }
        self.cards.extend((card.len() > 1).then_some((card.start, find.owner)));
        self.take(at, find);
    }

    /// How many lines right above `at`, `most` at most, are a name or a name and a motto.
    fn card_above(&self, at: usize, most: usize) -> usize {
        let open = |line: &usize| !self.is_taken(*line);
        let name = |line: usize| {
            let value = self.value(line);
            let plain = !value.contains(['。', '，', '！', '？', '：', ':', ',']) && !ends_sentence(value);
            plain && self.lines[line].width <= NAME
        };
        let first = at.checked_sub(1).filter(open).filter(|&line| self.lines[line].width <= MOTTO);
        let second = at.checked_sub(2).filter(open).filter(|&line| name(line));
        // The head of a clipped page names the account.
        let known = |line: usize| (0..HEAD.lines.min(line)).any(|head| self.value(head).contains(self.value(line)));
        let count = match (first, second) {
            (Some(first), _) if name(first) && known(first) => 1,
            (Some(first), Some(second)) if !name(first) || !self.is_heading(second) => 2,
            (Some(first), _) if name(first) && !self.is_heading(first) => 1,
            _ => 0,
        };
        if count <= most { count } else { 0 }
    }

    /// Takes what says again what stands on a card: its name and, right below, its motto.
    fn cards(&mut self) {
        let mottos: HashMap<String, (usize, usize)> =
            self.cards.iter().map(|&(card, owner)| (self.value(card + 1).to_owned(), (card, owner))).collect();
        for at in 1..self.lines.len() {
            let Some(&(card, owner)) = mottos.get(self.value(at)) else { continue };
            if self.value(at - 1) == self.value(card) && !self.is_taken(at - 1) {
                let find = Find { owner, confidence: 0.95, evidence: "the card again".to_owned(), fields: Vec::new() };
                self.take(at - 1, find.clone());
                self.take(at, find);
            }
        }
    }

    /// Takes the few short lines behind the body that are shut in between others that were taken.
    fn enclosed(&mut self) {
        let body = self.lines.iter().rposition(|line| line.prose).map_or(0, |at| at + 1);
        let taken: Vec<usize> = (body..self.lines.len()).filter(|&at| self.is_taken(at)).collect();
        for pair in taken.windows(2) {
            let &[from, to] = pair else { continue };
            let gap = from + 1..to;
            let short = |at: usize| {
                let value = self.value(at);
                self.lines[at].width <= SHUT
                    && !self.is_heading(at)
                    && !value.contains('。')
                    && !value.ends_with(['：', ':'])
            };
            let (true, Some(owner)) = (gap.len() <= GAP && gap.clone().all(short), self.owner(to)) else { continue };
            for at in gap {
                let find =
                    Find { owner, confidence: 0.9, evidence: "shut in by others".to_owned(), fields: Vec::new() };
                self.take(at, find);
            }
        }
    }

    /// Gives back the paragraphs of a rule that would take much of the text: then they are what it is about.
    fn release(&mut self) {
        let prose = |at: &usize| self.lines[*at].prose;
        let width = |at: usize| self.lines[at].width.min(LONGEST);
        let all: usize = (0..self.lines.len()).filter(prose).map(width).sum();
        let mut taken: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
        for at in (0..self.lines.len()).filter(prose) {
            let Some(loaded) = self.owner(at).and_then(|owner| self.packs.definitions().get(owner)) else { continue };
            if loaded.definition.kind == Kind::Line {
                let (sum, lines) = taken.entry(loaded.rule.id).or_default();
                *sum += width(at);
                lines.push(at);
            }
        }
        for (sum, lines) in taken.into_values() {
            if lines.len() >= MANY && sum * 3 > all {
                for at in lines {
                    self.finds[at] = None;
                    self.taken -= 1;
                }
            }
        }
    }

    fn owner(&self, at: usize) -> Option<usize> {
        self.finds.get(at)?.as_ref().map(|find| find.owner)
    }

    fn is_heading(&self, at: usize) -> bool {
        let block = self.lines.get(at).and_then(|line| self.document.blocks.get(line.index));
        block.is_some_and(|block| level(block) > 0)
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
        let hit = line.hits.iter().find_map(|&owner| {
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

    /// Whether beside line `at` stands what `beside` asks for.
    fn stands(&self, beside: &Beside, at: usize) -> bool {
        match beside {
            Beside::Any(needed) => !needed || self.is_beside(at),
            Beside::Rule(id) => (at.saturating_sub(NEAR)..=at + NEAR).any(|line| {
                let loaded = self.owner(line).and_then(|owner| self.packs.definitions().get(owner));
                loaded.is_some_and(|loaded| loaded.is(id))
            }),
        }
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
            let Some(run) = run.filter(|run| self.doubtful || run.confidence >= self.policy.confidence) else {
                continue;
            };
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
        let passes = |&at: &usize| self.lines[at].link || (self.is_taken(at) && self.section_at(at).is_none());
        let count = (0..end).rev().take_while(passes).count();
        let start = end - count;
        let links = (start..end).filter(|&at| !self.is_taken(at)).count();
        let body = self.lines[..start].iter().filter(|line| line.prose).count();
        if links < loaded.definition.min || body < 2 || start < links {
            return None;
        }
        // Below a heading of the document's own the links are its references.
        let titled = start > 0
            && !self.is_taken(start - 1)
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
        let left = self.count_from(|at, _| !self.is_taken(at));
        let prose = self.count_from(|_, line| line.prose);
        for at in lists {
            let done = self.is_taken(at) && self.is_taken(at + 1);
            let Some((owner, loaded)) = self.section_at(at).filter(|_| !done) else { continue };
            let end = self.section_end(at);
            let items = end - at - 1;
            let rest = left[end];
            if items < loaded.definition.min || (rest > 0 && items < 2) {
                continue;
            }
            // What an author recommends on the way stands between paragraphs, even when all of it is links.
            let sure = rest <= TAIL.lines || (prose[end] <= 1 && self.lines[at + 1..end].iter().all(|line| line.link));
            let doubtful = recurs || !sure;
            if doubtful && !self.doubtful {
                continue;
            }
            let confidence = if doubtful { 0.6 } else { loaded.definition.confidence };
            for item in at..end {
                let find = Find::new(owner, loaded);
                self.take(item, Find { confidence, evidence: format!("{items} lines below"), ..find });
            }
        }
    }

    /// For each line, and for the end, how many lines from there on are `such`.
    fn count_from(&self, such: impl Fn(usize, &Line) -> bool) -> Vec<usize> {
        let mut counts = vec![0; self.lines.len() + 1];
        for (at, line) in self.lines.iter().enumerate().rev() {
            counts[at] = counts[at + 1] + usize::from(such(at, line));
        }
        counts
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
        let own = |&owner: &usize| self.packs.definitions().get(owner).is_some_and(|hit| hit.rule == loaded.rule);
        self.is_heading(at) && !line.hits.iter().any(own)
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
            let headline = || line.width <= 120 && !line.prose && is_headline(self.value(*item));
            line.link || (headline() && !self.is_heading(*item))
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
