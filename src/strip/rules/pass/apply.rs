//! All passes over a document, and what comes of them.

use super::outcome;
use super::state::Pass;
use crate::document::Document;
use crate::strip::policy::Policy;
use crate::strip::rules::packs::Packs;

/// Passes over one document at most; each may take what is beside the finds of the one before.
const PASSES: usize = 4;

/// Applies `packs` to `document`.
pub(in crate::strip::rules) fn run(document: &mut Document, packs: &Packs, policy: &Policy, zone: &str) {
    let mut pass = Pass::new(document, packs, policy);
    for _ in 0..PASSES {
        let before = pass.taken;
        pass.sections();
        pass.anywhere();
        pass.rows();
        pass.head();
        pass.tail();
        if pass.taken == before {
            break;
        }
    }
    pass.cards();
    pass.enclosed();
    // What is doubtful is only marked, and must not be in the way of what is sure.
    pass.doubtful = true;
    pass.sections();
    pass.tail();
    pass.release();
    if pass.taken == pass.lines.len() {
        // Nothing would be left: then these lines are what the document is about.
        return;
    }
    let ends = pass.ends();
    let (lines, finds) = (pass.lines, pass.finds);
    outcome::carry_out(document, (&lines, &finds), &ends, packs, policy, zone);
}
