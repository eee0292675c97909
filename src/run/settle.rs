//! What a decision of `dedup` does to a finished record: paragraphs that many documents have (what a site writes below
//! every page) and passages of earlier documents are marked or removed. Only the whole corpus shows them.

use std::collections::BTreeMap;

use super::passages::{Part, locate};
use crate::dedup::{Decision, PASSAGE, Repeat, Repeats};
use crate::document::{Action, Cut, Excerpts, Record, RemovalError, Row, Rule, Unbalanced};

/// A paragraph that many documents have.
pub(super) static TEMPLATE: Rule =
    Rule { id: "strip.template", about: "a paragraph that far more documents have than chance" };

/// How sure it is that a paragraph which many documents have belongs to none of them, and that one of several documents
/// has not written a paragraph itself.
const CONFIDENCE: f32 = 0.7;

/// Marks or removes the paragraphs and passages of `record` that `decision` names: templates as `templates` says, others as
/// `passages` says. `path` gives the path of a document. When no paragraph would be left, all are only marked.
///
/// # Errors
/// [`RemovalError`] when the record does not lead back to its source text, before or afterwards: a bug.
pub(super) fn settle<'a>(
    record: &mut Record,
    decision: &Decision,
    (templates, passages): (Repeats, Repeats),
    path: impl Fn(u32) -> Option<&'a str>,
) -> Result<(), RemovalError> {
    if decision.repeats.is_empty() && decision.passages.is_empty() {
        return Ok(());
    }
    let failed = |why: Unbalanced| RemovalError { rule: PASSAGE.id, why };
    let (mut parts, whole) = locate(record, &decision.passages).map_err(failed)?;
    let action = |repeat: &Repeat| if repeat.is_template { templates } else { passages };
    // What is known of a paragraph as such takes precedence over what its sentences tell.
    let repeats = whole.iter().chain(&decision.repeats).map(|repeat| (repeat.paragraph, repeat));
    let mut repeats: BTreeMap<u32, &Repeat> = repeats.collect();
    repeats.retain(|&paragraph, _| record.paragraphs.get(paragraph as usize).is_some());
    parts.retain(|part| !repeats.contains_key(&part.paragraph));

    let goes: Vec<u32> =
        repeats.iter().filter(|(_, repeat)| action(repeat) == Repeats::Remove).map(|(&number, _)| number).collect();
    let goes = if goes.len() < record.paragraphs.len() { goes } else { Vec::new() };
    let of_repeat = |(&paragraph, repeat): (&u32, &&Repeat)| {
        let found = record.paragraphs.get(paragraph as usize)?;
        let (rule, first) = if repeat.is_template { (&TEMPLATE, None) } else { (&PASSAGE, path(repeat.first)) };
        Some(Cut {
            paragraph,
            text: found.start..found.end,
            source: (found.source_start, found.source_end),
            rule,
            confidence: CONFIDENCE,
            evidence: evidence(repeat.documents, first),
        })
    };
    let of_part = |part: &Part| Cut {
        paragraph: part.paragraph,
        text: part.text.clone(),
        source: part.source,
        rule: &PASSAGE,
        confidence: CONFIDENCE,
        evidence: evidence(part.documents, path(part.first)),
    };
    let (mut removed, mut marked): (Vec<Cut>, Vec<Cut>) =
        repeats.iter().filter_map(of_repeat).partition(|cut| goes.binary_search(&cut.paragraph).is_ok());
    let parts = parts.iter().map(of_part);
    if passages == Repeats::Remove {
        removed.extend(parts)
    } else {
        marked.extend(parts)
    }
    record.remove(&removed)?;
    mark(record, &marked, &goes).map_err(failed)
}

/// What the ledger says of a passage that so many documents have.
fn evidence(documents: u32, first: Option<&str>) -> String {
    match first {
        Some(path) => format!("in {documents} documents, first in {path}"),
        None => format!("in {documents} documents"),
    }
}

/// Notes `marked` in the ledger of `record`, from which the paragraphs `gone` have been removed.
fn mark(record: &mut Record, marked: &[Cut], gone: &[u32]) -> Result<(), Unbalanced> {
    if marked.is_empty() {
        return Ok(());
    }
    let source = record.source()?;
    let excerpts = Excerpts::new(&source);
    let row = |cut: &Cut| Row {
        rule: cut.rule.id.to_owned(),
        action: Action::Marked,
        paragraph: Some(cut.paragraph - gone.partition_point(|&paragraph| paragraph < cut.paragraph) as u32),
        ranges: vec![cut.source],
        removed: excerpts.get(cut.source).to_owned(),
        confidence: cut.confidence,
        evidence: cut.evidence.clone(),
        ..Row::default()
    };
    record.ledger.extend(marked.iter().map(row));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::Passage;
    use crate::document::{Origin, SEPARATOR};
    use crate::parse;

    fn record(source: &str) -> Record {
        Record::new(Origin::default(), &parse::plain(source.to_owned())).unwrap()
    }

    fn decision(repeats: Vec<Repeat>) -> Decision {
        Decision { repeats, ..Decision::default() }
    }

    fn repeat(paragraph: u32, is_template: bool) -> Repeat {
        Repeat { paragraph, documents: 9, first: 3, is_template }
    }

    const SOURCE: &str = "第一段写河。\n第二段写山。\n\n第三段写桥。\n\n\n第四段写人。\n";

    #[test]
    fn marks_say_where_and_how_often() {
        let mut record = record(SOURCE);
        let before = record.text.clone();
        let repeats = [repeat(1, true), repeat(3, false)];
        settle(&mut record, &decision(repeats.into()), (Repeats::Mark, Repeats::Mark), |_| Some("甲.txt")).unwrap();
        assert_eq!(record.text, before);
        let rows: Vec<_> = record.ledger.iter().filter(|row| row.confidence == CONFIDENCE).collect();
        let said = |at: usize| (rows[at].rule.as_str(), rows[at].removed.as_str(), rows[at].evidence.as_str());
        assert_eq!(said(0), ("strip.template", "第二段写山。", "in 9 documents"));
        assert_eq!(said(1), ("dedup.passage", "第四段写人。", "in 9 documents, first in 甲.txt"));
        assert_eq!(record.source().unwrap(), SOURCE);
    }

    #[test]
    fn whatever_is_removed_the_source_can_be_rebuilt() {
        for pattern in 0..16_u32 {
            let mut record = record(SOURCE);
            let gone: Vec<u32> = (0..4).filter(|bit| pattern >> bit & 1 == 1).collect();
            let repeats: Vec<Repeat> = gone.iter().map(|&paragraph| repeat(paragraph, paragraph % 2 == 0)).collect();
            settle(&mut record, &decision(repeats), (Repeats::Remove, Repeats::Remove), |_| None).unwrap();
            assert_eq!(record.source().unwrap(), SOURCE, "{gone:?}");
            let left = if gone.len() == 4 { 4 } else { 4 - gone.len() };
            assert_eq!(record.paragraphs.len(), left, "{gone:?}");
            assert_eq!(record.chars as usize, record.text.chars().count());
            assert_eq!(record.text.split(SEPARATOR).count(), left);
        }
    }

    #[test]
    fn marks_and_removals_mix() {
        let mut record = record(SOURCE);
        settle(
            &mut record,
            &decision(vec![repeat(0, true), repeat(2, false)]),
            (Repeats::Remove, Repeats::Mark),
            |_| None,
        )
        .unwrap();
        assert!(record.text.starts_with("第二段") && record.paragraphs.len() == 3);
        let mark = record.ledger.iter().find(|row| row.rule == "dedup.passage").unwrap();
        assert_eq!((mark.paragraph, mark.removed.as_str()), (Some(1), "第三段写桥。"));
    }

    #[test]
    fn sentences_go_whole_and_the_source_can_be_rebuilt() {
        // Of the second paragraph two sentences in the middle, between which the words are parted; and all of the third.
        let middle = "磨坊 的 轮子 停 了 。 没有 人 说话 。";
        let source = format!("开头一段。\n河水 涨 了 三天 。 {middle} 天 还是 亮 了 。\n石头 都 在 。\n\n结尾一段。\n");
        let passage = |sentences| Passage { sentences, documents: 2, first: 5 };
        let decision = Decision { passages: vec![passage(2..4), passage(5..6)], ..Decision::default() };
        let mended = || {
            let mut document = parse::plain(source.clone());
            let stages = crate::mend::stages(&crate::mend::Options::default()).unwrap();
            stages.iter().for_each(|stage| stage.run(&mut document));
            Record::new(Origin::default(), &document).unwrap()
        };
        let text = "开头一段。\n\n河水涨了三天。磨坊的轮子停了。没有人说话。天还是亮了。\n\n石头都在。\n\n结尾一段。";
        assert_eq!(mended().text, text);
        for action in [Repeats::Mark, Repeats::Remove] {
            let mut record = mended();
            settle(&mut record, &decision, (Repeats::Off, action), |_| Some("甲.txt")).unwrap();
            assert_eq!(record.source().as_deref(), Ok(source.as_str()));
            assert_eq!(record.chars as usize, record.text.chars().count());
            let rows = record.ledger.iter().filter(|row| row.rule == "dedup.passage");
            let mut said: Vec<_> = rows.map(|row| (row.removed.trim(), row.evidence.as_str())).collect();
            said.sort_unstable();
            let evidence = "in 2 documents, first in 甲.txt";
            assert_eq!(said, [("石头 都 在 。", evidence), (middle, evidence)]);
            let left = text.replace("磨坊的轮子停了。没有人说话。", "").replace("石头都在。\n\n", "");
            assert_eq!(record.text, if action == Repeats::Mark { text } else { &left });
        }
    }
}
