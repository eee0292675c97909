//! The list of passes.

use super::candidates::CANDIDATES;
use super::cluster::CLUSTER;
use super::compare::COMPARE;
use super::components::COMPONENTS_PASS;
use super::copies::COPIES_PASS;
use super::decide::DECIDE;
use super::observe::OBSERVE;
use super::passages::PASSAGES_PASS;
use super::quote::QUOTE;
use super::rank::RANK;
use super::repeats::REPEATS_PASS;
use super::sketch::SKETCH;
use super::templates::TEMPLATES_PASS;
use crate::dedup::pass::Pass;

/// All passes in the order in which they run. Candidates, components and comparisons take turns: after each comparison
/// the next candidates leave out what is absorbed; then clusters, components and comparisons, for what clusters bring
/// together.
pub static PASSES: [&Pass; 13] = [
    &OBSERVE,
    &TEMPLATES_PASS,
    &COPIES_PASS,
    &SKETCH,
    &RANK,
    &CANDIDATES,
    &COMPONENTS_PASS,
    &COMPARE,
    &CLUSTER,
    &DECIDE,
    &REPEATS_PASS,
    &PASSAGES_PASS,
    &QUOTE,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_a_pass_reads_an_earlier_one_has_written() {
        // These begin empty: comparing adds to them, and the next turn reads them.
        let begun = ["absorbed", "compared", "rechecks"];
        let mut written: Vec<&str> = begun.to_vec();
        let mut files = BTreeMap::new();
        for pass in PASSES {
            for file in pass.reads {
                assert!(written.contains(&file.name), "{} reads {}", pass.name, file.name);
            }
            for file in pass.reads.iter().chain(pass.writes) {
                assert_eq!(*files.entry(file.name).or_insert(*file), *file, "two files of one name");
            }
            written.extend(pass.writes.iter().map(|file| file.name));
        }
    }

    #[test]
    fn what_a_pass_writes_is_read_or_handed_out() {
        let handed_out = ["quotes", "repeats", "passages", "verdicts"];
        for pass in PASSES {
            for file in pass.writes {
                let is_read = PASSES.iter().any(|reader| reader.reads.contains(file));
                assert!(is_read || handed_out.contains(&file.name), "{} writes {}", pass.name, file.name);
            }
        }
    }
}
