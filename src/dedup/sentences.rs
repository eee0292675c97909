//! Passages shorter than a paragraph: sentences on end that an earlier kept document has on end too.

use std::io;
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::fold::fold;
use super::repeats::PASSAGE;
use super::sort::{Records, Sorted, Sorter};
use super::{Options, Repeats};
use crate::document::Record;
use crate::text;

/// Sentences of a document that an earlier kept document has in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Which sentences, as [`crate::text::sentences`] finds them in the text.
    pub sentences: Range<u32>,
    /// How many kept documents have them, or the rarest of them.
    pub documents: u32,
    /// Index of the first of them, which keeps them when repetitions are removed.
    pub first: u32,
}

/// Bits of a hash that say how many units of folded text the sentence has.
const LENGTH: u64 = 0xffff;

/// Hashes of the sentences of `record`, with their lengths.
pub(super) fn sentences(record: &Record, options: &Options) -> Vec<u64> {
    if options.passages == Repeats::Off {
        return Vec::new();
    }
    let hash = |range: Range<usize>| {
        let folded = fold(record.text.get(range).unwrap_or_default());
        xxh3_64(folded.units.as_flattened()) & !LENGTH | (folded.units.len() as u64).min(LENGTH)
    };
    text::sentences(&record.text, &record.signals.language).map(hash).collect()
}

/// The sentences of all documents: hash, document and number.
pub(super) struct Sentences {
    places: Sorter<2>,
}

impl Sentences {
    /// None yet; takes about `bytes` of memory.
    pub(super) fn new(scratch: &Path, bytes: usize) -> Self {
        Self { places: Sorter::new(scratch, bytes) }
    }

    /// Adds the sentences of `document`.
    pub(super) fn push(&mut self, document: u32, sentences: &[u64]) -> io::Result<()> {
        let mut numbered = (u64::from(document) << 32..).zip(sentences);
        numbered
            .try_for_each(|(place, &hash)| if hash & LENGTH == 0 { Ok(()) } else { self.places.push([hash, place]) })
    }

    /// Tells which sentences of each kept document an earlier one has.
    pub(super) fn find(self, is_dropped: impl Fn(u32) -> bool, scratch: &Path, bytes: usize) -> io::Result<Passages> {
        let mut found = Sorter::new(scratch, bytes);
        let mut group = Group { hash: 0, documents: 0, last: None, places: Records::new(scratch, 1 << 16) };
        for place in self.places.sorted()? {
            let [hash, place] = place?;
            let document = (place >> 32) as u32;
            if is_dropped(document) {
                continue;
            }
            if hash != group.hash {
                let next = Group { hash, documents: 0, last: None, places: Records::new(scratch, 1 << 16) };
                std::mem::replace(&mut group, next).note(&mut found)?;
            }
            group.documents += u32::from(group.last.replace(document) != Some(document));
            group.places.push([place])?;
        }
        group.note(&mut found)?;
        Ok(Passages { found: found.sorted()?, open: None })
    }
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
            // What a document says twice is its own affair.
            if place >> 32 != first >> 32 {
                found.push([place, first, (self.hash & LENGTH) << 32 | u64::from(self.documents)])?;
            }
        }
        Ok(())
    }
}

/// Repeated passages in the order of documents and sentences.
pub(crate) struct Passages {
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

impl Passages {
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

impl Iterator for Passages {
    type Item = io::Result<(u32, Passage)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut all = Sentences::new(&std::env::temp_dir(), 1 << 10);
        for (document, text) in (0..).zip(texts) {
            let mut record = Record { text: text.clone(), ..Record::default() };
            record.signals.language = "zh".into();
            all.push(document, &sentences(&record, &options)).unwrap();
        }
        let found = all.find(|document| document == 1, &std::env::temp_dir(), 1 << 10).unwrap();
        let flat = |(document, found): (u32, Passage)| (document, found.sentences, found.documents, found.first);
        found.map(|found| flat(found.unwrap())).collect()
    }

    #[test]
    fn sentences_on_end_make_a_passage_and_those_of_a_dropped_document_do_not_count() {
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
