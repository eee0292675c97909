//! Runs of blocks of one form: links, and headlines of other articles.

use super::find::Find;
use super::state::Pass;
use crate::strip::form::{ends_sentence, is_headline};
use crate::strip::rules::definition::Form;
use crate::strip::rules::headlines;
use crate::strip::rules::rule::Loaded;
use crate::strip::rules::run::Run;

impl Pass<'_> {
    /// Takes the run of links or headlines that ends before line `end`; gives where it begins.
    pub(super) fn run_before(&mut self, end: usize) -> Option<usize> {
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
        let passes = |&at: &usize| self.lines[at].link || (self.is_taken(at) && self.section_at(at).is_none());
        let count = (0..end).rev().take_while(passes).count();
        let start = end - count;
        let links = (start..end).filter(|&at| !self.is_taken(at)).count();
        let body = self.lines[..start].iter().filter(|line| line.prose).count();
        if links < loaded.definition.min || body < 2 || start < links {
            return None;
        }
        // Below a heading of the document's own the links are its references.
        let titled = start > 0 && !self.is_taken(start - 1) && {
            let text = self.lines[start - 1].text(self.document);
            self.is_heading(start - 1)
                || (is_headline(text) && !ends_sentence(text))
                || text.trim_end().ends_with([':', '：'])
        };
        let confidence = if titled { 0.5 } else { loaded.definition.confidence };
        Some(Run { start, confidence, evidence: format!("{links} lines that are nothing but links") })
    }
}
