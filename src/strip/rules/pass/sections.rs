//! Headings of sections and what belongs to them.

use super::budget::TAIL;
use super::find::Find;
use super::state::{LONGEST, Pass};
use crate::document::Rule;
use crate::strip::form::is_headline;
use crate::strip::rules::definition::Kind;
use crate::strip::rules::lines::Line;
use crate::strip::rules::rule::Loaded;

/// Headings of sections that one document may hold before they are its own way of ending a chapter.
const RECURRING: usize = 2;

impl<'a> Pass<'a> {
    /// Takes every heading of a section and what belongs to it.
    pub(super) fn sections(&mut self) {
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
        if recurs && !self.doubtful {
            return;
        }
        let left = self.count_from(|at, _| !self.is_taken(at));
        let prose = self.count_from(|_, line| line.prose);
        let mut end = 0;
        for at in lists {
            let done = self.is_taken(at) && self.is_taken(at + 1);
            let Some((owner, loaded)) = self.section_at(at).filter(|_| !done) else { continue };
            // Headings within one list share its end.
            end = if at + 1 < end { end } else { self.section_end(at) };
            let items = end - at - 1;
            let rest = left[end];
            if items < loaded.definition.min || (rest > 0 && items < 2) {
                continue;
            }
            // What an author recommends on the way is between paragraphs, even when all of it is links.
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
    /// such as its own, and is much shorter than what precedes it. What one heading showed is not looked at again for
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
        self.is_heading(at) && !line.edge_hits(self.packs, self.value(at)).iter().any(own)
    }

    /// Whether a line from `from` on says what the section of `loaded` must say.
    fn says(&self, from: usize, loaded: &Loaded) -> bool {
        let words = &loaded.definition.below;
        (from..self.lines.len()).any(|line| words.iter().any(|word| self.value(line).contains(word.as_str())))
    }

    pub(super) fn section_at(&self, at: usize) -> Option<(usize, &'a Loaded)> {
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
