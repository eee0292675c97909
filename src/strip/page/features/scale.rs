//! How counts and parts of a page become features.

/// The natural logarithm of one more than `value`, which is none below zero.
pub(super) fn log(value: f32) -> f32 {
    libm::logf(1.0 + value.max(0.0))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_have_a_sign_and_shares_of_nothing_are_nothing() {
        assert_eq!((distance(3, 3), share(2.0, 0.0), share(1.0, 4.0), log(-5.0)), (0.0, 0.0, 0.25, 0.0));
        assert_eq!(distance(1, 4), -distance(4, 1));
        assert!((log(std::f32::consts::E - 1.0) - 1.0).abs() < 1e-6);
    }
}
