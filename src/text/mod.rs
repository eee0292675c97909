//! What a text is made of, whatever holds it: names, dates. It knows nothing of documents.

mod cut;
pub(crate) mod date;
pub(crate) mod names;

pub(crate) use cut::boundary;
