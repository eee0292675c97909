//! How counts and parts of a page become features.

/// The natural logarithm of one more than `value`, which is none below zero.
pub(super) fn log(value: f32) -> f32 {
    (1.0 + value.max(0.0)).ln()
}

/// `part` as a share of `whole`, 0 to 1; 0 of nothing.
pub(super) fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The signed logarithm of the distance from block `from` to block `to`.
pub(super) fn distance(from: usize, to: usize) -> f32 {
    let distance = to as f32 - from as f32;
    distance.signum() * log(distance.abs())
}
