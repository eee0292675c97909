//! Paragraphs that many documents have: what a site writes below every page. Only the whole corpus shows them, so they
//! are found by `dedup` and taken out here, after all stages, from finished records.

use std::collections::BTreeMap;

use super::passage;
use crate::dedup::{Decision, PASSAGE, Repeats};
use crate::document::{Action, Held, Paragraph, Record, Row, Rule, SEPARATOR, Stretch};

/// A paragraph that many documents have.
pub static TEMPLATE: Rule =
    Rule { id: "strip.template", about: "a paragraph that far more documents have than chance" };

/// How sure it is that a paragraph which many documents have belongs to none of them, and that one of several documents
/// has not written a paragraph itself.
const CONFIDENCE: f32 = 0.7;

/// Marks or removes the paragraphs and passages of `record` that `decision` names: templates as `templates` says, others as
/// `passages` says. `path` gives the path of a document. Nothing is removed when nothing would be left, or when the source
/// could not be rebuilt from what is.
pub fn apply<'a>(
    record: &mut Record,
    decision: &Decision,
    (templates, passages): (Repeats, Repeats),
    path: impl Fn(u32) -> Option<&'a str>,
) {
    if decision.repeats.is_empty() && decision.passages.is_empty() {
        return;
    }
    let Ok(source) = record.source() else { return };
    let points: Vec<usize> = source.char_indices().map(|(at, _)| at).chain([source.len()]).collect();
    let text = |(start, end): (u32, u32)| {
        let range = points.get(start as usize).zip(points.get(end as usize));
        range.and_then(|(&start, &end)| source.get(start..end)).unwrap_or_default().to_owned()
    };
    let row = |rule: &Rule, paragraph: u32, range: (u32, u32), documents: u32, first: Option<&str>| Row {
        rule: rule.id.to_owned(),
        action: Action::Marked,
        paragraph: Some(paragraph),
        ranges: vec![range],
        removed: text(range),
        confidence: CONFIDENCE,
        evidence: match first {
            Some(path) => format!("in {documents} documents, first in {path}"),
            None => format!("in {documents} documents"),
        },
        ..Row::default()
    };
    let (mut parts, whole) = passage::locate(record, &decision.passages);
    let mut rows = BTreeMap::new();
    let mut removed = BTreeMap::new();
    // What is known of a paragraph as such goes before what its sentences tell.
    for repeat in whole.iter().chain(&decision.repeats) {
        let Some(paragraph) = record.paragraphs.get(repeat.paragraph as usize) else { continue };
        let range = (paragraph.source_start, paragraph.source_end);
        let (rule, action) = if repeat.is_template { (&TEMPLATE, templates) } else { (&PASSAGE, passages) };
        let first = path(repeat.first).filter(|_| !repeat.is_template);
        let row = row(rule, repeat.paragraph, range, repeat.documents, first);
        removed.remove(&repeat.paragraph);
        if action == Repeats::Remove {
            removed.insert(repeat.paragraph, row.clone());
        }
        rows.insert(repeat.paragraph, row);
    }
    parts.retain(|part| !rows.contains_key(&part.paragraph));
    let mut marks: Vec<Row> =
        parts.iter().map(|part| row(&PASSAGE, part.paragraph, part.source, part.documents, path(part.first))).collect();
    if passages == Repeats::Remove && !parts.is_empty() {
        let out = Action::Removed;
        let gone = marks.iter().map(|mark| Row { action: out, ..mark.clone() }).collect();
        let short = passage::shorten(record, &parts, gone, text);
        if short.source().as_deref() == Ok(source.as_str()) {
            *record = short;
            marks.clear();
        }
    }
    if let Some(cut) = cut(record, &removed, text).filter(|cut| cut.source().as_deref() == Ok(source.as_str())) {
        *record = cut;
        rows.retain(|paragraph, _| !removed.contains_key(paragraph));
        let gone = |paragraph: u32| removed.range(..paragraph).count() as u32;
        rows.iter_mut().for_each(|(&paragraph, row)| row.paragraph = Some(paragraph - gone(paragraph)));
        marks.iter_mut().for_each(|row| row.paragraph = row.paragraph.map(|paragraph| paragraph - gone(paragraph)));
    }
    record.ledger.extend(rows.into_values());
    record.ledger.extend(marks);
}

/// `record` without the paragraphs in `removed`, whose rows go to the ledger; none when nothing would be left.
fn cut(record: &Record, removed: &BTreeMap<u32, Row>, text: impl Fn((u32, u32)) -> String) -> Option<Record> {
    if removed.is_empty() || removed.len() >= record.paragraphs.len() {
        return None;
    }
    let mut separators: Vec<(u32, u32)> = Vec::new();
    let note = |stretch: Stretch| {
        if stretch.held == Held::Separator {
            separators.push((stretch.start, stretch.end));
        }
        Ok(())
    };
    record.partition(note).ok()?;

    let mut cut = Record { paragraphs: Vec::new(), text: String::new(), ledger: Vec::new(), ..record.clone() };
    let mut chars = record.text.chars();
    let (mut at, mut read) = (0, 0);
    let mut numbers = Vec::with_capacity(record.paragraphs.len());
    for (number, paragraph) in (0..).zip(&record.paragraphs) {
        if removed.contains_key(&number) {
            numbers.push(None);
            continue;
        }
        numbers.push(Some(cut.paragraphs.len() as u32));
        if !cut.paragraphs.is_empty() {
            cut.text.push_str(SEPARATOR);
            at += SEPARATOR.len() as u32;
        }
        let length = paragraph.end - paragraph.start;
        cut.text.extend(chars.by_ref().skip((paragraph.start - read) as usize).take(length as usize));
        read = paragraph.end;
        cut.paragraphs.push(Paragraph { start: at, end: at + length, ..paragraph.clone() });
        at += length;
    }
    cut.chars = at;

    for row in &record.ledger {
        match row.paragraph.map(|number| numbers.get(number as usize).copied().flatten()) {
            // What was done inside a paragraph is gone with it; its range holds the source text of all.
            Some(None) if row.partitions() => {}
            Some(number) => cut.ledger.push(Row { paragraph: number, ..row.clone() }),
            None => cut.ledger.push(row.clone()),
        }
    }
    let mut is_taken = vec![false; separators.len()];
    let mut take = |found: Result<usize, usize>| {
        let found =
            found.ok().filter(|&found| is_taken.get_mut(found).is_some_and(|taken| !std::mem::replace(taken, true)));
        found.and_then(|found| separators.get(found).copied())
    };
    for row in removed.values() {
        let mut range = *row.ranges.first()?;
        // The blank lines around it separate nothing any more; one between two paragraphs removed goes with the first.
        if let Some((_, end)) = take(separators.binary_search_by_key(&range.1, |&(start, _)| start)) {
            range.1 = end;
        }
        if let Some((start, _)) = take(separators.binary_search_by_key(&range.0, |&(_, end)| end)) {
            range.0 = start;
        }
        cut.ledger.push(Row {
            action: Action::Removed,
            paragraph: None,
            ranges: vec![range],
            removed: text(range),
            ..row.clone()
        });
    }
    let out = cut.ledger.iter().filter(|row| row.partitions()).flat_map(|row| &row.ranges);
    cut.removed_chars = out.map(|(start, end)| end - start).sum();
    Some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::{Passage, Repeat};
    use crate::document::Origin;
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
        apply(&mut record, &decision(repeats.into()), (Repeats::Mark, Repeats::Mark), |_| Some("甲.txt"));
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
            apply(&mut record, &decision(repeats), (Repeats::Remove, Repeats::Remove), |_| None);
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
        apply(
            &mut record,
            &decision(vec![repeat(0, true), repeat(2, false)]),
            (Repeats::Remove, Repeats::Mark),
            |_| None,
        );
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
            apply(&mut record, &decision, (Repeats::Off, action), |_| Some("甲.txt"));
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
