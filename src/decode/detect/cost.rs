//! Costs: how unlikely something is, in bits.

/// A cost, in quarters of a bit.
pub(crate) type Cost = u32;
/// One bit.
pub(crate) const BIT: Cost = 4;
/// Cost of a byte that is malformed: one in some thousand, and any byte at that.
pub(super) const MALFORMED: Cost = 16 * BIT;

/// Cost of a character that the end of the document or sample cuts off.
pub(super) const CUT: Cost = 6 * BIT;
