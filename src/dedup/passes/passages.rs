//! Passages shorter than a paragraph: consecutive sentences that an earlier kept document has consecutively too.

use std::io;
use std::path::Path;

use crate::dedup::decision::Passage;
use crate::dedup::files::{PASSAGES, SENTENCES, VERDICTS, Verdicts};
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::{Parted, Record, Records, Sorted, Sorter};
use crate::dedup::summary::{LENGTH, PASSAGE};
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static PASSAGES_PASS: Pass = Pass {
    name: "passages",
    about: "find the sentences that an earlier kept document has",
    parts: By::Key("hash of the sentence"),
    reads: &[&SENTENCES, &VERDICTS],
    writes: &[&PASSAGES],
};

/// Tells which sentences of each kept document an earlier one has.
pub(crate) fn find_passages(
    sentences: Parted<2>,
    verdicts: &Verdicts,
    work: Workspace<'_>,
) -> io::Result<RepeatedPassages> {
    let mut found = work.sorter(1);
    for part in sentences.into_parts() {
        find_in_part(part?, |document| verdicts.is_dropped(document), &mut found, work.folder)?;
    }
    Ok(RepeatedPassages { found: found.sorted()?, open: None })
}

/// Finds the repeated sentences of one part: hash, document and number.
fn find_in_part(
    sentences: impl Iterator<Item = io::Result<Record<2>>>,
    is_dropped: impl Fn(u32) -> bool,
    found: &mut Sorter<3>,
    scratch: &Path,
) -> io::Result<()> {
    let mut group = Group { hash: 0, documents: 0, last: None, places: Records::new(scratch, 1 << 16) };
    for place in sentences {
        let [hash, place] = place?;
        let document = (place >> 32) as u32;
        if is_dropped(document) {
            continue;
        }
        if hash != group.hash {
            let next = Group { hash, documents: 0, last: None, places: Records::new(scratch, 1 << 16) };
            std::mem::replace(&mut group, next).note(found)?;
        }
        group.documents += u32::from(group.last.replace(document) != Some(document));
        group.places.push([place])?;
    }
    group.note(found)
}

/// The places of one sentence, by document.
struct Group {
    hash: u64,
    documents: u32,
    last: Option<u32>,
    places: Records<1>,
}

impl Group {
    fn note(&self, found: &mut Sorter<3>) -> io::Result<()> {
        let Some([first]) = self.places.iter().next().transpose()?.filter(|_| self.documents > 1) else {
            return Ok(());
        };
        for place in self.places.iter() {
            let [place] = place?;
            // That one document says it twice makes no repeat.
            if place >> 32 != first >> 32 {
                found.push([place, first, (self.hash & LENGTH) << 32 | u64::from(self.documents)])?;
            }
        }
        Ok(())
    }
}

/// Repeated passages in the order of documents and sentences.
pub(crate) struct RepeatedPassages {
    found: Sorted<3>,
    open: Option<Open>,
}

/// A passage to which the next sentence may belong.
struct Open {
    /// Document and number of the sentence that would come next, here and in the first document.
    next: [u64; 2],
    passage: Passage,
    length: u64,
}

impl Open {
    fn close(self) -> Option<(u32, Passage)> {
        (self.length >= PASSAGE as u64).then_some(((self.next[0] >> 32) as u32, self.passage))
    }
}

impl RepeatedPassages {
    fn read(&mut self) -> io::Result<Option<(u32, Passage)>> {
        for record in self.found.by_ref() {
            let [place, first, counts] = record?;
            let (length, documents) = (counts >> 32, counts as u32);
            let number = place as u32;
            if let Some(open) = self.open.as_mut().filter(|open| open.next == [place, first]) {
                open.next = [place + 1, first + 1];
                open.length += length;
                open.passage.sentences.end = number + 1;
                open.passage.documents = open.passage.documents.min(documents);
                continue;
            }
            let passage = Passage { sentences: number..number + 1, documents, first: (first >> 32) as u32 };
            let before = self.open.replace(Open { next: [place + 1, first + 1], passage, length });
            if let Some(passage) = before.and_then(Open::close) {
                return Ok(Some(passage));
            }
        }
        Ok(self.open.take().and_then(Open::close))
    }
}

impl Iterator for RepeatedPassages {
    type Item = io::Result<(u32, Passage)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::dedup::files::Verdict;
    use crate::dedup::kind::DuplicateKind;
    use crate::dedup::options::{Options, Repeats};
    use crate::dedup::passes::observe::Observed;
    use crate::dedup::summary::{Benchmarks, observe};
    use crate::document;

    const STORY: [&str; 6] = [
        "渡口的老人每天清早解开缆绳，先数一遍岸边的石头。",
        "他说石头少了一块，河就会涨一寸。",
        "没有人信他的话，直到那年夏天。",
        "水漫过了第三级台阶，磨坊的轮子停了。",
        "孩子们把石头一块一块搬回来，摆成原来的样子。",
        "第二天早上，河退了。",
    ];

    fn find(texts: &[String]) -> Vec<(u32, Range<u32>, u32, u32)> {
        let options = Options { passages: Repeats::Mark, ..Options::default() };
        let folder = std::env::temp_dir();
        let work = Workspace { folder: &folder, bytes: 1 << 10, threads: 1, parts: 2 };
        let mut observed = Observed::new(&options, work).unwrap();
        for text in texts {
            let mut record = document::Record { text: text.clone(), ..document::Record::default() };
            record.signals.language = "zh".into();
            observed.push(observe(&record, &options, &Benchmarks::default()), false).unwrap();
        }
        let mut verdicts = Verdicts::new(texts.len() as u32);
        verdicts.set(1, Verdict { kept: 0, kind: DuplicateKind::ExactText, similarity: 1.0, stays: false });
        let found = find_passages(observed.sentences, &verdicts, work).unwrap();
        let flat = |(document, found): (u32, Passage)| (document, found.sentences, found.documents, found.first);
        found.map(|found| flat(found.unwrap())).collect()
    }

    #[test]
    fn consecutive_sentences_make_a_passage_and_those_of_a_dropped_document_do_not_count() {
        let quoting = format!("有人写道：\n{}{}这话我信。", STORY[1].replace('，', ","), STORY[2..5].concat());
        let texts = [STORY.concat(), STORY.concat(), quoting, "另一个故事从这里开始，和河没有关系。".into()];
        assert_eq!(find(&texts), [(2, 1..5, 2, 0)]);
    }

    #[test]
    fn short_stretches_and_other_orders_are_none() {
        let alone = format!("他想起一句话。{}别的都忘了。", STORY[1]);
        let turned = [STORY[2], STORY[0], STORY[4], STORY[1], STORY[3]].concat();
        assert_eq!(find(&[STORY.concat(), String::new(), alone, turned]), []);
    }
}
