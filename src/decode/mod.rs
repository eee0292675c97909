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

pub use charset::canonical_name;
pub use convert::{Decoded, GIVEN, Known, PIECE, decode, encode};
pub use detect::{Detection, detect};
pub use error::{Undecodable, Unencodable, UnknownEncoding};
pub use options::{Given, Options};

use crate::document::{Rule, Stage};

/// The stages of this module that are switched on.
#[must_use]
pub fn stages(options: &Options) -> Vec<Box<dyn Stage>> {
    if options.mojibake { vec![Box::new(mojibake::Mojibake)] } else { Vec::new() }
}

/// The rules of this module that no stage applies.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    vec![&GIVEN, &PIECE]
}
