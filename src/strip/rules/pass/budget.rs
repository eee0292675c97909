//! How much that no rule takes may be between the edge of a text and its boilerplate.

use crate::strip::rules::lines::Line;

/// How much a pass may meet that no rule takes: lines, and half-width columns.
pub(super) const HEAD: Budget = Budget { lines: 5, columns: 400 };
pub(super) const TAIL: Budget = Budget { lines: 4, columns: 600 };

/// Lines and half-width columns that are left.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    pub(super) lines: usize,
    pub(super) columns: usize,
}

impl Budget {
    /// Spends the budget on a line; false once it is used up.
    pub(super) fn spend(&mut self, line: &Line) -> bool {
        if self.lines == 0 || self.columns < line.width {
            return false;
        }
        self.lines -= 1;
        self.columns -= line.width;
        true
    }
}
