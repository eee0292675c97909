//! What becomes of the lines that a pass took: they leave the text, and what they say goes to the metadata.

use super::find::Find;
use crate::document::{Document, Mark, Removal};
use crate::strip::policy::Policy;
use crate::strip::rules::ending::{self, End};
use crate::strip::rules::field;
use crate::strip::rules::lines::Line;
use crate::strip::rules::packs::Packs;

/// Fields of one document that go to its metadata at most: a list of a million names is no byline.
const FIELDS: usize = 1000;

/// Carries out `finds`, one or none for each of `lines`; then looks at the ends of the lines that are left, which are
/// given from the last one back, each with whether the text ends there.
pub(super) fn carry_out(
    document: &mut Document,
    (lines, finds): (&[Line], &[Option<Box<Find>>]),
    left: &[(usize, bool)],
    packs: &Packs,
    policy: &Policy,
    zone: &str,
) {
    let removal = |find: &Find| {
        let loaded = packs.definitions().get(find.owner)?;
        Some(Removal::by(loaded.rule, find.confidence).because(find.evidence.clone()))
    };
    let mut removals: Vec<Option<Removal>> =
        finds.iter().map(|find| find.as_deref().and_then(removal).filter(|found| policy.allows(found.rule))).collect();
    let mut stored = 0;
    for (at, line) in lines.iter().enumerate() {
        let (Some(find), Some(removal)) = (&finds[at], &removals[at]) else { continue };
        stored += find.fields.len();
        if policy.carries(removal) {
            if stored <= FIELDS {
                field::store(document, packs, &find.fields, zone);
            }
        } else if let Some(block) = document.blocks.get(line.index)
            && line.range.len() < block.value().len()
        {
            // A paragraph is not split for a line that stays.
            let span = block.text.source_span(line.range.clone());
            document.marks.extend(removals[at].take().map(|removal| Mark { span, removal }));
        }
    }
    let places = part(document, lines, |at| removals[at].is_some());
    let last = document.blocks.len();
    let next = |at: usize| match places.get(at + 1) {
        Some(&place) if removals[at + 1].is_some() => place,
        Some(_) => places[at] + 1,
        None => last,
    };
    for (at, removal) in removals.iter().enumerate() {
        let Some(removal) = removal else { continue };
        // Rulers and stray marks go with what they separated.
        for index in places[at]..next(at) {
            if index == places[at] || document.blocks[index].is_kept() {
                policy.remove(document, index, removal.clone());
            }
        }
    }
    let mut ends: Vec<End> = left.iter().map(|&(at, last)| End { index: places[at], last }).collect();
    ends.dedup_by_key(|end| end.index);
    ends.reverse();
    ending::run(document, &ends, packs, policy, zone);
}

/// Cuts blocks so that every line that `goes` is a block of its own; gives the index of the block of each line.
fn part(document: &mut Document, lines: &[Line], goes: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::with_capacity(lines.len());
    let mut cuts: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut added = 0;
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| lines.get(before)).filter(|before| before.index == line.index);
        if let Some(before) = before {
            // The line break between two goes with the one that goes.
            let cut = match (goes(at - 1), goes(at)) {
                (true, true) => Some(line.range.start),
                (true, false) => Some(before.range.end + 1),
                (false, true) => Some(line.range.start - 1),
                (false, false) => None,
            };
            if let Some(cut) = cut {
                match cuts.last_mut().filter(|(index, _)| *index == line.index) {
                    Some((_, own)) => own.push(cut),
                    None => cuts.push((line.index, vec![cut])),
                }
                added += 1;
            }
        }
        places.push(line.index + added);
    }
    document.split(&cuts);
    places
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::document::Stage;
    use crate::parse;
    use crate::strip::{Options, Rules};

    const BODY: &str = "渡口的老人把缆绳解开，数了一遍岸边的石头，然后坐下来等那封从没有写过的信，一直等到天黑。";

    fn run(source: &str) -> Document {
        let mut document = parse::markdown(source.to_owned(), &parse::Options::default());
        Rules::new(&Options::default(), &parse::Options::default()).expect("built-in packs").run(&mut document);
        document.settle().expect("the balance holds");
        document
    }

    #[test]
    fn lines_of_a_paragraph_go_one_by_one() {
        let document =
            run(&format!("{BODY}\n\n{BODY}\n\n{BODY}<br>灯还亮着。<br>责任编辑：白玉<br>上一篇：雾里的灯\n"));
        assert_eq!(document.text(), format!("{BODY}\n\n{BODY}\n\n{BODY}\n灯还亮着。"));
        assert!(document.metadata.extra.values().any(|value| value.to_string().contains("白玉")));
    }

    #[test]
    fn lines_between_those_that_go_stay_together() {
        let document =
            run(&format!("作者：林一川<br>来源：海边日报<br>{BODY}<br>{BODY}<br>下一篇：雾里的灯\n\n{BODY}\n"));
        assert_eq!(document.text(), format!("{BODY}\n{BODY}\n\n{BODY}"));
    }

    #[test]
    fn a_poem_with_line_breaks_stays_whole() {
        let poem = "渡口的灯<br>没有名字的河<br>谁在对岸<br>数着石头<br>一直数到天亮";
        let document = run(&format!("{BODY}\n\n{poem}\n\n{BODY}\n"));
        assert!(document.text().contains("没有名字的河\n谁在对岸\n数着石头"), "{}", document.text());
    }
}
