//! Credits in what the judge of pages took right above and below the main text: they are metadata all the same.

use super::definition::Kind;
use super::field;
use super::packs::Packs;
use crate::document::{Block, Document, Format};
use crate::strip::policy::Policy;

/// Blocks above and below the main text that are looked at.
const NEAR: usize = 4;
/// What pages declare better elsewhere.
const DECLARED: [&str; 6] = ["authors", "published", "site", "title", "url", "none"];
/// Rules whose finds speak of other texts.
const OTHERS: [&str; 3] = ["strip.page.comments", "strip.page.related", "strip.page.advert"];

/// Moves editors, translators and the like to the metadata of a page.
pub(super) fn run(document: &mut Document, packs: &Packs, policy: &Policy, zone: &str) {
    let first = document.blocks.iter().position(Block::is_kept);
    let last = document.blocks.iter().rposition(Block::is_kept);
    let (Format::Html, Some(first), Some(last)) = (document.format, first, last) else { return };
    let near = (first.saturating_sub(NEAR)..first).chain(last + 1..=last + NEAR);
    let taken = |block: &&Block| {
        let rule = block.removal.as_ref().map_or("", |removal| removal.rule.id);
        rule.starts_with("strip.page.") && !OTHERS.contains(&rule)
    };
    let blocks = near.filter_map(|index| document.blocks.get(index)).filter(taken);
    let mut fields = blocks.filter_map(|block| field::read(packs, block.value())).flatten().collect::<Vec<_>>();
    fields.retain(|field| {
        packs.definitions().get(field.owner).is_some_and(|loaded| {
            let to = loaded.definition.to.as_deref().unwrap_or("none");
            loaded.definition.kind == Kind::Field && policy.allows(loaded.rule) && !DECLARED.contains(&to)
        })
    });
    field::store(document, packs, &fields, zone);
}
