//! What a comparison says: whether two documents are alike, and how.

use super::comparer::Comparison;
use crate::dedup::files::{Edge, OwnText};
use crate::dedup::kind::DuplicateKind;
use crate::dedup::options::{Containment, Options};

/// Shingles in the longest title, or so.
const HEADLINE: u32 = 30;
/// Share of a text from which what only it has is passages and not words here and there.
const PASSAGES: f32 = 0.05;
/// Share of a text from which a passage that only it has may be what was filled into a form; a shorter text of which it
/// has less is an excerpt.
const FORM: f32 = 0.7;
/// Share of [`Options::resemblance`] from which two documents that are not alike enough may still be of one form.
const SAME_FORM: f32 = 0.75;

/// The edge that a comparison of two documents makes, if it makes one.
pub(crate) fn judge(first: u32, second: u32, found: Comparison, options: &Options) -> Option<Edge> {
    let least = found.first.min(found.second);
    let (kind, similarity) = if least >= options.resemblance as f32 {
        (DuplicateKind::Near, found.jaccard)
    } else if found.second >= options.containment as f32 && options.contained != Containment::Keep {
        (DuplicateKind::Contained, found.second)
    } else {
        return None;
    };
    let goes_on = |own: u32, share: f32| own > HEADLINE && share < 1.0 - PASSAGES;
    let own = match found.own {
        own if goes_on(own, found.first.max(found.second)) => OwnText::Passages,
        0..8 if least < FORM || !goes_on(found.most, least) => OwnText::Nothing,
        _ => OwnText::Little,
    };
    Some(Edge { first, second, kind, similarity, jaccard: found.jaccard, own })
}

/// Whether two documents that make no edge share so much, and go on so differently, that both may be filled into one
/// form.
pub(crate) fn share_a_form(found: &Comparison, options: &Options) -> bool {
    found.own > HEADLINE && found.first.min(found.second) >= SAME_FORM * options.resemblance as f32
}

/// The least share of its second document in shared passages that can make an edge or a form.
pub(crate) fn least_share(options: &Options) -> f32 {
    (SAME_FORM * options.resemblance as f32).min(options.containment as f32)
}
