//! Offsets into the finished text, when asked for: where its sentences and words begin and end.

mod sentences;

pub use sentences::sentences;
