//! Pages of very many blocks are judged by a part of them: of blocks marked up alike, one represents those that follow.

use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Block, Document};

/// Blocks of a page that are all judged. Longer pages than this are lists, logs and whole books.
const MOST: usize = 30_000;

/// Shapes that are told apart.
const SHAPES: usize = 4096;

/// A page with fewer blocks that represent all.
pub(super) struct Sample {
    pub page: Document,
    /// For each block of the whole page, the one of `page` that represents it.
    pub representatives: Vec<usize>,
}

/// A sample of `document`; none where it is short enough.
pub(super) fn sample(document: &Document) -> Option<Sample> {
    let every = document.blocks.len().div_ceil(MOST);
    if every < 2 {
        return None;
    }
    let mut page = Document::new(String::new(), document.format);
    page.metadata = document.metadata.clone();
    // For each shape how many blocks of it there were, and the last one in the sample.
    let mut shapes = vec![(0_usize, 0); SHAPES];
    let mut buffer = Vec::new();
    let representative = |block: &Block| {
        let (count, taken) = &mut shapes[shape(block, &mut buffer)];
        if *count % every == 0 {
            *taken = page.blocks.len();
            page.blocks.push(block.clone());
        }
        *count += 1;
        *taken
    };
    let representatives = document.blocks.iter().map(representative).collect();
    Some(Sample { page, representatives })
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
        let Sample { page, representatives } = sample(&document).unwrap();
        assert_eq!((page.blocks.len(), representatives.len()), (MOST, 2 * MOST));
        assert!(document.blocks.iter().zip(&representatives).all(|(block, at)| page.blocks[*at].kind == block.kind));
        assert_eq!(page.blocks.iter().filter(|block| block.kind == Kind::Paragraph).count(), MOST / 2);
    }

    #[test]
    fn a_page_of_a_few_blocks_is_judged_whole() {
        assert!(sample(&html("<p>甲<p>乙<p>丙".to_owned(), &Options::default())).is_none());
    }
}
