//! Tables as grids: in which column each cell of a row stands.

use super::tokens::{Attributes, Key};

/// Columns of a table at most; what is beyond stands in the last one.
const COLUMNS: usize = 256;

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    /// For each column, how many of the rows to come a cell above reaches into.
    taken: Vec<u32>,
    /// Columns of the row before; none before the first.
    columns: usize,
    /// Whether it has header cells.
    has_headers: bool,
}

/// A row of a table that is being read.
pub(super) struct Row {
    /// Its cells.
    pub(super) cells: Vec<Cell>,
    /// Whether it holds another table.
    pub(super) is_layout: bool,
    /// Elements below it on the stack.
    pub(super) depth: usize,
}

/// A cell of a row.
pub(super) struct Cell {
    /// How many blocks there were before it.
    pub(super) blocks: usize,
    columns: usize,
    rows: u32,
}

impl Cell {
    /// A cell that begins behind so many blocks.
    pub(super) fn new(blocks: usize, attributes: &Attributes) -> Self {
        let number = |key: Key| attributes.get(key).and_then(|value| value.trim().parse::<u32>().ok());
        let columns = number(Key::Colspan).unwrap_or(1).clamp(1, COLUMNS as u32) as usize;
        Self { blocks, columns, rows: number(Key::Rowspan).unwrap_or(1).clamp(1, 65_534) }
    }
}

impl Table {
    /// A header cell begins.
    pub(super) fn header(&mut self) {
        self.has_headers = true;
    }

    /// The columns of the cells of a row that ends, and how many columns the row has.
    pub(super) fn row(&mut self, cells: &[Cell]) -> (Vec<usize>, usize) {
        let taken = |table: &Self, column: usize| table.taken.get(column).copied().unwrap_or_default() > 0;
        let mut column = 0;
        let mut columns = Vec::with_capacity(cells.len());
        let mut below = Vec::new();
        for cell in cells {
            while taken(self, column) && column < COLUMNS {
                column += 1;
            }
            columns.push(column.min(COLUMNS - 1));
            below.push((column, cell));
            column += cell.columns;
        }
        while taken(self, column) && column < COLUMNS {
            column += 1;
        }
        self.taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        for (column, cell) in below {
            for column in column..(column + cell.columns).min(COLUMNS) {
                if self.taken.len() <= column {
                    self.taken.resize(column + 1, 0);
                }
                self.taken[column] = cell.rows - 1;
            }
        }
        (columns, column.min(COLUMNS))
    }

    /// Whether a row of so many columns is data, so that an empty cell of it means something: in layout, empty cells are
    /// margins. To be asked once for each row.
    pub(super) fn is_data(&mut self, columns: usize) -> bool {
        let before = std::mem::replace(&mut self.columns, columns);
        columns > 1 && (self.has_headers || before == columns)
    }

    /// Whether the table says itself that it is one of data.
    pub(super) fn has_headers(&self) -> bool {
        self.has_headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(columns: usize, rows: u32) -> Cell {
        Cell { blocks: 0, columns, rows }
    }

    #[test]
    fn cells_keep_their_columns() {
        let mut table = Table::default();
        assert_eq!(table.row(&[cell(1, 2), cell(2, 1)]), (vec![0, 1], 3));
        assert_eq!(table.row(&[cell(1, 1), cell(1, 3)]), (vec![1, 2], 3));
        assert_eq!(table.row(&[cell(1, 1), cell(1, 1)]), (vec![0, 1], 3));
        assert_eq!(table.row(&[cell(300, 9)]), (vec![0], 256));
    }

    #[test]
    fn margins_are_no_data() {
        let mut table = Table::default();
        assert!(!table.is_data(1) && !table.is_data(2) && table.is_data(2) && !table.is_data(3));
        table.header();
        assert!(table.is_data(2) && !table.is_data(1));
    }
}
