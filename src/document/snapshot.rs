//! Documents as the snapshots of tests show them.

use std::fmt::Write;

use super::{BREAK, Document};

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
        let _ = write!(shown, "\n{} {}", entry.removal.rule, entry.action.name());
        for (place, span) in entry.ranges.iter().enumerate() {
            let _ = write!(shown, "\n  {:?}", span.of(document.source()));
            if let Some(replacement) = entry.replacements.get(place).filter(|replacement| !replacement.is_empty()) {
                let _ = write!(shown, " -> {replacement:?}");
            }
        }
        let _ = writeln!(shown);
        if !entry.removal.evidence.is_empty() {
            let _ = writeln!(shown, "  {:.2}: {}", entry.removal.confidence, entry.removal.evidence);
        }
    }
    if let Some(rejection) = &document.rejection {
        let _ = writeln!(shown, "\n{}: {}", rejection.rule, rejection.evidence);
    }
    shown
}
