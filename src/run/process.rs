//! From an input to finished documents: what the threads of the first half of a run do.

use std::ops::ControlFlow;

use super::fence::{at, bug, fence};
use super::pool::Outlet;
use super::proof::prove;
use crate::decode::Undecodable;
use crate::dedup::{self, Benchmarks, Summary};
use crate::document::{Document, Record};
use crate::read::{self, Input, Limits, Problem, Raw, Sealed, Status};
use serde::{Deserialize, Serialize};

/// Cleans one document of the input shown as a path.
pub(super) type Clean<'a> = &'a (dyn Fn(&str, &Raw) -> Result<Document, Undecodable> + Sync);

/// What came out of an input. Waits on disk until the whole corpus is known.
#[derive(Serialize, Deserialize)]
pub(super) enum Processed {
    /// A finished document.
    Document(Box<Record>),
    /// A document that could not be read as text or cleaned, or what is wrong with the input as a whole.
    Problem(Problem),
    /// An input has no further documents.
    End {
        /// Path of the input.
        path: String,
        /// SHA-256 of its bytes; empty when they could not be read.
        sha256: String,
        /// Number of its bytes.
        bytes: u64,
    },
}

/// A result, and what dedup needs of a document unless a rule rejected it.
pub(super) type Output = (Processed, Option<Summary>);

/// What is needed to process an input. Shared by all threads.
pub(super) struct Processor<'a> {
    /// Cleans a document.
    pub clean: Clean<'a>,
    /// Settings of `dedup`.
    pub dedup: &'a dedup::Options,
    /// Questions that no document may hold.
    pub benchmarks: &'a Benchmarks,
    /// Largest document, in bytes.
    pub max_bytes: u64,
}

impl Processor<'_> {
    /// Opens `input` and gives what is in it, document by document, then its end. Breaks when no more is wanted.
    pub(super) fn process(&self, input: &Input, outlet: &Outlet<'_, Output>) -> ControlFlow<()> {
        let path = &input.path;
        let problem = |problem: Problem| outlet.give((Processed::Problem(problem.of(path)), None));
        let sealed = match read::open(input) {
            Ok(mut opened) => {
                let mut documents = opened.documents(Limits { max_bytes: self.max_bytes, room: outlet });
                loop {
                    match fence(|| Ok(documents.next())) {
                        Ok(Some(Ok(raw))) => match self.document(path, raw) {
                            Ok((record, summary)) => outlet.give((Processed::Document(record), summary))?,
                            Err(found) => problem(found)?,
                        },
                        Ok(Some(Err(found))) => problem(found)?,
                        Ok(None) => break,
                        Err(found) => {
                            problem(found)?;
                            break;
                        }
                    }
                }
                drop(documents);
                opened.seal()
            }
            Err(found) => Err(found),
        };
        let Sealed { sha256, bytes } = match sealed {
            Ok(sealed) => sealed,
            Err(found) => {
                problem(found)?;
                Sealed::default()
            }
        };
        outlet.give((Processed::End { path: path.clone(), sha256, bytes }, None))
    }

    /// Cleans one document, proves its balance, and notes what dedup needs of it.
    fn document(&self, path: &str, raw: Raw) -> Result<(Box<Record>, Option<Summary>), Problem> {
        let member = raw.member.clone();
        let done = fence(|| {
            let record = self.finish(path, raw)?;
            at("dedup.observe");
            let is_wanted = record.rejection.is_none();
            let summary = is_wanted.then(|| dedup::observe(&record, self.dedup, self.benchmarks));
            Ok((record, summary))
        });
        done.map_err(|problem| problem.in_member(&member))
    }

    fn finish(&self, path: &str, raw: Raw) -> Result<Box<Record>, Problem> {
        at("cleaning");
        let document = (self.clean)(path, &raw).map_err(|why| undecodable(&why))?;
        at("settling");
        prove(path, raw.member, &raw.bytes, &document).map(Box::new).map_err(bug)
    }
}

fn undecodable(why: &Undecodable) -> Problem {
    let status = match why {
        Undecodable::Binary(_) | Undecodable::Unknown(_) => Status::Binary,
        Undecodable::TooLarge => Status::TooLarge,
    };
    Problem::new(status, why.to_string())
}
