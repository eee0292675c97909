//! A stage of one's own: takes references to notes, such as `[12]`, out of every paragraph.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use taojin::document::{Change, Document, Rule, Stage};
use taojin::{Cleaner, Config, Error};

static NOTE_REFERENCE: Rule = Rule { id: "notes.reference", about: "references to notes, such as [12]" };

struct NoteReferences;

impl Stage for NoteReferences {
    fn name(&self) -> &'static str {
        "notes.references"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&NOTE_REFERENCE]
    }

    fn run(&self, document: &mut Document) {
        for index in 0..document.blocks.len() {
            if document.blocks[index].removal.is_some() {
                continue;
            }
            let changes = references(document.blocks[index].value());
            document.change(index, &changes, &NOTE_REFERENCE);
        }
    }
}

/// A removal for each number in square brackets; offsets are bytes of the value.
fn references(value: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    for (start, _) in value.match_indices('[') {
        let inside = &value[start + 1..];
        let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && inside[digits..].starts_with(']') {
            changes.push(Change::removal(start..start + digits + 2));
        }
    }
    changes
}

pub(crate) fn main() -> Result<(), Error> {
    let cleaner = Cleaner::with_stages(&Config::default(), vec![Box::new(NoteReferences)])?;
    let source = "河水[1]慢慢地流，谁也不着急[23]。";
    let record = cleaner.clean("river.txt", source.as_bytes())?;
    println!("{}", record.text);
    for row in &record.ledger {
        println!("{row:?}");
    }
    assert_eq!(record.text, "河水慢慢地流，谁也不着急。");
    assert!(record.ledger.iter().any(|row| row.rule == NOTE_REFERENCE.id));
    assert_eq!(record.source().as_deref(), Ok(source));
    Ok(())
}
