//! A verdict on bytes, and how sure it is.

use super::cost::{BIT, Cost};
use crate::decode::charset::Charset;

/// What the bytes are taken for by one of the tests, beside the charset itself.
pub(super) struct Verdict {
    pub(super) confidence: f32,
    pub(super) runner_up: Option<Charset>,
    pub(super) why: String,
}

impl Verdict {
    /// A verdict that has no runner-up.
    pub(super) fn sure(confidence: f32, why: &str) -> Self {
        Self { confidence, runner_up: None, why: why.to_owned() }
    }
}

/// Share of answers with this lead that are right, as measured on labelled files (`benches/calibration.py`; the table is in
/// `docs/QUALITY.md`).
pub(super) fn confidence(lead: Cost) -> f32 {
    let bits = lead as f32 / BIT as f32;
    (1.0 - 0.45 * libm::exp2f(-bits / 2.5)).min(0.99)
}
