//! Hypotheses about multi-byte charsets compared while they read.

use super::cost::{BIT, Cost};
use super::ideographs::{Hypothesis, Reading, hypotheses};
use super::sample::Sample;

/// Bytes that all hypotheses read before they are compared.
const STEP: usize = 64;
/// Bits by which a hypothesis may cost more than the cheapest and read on.
const BEAM: Cost = 240 * BIT;

/// A hypothesis beside others.
struct Candidate {
    hypothesis: &'static Hypothesis,
    /// What it costs to assume it, and all that was read before.
    cost: Cost,
    reading: Reading,
}

impl Candidate {
    fn total(&self) -> Cost {
        self.cost + self.reading.ahead.iter().min().unwrap_or(&0)
    }
}

/// All hypotheses with their costs for `sample`, by beam search (Lowerre 1976): they read side by side, and one that
/// falls far behind stops, and stays as far behind as it was.
pub(super) fn costs(sample: &Sample<'_>) -> Vec<(&'static Hypothesis, Cost)> {
    let candidate =
        |hypothesis: &'static Hypothesis| Candidate { hypothesis, cost: hypothesis.prior, reading: Reading::default() };
    let mut candidates: Vec<Candidate> = hypotheses().iter().map(candidate).collect();
    let mut stopped = Vec::new();
    for (index, stretch) in sample.stretches.iter().enumerate() {
        let cut = sample.cut && index + 1 == sample.stretches.len();
        for start in (0..stretch.len()).step_by(STEP) {
            let range = start..stretch.len().min(start + STEP);
            for candidate in &mut candidates {
                candidate.hypothesis.read(&mut candidate.reading, stretch, range.clone(), cut);
            }
            let least = candidates.iter().map(Candidate::total).min().unwrap_or(0);
            candidates.retain(|candidate| {
                let behind = candidate.total() - least;
                if behind > BEAM {
                    stopped.push((candidate.hypothesis, behind));
                }
                behind <= BEAM
            });
        }
        for candidate in &mut candidates {
            candidate.cost += std::mem::take(&mut candidate.reading).cost();
        }
    }
    let least = candidates.iter().map(|candidate| candidate.cost).min().unwrap_or(0);
    let finished = candidates.into_iter().map(|candidate| (candidate.hypothesis, candidate.cost));
    finished.chain(stopped.into_iter().map(|(hypothesis, behind)| (hypothesis, least + behind))).collect()
}
