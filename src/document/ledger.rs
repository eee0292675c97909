//! The balance: proof that kept text and ledger partition the source, and the ledger itself.

use serde::{Deserialize, Serialize};

use super::block::{Block, Removal, SEPARATOR};
use super::document::Document;
use super::edit::Edit;
use super::rule::Rule;
use super::span::Span;

/// White space between blocks that is not the one blank line which separates paragraphs.
pub static BREAK: Rule = Rule { id: "parse.break", about: "white space between blocks, replaced by one blank line" };

/// What happened to the ranges of a ledger entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Action {
    /// They are not in the text.
    #[default]
    Removed,
    /// Something else is in their place.
    Changed,
    /// They are still in the text; a rule only pointed at them.
    Marked,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 3] = [Self::Removed, Self::Changed, Self::Marked];

    /// The name used in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Action::Removed => "removed",
            Action::Changed => "changed",
            Action::Marked => "marked",
        }
    }

    /// The action of that name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// One entry of a document's ledger: all that one rule did in one block, or outside all blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerEntry {
    /// The rule, how sure it was and what it saw.
    pub removal: Removal,
    /// What happened.
    pub action: Action,
    /// Index into [`Settled::kept`] of the block in which it happened; none outside kept blocks.
    pub block: Option<u32>,
    /// The source ranges, sorted and disjoint.
    pub ranges: Vec<Span>,
    /// What is in the place of each range; empty when all are removed.
    pub replacements: Vec<Box<str>>,
    /// What a reader saw of a block that was removed, where that is not the source of its ranges.
    pub shown: Option<Box<str>>,
}

/// The source range that neither the text nor the ledger accounts for, or that both do: a bug in a stage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Imbalance {
    /// Text that nobody accounts for.
    #[error("bytes {} to {} of the source text are neither kept nor in the ledger", .0.start, .0.end)]
    Lost(Span),
    /// Text accounted for twice.
    #[error("bytes {} to {} of the source text are accounted for twice", .0.start, .0.end)]
    Twice(Span),
}

/// A document whose every source character is accounted for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    /// Indices into [`Document::blocks`] of the blocks that make the text: kept and not empty.
    pub kept: Vec<usize>,
    /// The ledger, in source order of the entries' first ranges.
    pub entries: Vec<LedgerEntry>,
}

/// One stretch of the source that is accounted for as a whole.
enum Unit<'a> {
    Kept(u32, &'a Block),
    Gone(&'a Block),
    Edit(&'a Edit),
}

impl Document {
    /// Accounts for every character of the source: what is kept, and the ledger of the rest.
    ///
    /// White space between blocks that no stage claimed goes to `parse.break`, except the one blank line between two
    /// neighbours, which is kept as their separator.
    ///
    /// # Errors
    /// [`Imbalance`] when ranges overlap or text is unaccounted for. That is a bug in a stage, never a fault of the
    /// input.
    pub fn settle(&self) -> Result<Settled, Imbalance> {
        let kept: Vec<usize> = (0..self.blocks.len()).filter(|&index| self.blocks[index].is_text()).collect();
        let mut units = self.units();
        units.sort_by_key(|(span, _)| (span.start, span.end));

        let mut ledger = Ledger::default();
        let (mut at, mut before) = (0_u32, None);
        for (span, unit) in &units {
            if span.start < at {
                return Err(Imbalance::Twice(Span { start: span.start, end: at.min(span.end) }));
            }
            let here = if let Unit::Kept(number, _) = unit { Some(*number) } else { None };
            let follows = matches!((before, here), (Some(a), Some(b)) if a + 1 == b);
            self.settle_gap(Span { start: at, end: span.start }, follows, &mut ledger)?;
            match unit {
                Unit::Kept(number, block) => {
                    for edit in block.text.edits() {
                        ledger.edit(edit, Some(*number), true);
                    }
                }
                Unit::Gone(block) => {
                    // What stands for something else, such as an entity, goes with the block that a reader saw it in.
                    let is_seen = |edit: &&Edit| block.removal.is_some() && !edit.replacement.is_empty();
                    for edit in block.text.edits().iter().filter(|edit| !is_seen(edit)) {
                        ledger.edit(edit, None, false);
                    }
                    if let Some(removal) = &block.removal {
                        let ranges: Vec<Span> = block.text.seen().collect();
                        let source: String = ranges.iter().map(|span| span.of(self.source())).collect();
                        let shown = (source != block.value()).then(|| block.value().into());
                        ledger.entry(removal.clone(), Action::Removed, ranges, shown);
                    }
                }
                Unit::Edit(edit) => ledger.edit(edit, None, true),
            }
            before = here;
            at = span.end;
        }
        self.settle_gap(Span { start: at, end: self.source().len() as u32 }, false, &mut ledger)?;
        for mark in &self.marks {
            ledger.entry(mark.removal.clone(), Action::Marked, vec![mark.span], None);
        }
        Ok(Settled { kept, entries: ledger.finish() })
    }

    fn units(&self) -> Vec<(Span, Unit<'_>)> {
        let mut number = 0;
        let blocks = self.blocks.iter().map(|block| {
            let unit = if block.is_text() {
                number += 1;
                Unit::Kept(number - 1, block)
            } else {
                Unit::Gone(block)
            };
            (block.text.span(), unit)
        });
        let blocks: Vec<_> = blocks.collect();
        blocks.into_iter().chain(self.edits.iter().map(|edit| (edit.span, Unit::Edit(edit)))).collect()
    }

    fn settle_gap(&self, gap: Span, follows: bool, ledger: &mut Ledger) -> Result<(), Imbalance> {
        let text = gap.of(self.source());
        if gap.is_empty() || (follows && text == SEPARATOR) {
            return Ok(());
        }
        if !text.chars().all(char::is_whitespace) {
            return Err(Imbalance::Lost(gap));
        }
        ledger.edit(&Edit::removal(gap, &BREAK), None, true);
        Ok(())
    }
}

/// Entries being gathered: those of one rule in one block are one entry.
#[derive(Default)]
struct Ledger {
    entries: Vec<LedgerEntry>,
    /// First entry that belongs to the block at hand; earlier ones of a block are closed.
    open: usize,
    block: Option<u32>,
    /// Entries outside kept blocks, one per rule.
    outside: Vec<LedgerEntry>,
}

impl Ledger {
    /// Adds an edit. In a removed block (`is_kept` false) nothing is in its place any more.
    fn edit(&mut self, edit: &Edit, block: Option<u32>, is_kept: bool) {
        if edit.span.is_empty() && !is_kept {
            return;
        }
        if block.is_some() && block != self.block {
            self.open = self.entries.len();
            self.block = block;
        }
        let group = if block.is_some() { &mut self.entries } else { &mut self.outside };
        let from = if block.is_some() { self.open } else { 0 };
        let found = group[from..].iter().position(|entry| entry.removal.rule == edit.rule);
        let entry = match found {
            Some(index) => &mut group[from + index],
            None => {
                let removal = Removal::by(edit.rule, 1.0);
                let (ranges, replacements) = (Vec::new(), Vec::new());
                group.push(LedgerEntry { removal, action: Action::Removed, block, ranges, replacements, shown: None });
                let last = group.len() - 1;
                &mut group[last]
            }
        };
        let replacement = if is_kept { edit.replacement.clone() } else { "".into() };
        if !replacement.is_empty() && entry.action == Action::Removed {
            entry.action = Action::Changed;
            entry.replacements = vec!["".into(); entry.ranges.len()];
        }
        entry.ranges.push(edit.span);
        if entry.action == Action::Changed {
            entry.replacements.push(replacement);
        }
    }

    fn entry(&mut self, removal: Removal, action: Action, ranges: Vec<Span>, shown: Option<Box<str>>) {
        if !ranges.is_empty() {
            self.open = self.entries.len() + 1;
            self.block = None;
            self.entries.push(LedgerEntry { removal, action, block: None, ranges, replacements: Vec::new(), shown });
        }
    }

    fn finish(mut self) -> Vec<LedgerEntry> {
        self.entries.append(&mut self.outside);
        self.entries.sort_by(|a, b| {
            let key = |entry: &LedgerEntry| (entry.ranges.first().copied(), entry.removal.rule.id);
            key(a).cmp(&key(b))
        });
        self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Change, Format, Kind, Text};

    static ENTITY: Rule = Rule { id: "test.entity", about: "a test" };
    static FOOTER: Rule = Rule { id: "test.footer", about: "a test" };

    #[test]
    fn a_removed_block_is_listed_as_a_reader_saw_it() {
        let source = "Gr&uuml;&szlig;e <b>2020</b>";
        let mut document = Document::new(source.to_owned(), Format::Html);
        let mut text = Text::verbatim(source, Span::new(0, source.len()));
        let changes = [
            Change::replacement(2..8, "ü"),
            Change::replacement(8..15, "ß"),
            Change::removal(17..20),
            Change::removal(24..28),
        ];
        text.apply(&changes, &ENTITY);
        document.blocks.push(Block { removal: Some(Removal::by(&FOOTER, 1.0)), ..Block::new(Kind::Paragraph, text) });
        let entries = document.settle().unwrap().entries;
        let [footer, markup] = entries.as_slice() else { panic!("{entries:?}") };
        let removed = |entry: &LedgerEntry| entry.ranges.iter().map(|span| span.of(source)).collect::<String>();
        assert_eq!((footer.removal.rule.id, removed(footer).as_str()), ("test.footer", "Gr&uuml;&szlig;e 2020"));
        assert_eq!(footer.shown.as_deref(), Some("Grüße 2020"));
        assert_eq!((markup.removal.rule.id, removed(markup).as_str()), ("test.entity", "<b></b>"));
        assert_eq!(markup.shown, None);
    }
}
