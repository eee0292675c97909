//! Which columns of a table are meant.

/// Which columns of the input are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Column of the text.
    pub text: String,
    /// Column of the identifier. Rows without one are known by their number, from 0.
    pub id: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self { text: "text".into(), id: "id".into() }
    }
}
