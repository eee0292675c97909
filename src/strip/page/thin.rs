//! Pages of very many blocks are judged by a part of them: of blocks made alike, each speaks for those behind it.

use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Block, Document};

/// Blocks of a page that are all judged. Longer pages than this are lists, logs and whole books.
const MOST: usize = 30_000;

/// Shapes that are told apart.
const SHAPES: usize = 4096;

/// A page with fewer blocks, and for each block of the whole page which of those speaks for it; none for a page that is
/// short enough.
pub(super) fn thin(document: &Document) -> Option<(Document, Vec<usize>)> {
    let every = document.blocks.len().div_ceil(MOST);
    if every < 2 {
        return None;
    }
    let mut page = Document::new(String::new(), document.format);
    page.metadata = document.metadata.clone();
    // For each shape how many blocks of it there were, and the last one that was taken.
    let mut shapes = vec![(0_usize, 0); SHAPES];
    let mut buffer = Vec::new();
    let speaker = |block: &Block| {
        let (count, taken) = &mut shapes[shape(block, &mut buffer)];
        if *count % every == 0 {
            *taken = page.blocks.len();
            page.blocks.push(block.clone());
        }
        *count += 1;
        *taken
    };
    let speakers = document.blocks.iter().map(speaker).collect();
    Some((page, speakers))
}

/// The shape of a block: its kind and the elements around it, numbers left out.
fn shape(block: &Block, buffer: &mut Vec<u8>) -> usize {
    buffer.clear();
    buffer.push(block.kind.name().len() as u8 ^ block.kind.level());
    let names = block.features.path.bytes().chain(block.features.names.bytes());
    buffer.extend(names.filter(|byte| !byte.is_ascii_digit() && !matches!(byte, b'[' | b']')));
    xxh3_64(buffer) as usize % SHAPES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;
    use crate::parse::Options;
    use crate::parse::html::html;

    #[test]
    fn a_page_without_end_is_judged_by_a_part_of_it() {
        let page = "<h2>甲</h2><p>乙</p>".repeat(MOST);
        let document = html(page, &Options::default());
        let (thin, speakers) = thin(&document).unwrap();
        assert_eq!((thin.blocks.len(), speakers.len()), (MOST, 2 * MOST));
        assert!(document.blocks.iter().zip(&speakers).all(|(block, at)| thin.blocks[*at].kind == block.kind));
        assert_eq!(thin.blocks.iter().filter(|block| block.kind == Kind::Paragraph).count(), MOST / 2);
    }

    #[test]
    fn a_page_of_a_few_blocks_is_judged_whole() {
        assert!(thin(&html("<p>甲<p>乙<p>丙".to_owned(), &Options::default())).is_none());
    }
}
