//! Documents as the snapshots of tests show them.

use std::fmt::Write;

use super::{BREAK, Document, LedgerEntry};

/// The blocks that are kept, what every rule did, what was marked and why the document was rejected, a line each.
///
/// White space between blocks that no rule but `parse.break` claims is left out.
pub(crate) fn show(document: &Document) -> String {
    let mut shown = String::new();
    for block in document.kept() {
        let _ = writeln!(shown, "{:?}", block.value());
    }
    let settled = document.settle().unwrap();
    for entry in settled.entries.iter().filter(|entry| *entry.removal.rule != BREAK) {
        let _ = writeln!(shown, "\n{} {}", entry.removal.rule, entry.action.name());
        let edits: Vec<String> = (0..entry.ranges.len()).map(|place| edit(document, entry, place)).collect();
        for same in edits.chunk_by(|one, next| one == next) {
            let count = if same.len() > 1 { format!(" ({} times)", same.len()) } else { String::new() };
            let _ = writeln!(shown, "  {}{count}", same.first().map_or("", String::as_str));
        }
        if !entry.removal.evidence.is_empty() {
            let _ = writeln!(shown, "  {:.2}: {}", entry.removal.confidence, entry.removal.evidence);
        }
    }
    if let Some(rejection) = &document.rejection {
        let _ = writeln!(shown, "\n{}: {}", rejection.rule, rejection.evidence);
    }
    shown
}

/// What was in the place of a range of `entry`, and what is there now.
fn edit(document: &Document, entry: &LedgerEntry, place: usize) -> String {
    let before = entry.ranges.get(place).map_or("", |span| span.of(document.source()));
    match entry.replacements.get(place).filter(|replacement| !replacement.is_empty()) {
        Some(replacement) => format!("{before:?} -> {replacement:?}"),
        None => format!("{before:?}"),
    }
}
