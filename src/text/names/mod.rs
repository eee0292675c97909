//! Who is a person or an outlet in this line: the one place where names are recognised.
//!
//! [`read`] takes a line of which it is known that it names people (the value of a field, a declaration of a page, the text
//! of an element called `byline`) and tells who is named, and as what. [`mod@line`] finds such a line among lines of any kind.
//! Neither knows where the line comes from: plain text, Markdown, front matter, feeds and pages all ask here.

mod brackets;
mod byline;
mod labels;
pub(crate) mod line;
mod name;
mod outlets;
mod reader;

pub(crate) use reader::read;
