//! The way of one document through the house, and of one input file from its first document to its row.

use crate::decode::Undecodable;
use crate::dedup::{self, Benchmarks, Summary};
use crate::document::{Imbalance, Origin, Record, hex};
use crate::read::{self, Input, Opened, Problem, Raw, Status};
use crate::write::InputRow;
use sha2::{Digest, Sha256};

use super::House;

/// What the feeder hands to the pool.
pub(super) enum Item {
    /// A document of an input, or why it could not be read.
    Document { path: String, raw: Result<Raw, Problem> },
    /// An input has no further documents.
    End { path: String, sha256: String, bytes: u64 },
}

/// What became of an [`Item`].
pub(super) enum Walked {
    /// A finished document, and what dedup needs of it unless a rule rejected it.
    Document { record: Box<Record>, summary: Option<Summary> },
    /// A document that could not be read as text.
    Problem(Problem),
    /// An input has no further documents.
    End { path: String, sha256: String, bytes: u64 },
}

/// A document whose text and ledger do not add up to its source. Fails the run: it is never written around.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {what}; this is a bug in taojin, please report it. To go on, leave the file out with --exclude")]
pub struct Bug {
    path: String,
    what: String,
}

impl Bug {
    /// What went wrong with the document at `path`.
    pub(super) fn new(path: &str, what: impl std::fmt::Display) -> Self {
        Self { path: path.to_owned(), what: what.to_string() }
    }
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

/// Cleans one document and proves its balance.
pub(super) fn walk(house: &House, benchmarks: &Benchmarks, item: Item) -> Result<Walked, Bug> {
    let (path, raw) = match item {
        Item::Document { path, raw: Ok(raw) } => (path, raw),
        Item::Document { raw: Err(problem), .. } => return Ok(Walked::Problem(problem)),
        Item::End { path, sha256, bytes } => return Ok(Walked::End { path, sha256, bytes }),
    };
    let document = match house.clean(&path, &raw) {
        Ok(document) => document,
        Err(why) => return Ok(Walked::Problem(problem(&why))),
    };
    let sha256 = hex(&Sha256::digest(&raw.bytes));
    let origin = Origin { path, member: raw.member, sha256, bytes: raw.bytes.len() as u64 };
    let bug = |origin: &Origin, what: String| Bug { path: origin.path.clone(), what };
    let balanced = Record::new(origin.clone(), &document);
    let record = balanced.map_err(|imbalance: Imbalance| bug(&origin, imbalance.to_string()))?;
    if record.source().as_deref() != Ok(document.source()) {
        return Err(bug(&origin, "its source cannot be rebuilt from its text and ledger".into()));
    }
    let summary = record.rejection.is_none().then(|| dedup::observe(&record, &house.config().dedup, benchmarks));
    Ok(Walked::Document { record: Box::new(record), summary })
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

    /// Notes a problem; the first one speaks for the input.
    pub(super) fn problem(&mut self, problem: Problem) {
        self.problem.get_or_insert(problem);
    }

    /// The finished row, and a fresh receipt for the next input.
    pub(super) fn close(&mut self, path: String, sha256: String, bytes: u64) -> InputRow {
        let Self { documents, encoding, problem } = std::mem::take(self);
        let status = problem.as_ref().map_or(Status::Ok, |problem| problem.status);
        InputRow {
            path,
            sha256,
            bytes,
            status: status.name().to_owned(),
            encoding: encoding.unwrap_or_default(),
            documents,
            error: problem.map(|problem| problem.message).unwrap_or_default(),
        }
    }
}
