//! Files that are one document.

use super::format::{Documents, Format, Raw, Source};
use super::problem::Problem;
use crate::document::Status;

/// A file that is one document. What nothing else knows is one.
pub struct Single;

impl Format for Single {
    fn name(&self) -> &'static str {
        "file"
    }

    fn sniff(&self, _: &[u8], _: &str) -> bool {
        true
    }

    fn documents<'a>(&self, source: Source<'a>) -> Documents<'a> {
        Box::new(std::iter::once_with(|| document(source)))
    }
}

fn document(mut source: Source<'_>) -> Result<Raw, Problem> {
    let bytes = source.rest()?;
    if bytes.is_empty() {
        return Err(Problem::new(Status::Empty, "empty: it holds no bytes; leave it out or fetch it again"));
    }
    Ok(Raw { member: String::new(), bytes, name: source.name, charset: None })
}
