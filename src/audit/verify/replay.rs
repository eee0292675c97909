//! The text made again from the source and the ledger.

use crate::document::{Cursor, Record};

/// Checks that the source text of every paragraph, with the replacements of the ledger put in, is the text that is there:
/// the way back from the text does not look at what the replacements say.
pub(super) fn replay(record: &Record, source: &str) -> Result<(), String> {
    let mut edits = Vec::new();
    for (row, entry) in record.ledger.iter().enumerate().filter(|(_, entry)| entry.partitions()) {
        let Some(paragraph) = entry.paragraph else { continue };
        for (number, &(start, end)) in entry.ranges.iter().enumerate() {
            let replacement = entry.replacements.get(number).map_or("", String::as_str);
            edits.push((paragraph, (start, end), (row, number), replacement));
        }
    }
    edits.sort_unstable();
    let (mut edits, mut from, mut text) =
        (edits.into_iter().peekable(), Cursor::new(source), Cursor::new(&record.text));
    for (number, paragraph) in (0..).zip(&record.paragraphs) {
        let outside = || format!("paragraph {number} has a range outside its source");
        let (mut made, mut at) = (String::new(), paragraph.source_start);
        let mut keep = |made: &mut String, from_at: u32, to: u32| {
            let length = to.checked_sub(from_at)?;
            from.take(from_at, length).map(|kept| made.push_str(kept))
        };
        while let Some((_, (start, end), _, replacement)) = edits.next_if(|edit| edit.0 == number) {
            keep(&mut made, at, start).ok_or_else(outside)?;
            made.push_str(replacement);
            at = end;
        }
        keep(&mut made, at, paragraph.source_end).ok_or_else(outside)?;
        let length = paragraph.end.saturating_sub(paragraph.start);
        if text.take(paragraph.start, length) != Some(made.as_str()) {
            return Err(format!("paragraph {number} is not what its source and the replacements in the ledger make"));
        }
    }
    Ok(())
}
