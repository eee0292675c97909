//! Documents with the text of a better one.

use std::io;

use crate::dedup::files::{COPIES, HEADS, Heads};
use crate::dedup::options::Options;
use crate::dedup::pass::{By, Part, Pass};
use crate::dedup::store::{Records, Sorter};
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static COPIES_PASS: Pass = Pass {
    name: "copies",
    about: "find the documents with the same text, and which of them is the best",
    parts: By::Key("hash of the folded text"),
    reads: &[&HEADS],
    writes: &[&COPIES],
};

/// The documents with the text of a better one, by number: document and leader, and whether the bytes are the same.
pub(crate) fn find_copies(heads: &Heads, options: &Options, work: Workspace<'_>) -> io::Result<Records<2>> {
    let mut copies = work.records(8);
    if !options.exact && !options.near {
        return Ok(copies);
    }
    let mut found = work.sorter(8);
    for part in Part::all(work.parts) {
        find_in_part(heads, part, options, &mut found, work)?;
    }
    found.sorted()?.try_for_each(|copy| copies.push(copy?))?;
    Ok(copies)
}

/// Finds the copies among documents of which the hash of the text is in `part`.
fn find_in_part(
    heads: &Heads,
    part: Part,
    options: &Options,
    found: &mut Sorter<2>,
    work: Workspace<'_>,
) -> io::Result<()> {
    let mut texts = work.sorter(2);
    for head in heads.iter() {
        let head = head?;
        let Some(text) = head.text else { continue };
        let [high, low] = [(text >> 64) as u64, text as u64];
        if part.holds(high) {
            let [a, b, c, d] = head.preference(0, &options.keep);
            texts.push([high, low, a, b, c, d, head.number.into(), head.bytes])?;
        }
    }
    let mut leader = None;
    for text in texts.sorted()? {
        let [high, low, .., number, bytes] = text?;
        match leader {
            Some((text, leader, other)) if text == [high, low] => {
                found.push([number << 32 | leader, u64::from(bytes != 0 && bytes == other)])?;
            }
            _ => leader = Some(([high, low], number, bytes)),
        }
    }
    Ok(())
}
