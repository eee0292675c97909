//! A page, or a piece of one, to blocks and metadata.

use super::{account, blocks, meta, published, script};
use crate::document::{Block, Document, Edit, Format, Span};
use crate::parse::cover::{cover, hidden};
use crate::parse::options::Options;
use crate::text::contains;
use crate::text::date::Zone;

/// Parses a page: blocks with their features, and what it declares about itself.
#[must_use]
pub fn html(source: String, options: &Options) -> Document {
    let mut document = Document::new(source, Format::Html);
    let whole = Span::new(0, document.source().len());
    let mut page = blocks::read(document.source(), whole);
    let shown = own(&page);
    if shown < SHELL && has_noscript(document.source()) {
        let unscripted = blocks::read_without_scripts(document.source(), whole);
        if page.blocks.is_empty() || own(&unscripted) >= shown + TEXT {
            page = unscripted;
        }
    }
    let zone = Zone::of(page.blocks.iter().map(Block::value), &options.zone);
    let mut metadata = meta::metadata(&page, &zone);
    account::describe(document.source(), &mut metadata, &zone);
    if metadata.published.is_none()
        && let Some((raw, moment)) = script::published(document.source(), &zone)
    {
        published::note(&mut metadata, "script", raw, &moment, moment.date, &zone);
    }
    document.metadata = metadata;
    document.edits = cover(document.source(), whole, &page.blocks, hidden(page.hidden));
    document.blocks = page.blocks;
    document
}

/// Code points outside links that a page shows at most when its text is yet to be built by scripts.
const SHELL: usize = 300;

/// Code points that a page must show more to readers without scripts to be read as they see it: notices that scripts are
/// needed are shorter.
const TEXT: usize = 600;

/// Whether a page has something for readers without scripts.
fn has_noscript(source: &str) -> bool {
    ["<noscript", "<NOSCRIPT"].iter().any(|tag| contains(source, tag))
}

/// How many code points of a page's blocks lie outside links.
fn own(page: &blocks::Page) -> usize {
    let own = |block: &Block| block.value().chars().count().saturating_sub(block.features.link_chars as usize);
    page.blocks.iter().map(own).sum()
}

/// The blocks of `span` of the source, and edits for text in it that browsers do not show.
pub(in crate::parse) fn fragment(source: &str, span: Span) -> (Vec<Block>, Vec<Edit>) {
    let page = blocks::read(source, span);
    (page.blocks, hidden(page.hidden))
}
