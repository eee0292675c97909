//! The way of one document through the house, and of one input file from its first document to its row.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::fence::{bug, fence};
use crate::decode::Undecodable;
use crate::dedup::{self, Benchmarks, Summary};
use crate::document::{Document, Origin, Record, hex};
use crate::read::{self, Input, Opened, Problem, Raw, Status};
use crate::write::InputRow;

/// Cleans one document of the input shown as a path.
pub(super) type Clean<'a> = &'a (dyn Fn(&str, &Raw) -> Result<Document, Undecodable> + Sync);

/// What the feeder hands to the pool.
pub(super) enum Item {
    /// A document of an input, or why it could not be read.
    Document { path: String, raw: Result<Raw, Problem> },
    /// An input has no further documents.
    End { path: String, sha256: String, bytes: u64 },
}

/// What became of an [`Item`]. Waits on disk until the whole corpus is known.
#[derive(Serialize, Deserialize)]
pub(super) enum Walked {
    /// A finished document.
    Document(Box<Record>),
    /// A document that could not be read as text or cleaned.
    Problem(Problem),
    /// An input has no further documents.
    End { path: String, sha256: String, bytes: u64 },
}

/// Opens inputs one after another and takes the documents out of them, each with its weight in bytes.
pub(super) fn feed<'a>(
    inputs: &'a [Input],
    options: &'a read::Options,
) -> impl Iterator<Item = (u64, Item)> + Send + 'a {
    inputs.iter().flat_map(move |input| {
        let path = input.path.clone();
        let opened = read::open(input, options).unwrap_or_else(|problem| Opened {
            sha256: String::new(),
            bytes: 0,
            documents: Box::new(std::iter::once(Err(problem))),
        });
        let end = Item::End { path: path.clone(), sha256: opened.sha256, bytes: opened.bytes };
        let documents = opened.documents.map(move |raw| {
            let weight = raw.as_ref().map_or(0, |raw| raw.bytes.len() as u64);
            (weight, Item::Document { path: path.clone(), raw })
        });
        documents.chain(std::iter::once((0, end)))
    })
}

/// Cleans one document and proves its balance. With it comes what dedup needs of it, unless a rule rejected it.
pub(super) fn walk(
    clean: Clean<'_>,
    options: &dedup::Options,
    benchmarks: &Benchmarks,
    item: Item,
) -> (Walked, Option<Summary>) {
    match item {
        Item::Document { path, raw } => match raw.and_then(|raw| fence(|| finish(clean, path, raw))) {
            Ok(record) => {
                let observe = || Ok(dedup::observe(&record, options, benchmarks));
                match record.rejection.is_none().then(|| fence(observe)).transpose() {
                    Ok(summary) => (Walked::Document(record), summary),
                    Err(problem) => (Walked::Problem(problem), None),
                }
            }
            Err(problem) => (Walked::Problem(problem), None),
        },
        Item::End { path, sha256, bytes } => (Walked::End { path, sha256, bytes }, None),
    }
}

fn finish(clean: Clean<'_>, path: String, raw: Raw) -> Result<Box<Record>, Problem> {
    let document = clean(&path, &raw).map_err(|why| problem(&why))?;
    let sha256 = hex(&Sha256::digest(&raw.bytes));
    let origin = Origin { path, member: raw.member, sha256, bytes: raw.bytes.len() as u64 };
    let record = Record::new(origin, &document).map_err(bug)?;
    match record.source() {
        Ok(source) if source == document.source() => Ok(Box::new(record)),
        Ok(_) => Err(bug("another text than its source comes out of its text and ledger")),
        Err(unbalanced) => Err(bug(unbalanced)),
    }
}

fn problem(why: &Undecodable) -> Problem {
    let status = match why {
        Undecodable::Binary(_) | Undecodable::Unknown(_) => Status::Binary,
        Undecodable::TooLarge => Status::TooLarge,
    };
    Problem::new(status, why.to_string())
}

/// An input's row while its documents come in.
#[derive(Default)]
pub(super) struct Receipt {
    documents: u32,
    encoding: Option<String>,
    problem: Option<Problem>,
}

impl Receipt {
    /// Counts a document in.
    pub(super) fn document(&mut self, record: &Record) {
        self.documents += 1;
        match &mut self.encoding {
            None => self.encoding = Some(record.encoding.clone()),
            Some(known) if *known != record.encoding => *known = "mixed".into(),
            Some(_) => {}
        }
    }

    /// Notes a problem. The first one speaks for the input, but a bug always does.
    pub(super) fn problem(&mut self, problem: Problem) {
        let is_told = self.problem.as_ref().is_some_and(|known| known.status == Status::Failed);
        if self.problem.is_none() || problem.status == Status::Failed && !is_told {
            self.problem = Some(problem);
        }
    }

    /// The finished row with the problem that it tells of, and a fresh receipt for the next input.
    pub(super) fn close(&mut self, path: String, sha256: String, bytes: u64) -> (InputRow, Option<Problem>) {
        let Self { documents, encoding, problem } = std::mem::take(self);
        let status = problem.as_ref().map_or(Status::Ok, |problem| problem.status);
        let row = InputRow {
            path,
            sha256,
            bytes,
            status: status.name().to_owned(),
            encoding: encoding.unwrap_or_default(),
            documents,
            error: problem.as_ref().map(|problem| problem.message.clone()).unwrap_or_default(),
        };
        (row, problem)
    }
}
