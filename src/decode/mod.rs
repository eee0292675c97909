//! Bytes to text: byte-order mark, declaration, statistics. Nothing is replaced silently.

mod binary;
mod charset;
mod codec;
mod convert;
mod declaration;
mod detect;
mod error;
mod escape;
mod exact;
mod mixed;
pub mod mojibake;
mod options;
mod tables;
mod unit;

use crate::document::Rule;
pub use charset::canonical_name;
pub use convert::{Decoded, GIVEN, Known, PIECE, decode, encode};
pub use detect::{Detection, detect};
pub use error::{Undecodable, Unencodable, UnknownEncoding};
pub use options::{Given, Options};

/// The rules of this module that no stage applies.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    vec![&GIVEN, &PIECE]
}
