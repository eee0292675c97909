//! A finished dataset: its manifest, and its tables as streams of rows.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::Error;
use super::read::{Cells, Rows};
use crate::dataset::{FORMAT, FileEntry, InputRow, Manifest, Rejected};
use crate::document::{Origin, Paragraph, Record, Row};

/// A dataset folder that has been opened.
pub struct Dataset {
    path: PathBuf,
    /// What the folder says about itself.
    pub manifest: Manifest,
}

/// A row of `inputs`.
pub type Input = InputRow;

/// A row of `rejected`: the document with its source text (none when the ledger is not full), and why it is not kept.
pub struct Rejection {
    /// The document. Its `ledger` holds the byte patches alone.
    pub record: Record,
    /// The source text.
    pub source: Option<String>,
    /// Why it is not kept.
    pub why: Rejected,
}

impl Dataset {
    /// Opens the dataset folder `path`.
    ///
    /// # Errors
    /// [`Error::NoDataset`] when there is no manifest that this version understands.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let no = |reason: String| Error::NoDataset { path: path.to_owned(), reason };
        let file = File::open(path.join("manifest.json"));
        let file = file.map_err(|error| no(format!("manifest.json: {error}")))?;
        let manifest: Result<Manifest, _> = serde_json::from_reader(BufReader::new(file));
        let manifest = manifest.map_err(|error| no(format!("manifest.json: {error}")))?;
        if manifest.format != FORMAT {
            return Err(no(format!("its layout is `{}`, this version reads `{FORMAT}`", manifest.format)));
        }
        Ok(Self { path: path.to_owned(), manifest })
    }

    /// Where the dataset is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The files of a table, by split and number.
    #[must_use]
    pub fn files(&self, table: &str) -> &[FileEntry] {
        self.manifest.tables.get(table).map_or(&[], |table| table.files.as_slice())
    }

    /// A side table, empty when the dataset has none of that name.
    pub(super) fn side(&self, table: &str) -> Side {
        Side::new(self.rows(table))
    }

    fn rows(&self, table: &str) -> Rows {
        Rows::new(self.files(table).iter().map(|file| self.path.join(&file.path)))
    }

    /// The kept documents, in order, each with its paragraphs and its ledger.
    #[must_use]
    pub fn documents(&self) -> Documents {
        Documents { data: self.rows("data"), paragraphs: self.side("paragraphs"), ledger: self.side("ledger") }
    }

    /// The kept document of that identifier or source path, if there is one. Reads no others.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a table cannot be read.
    pub fn document(&self, name: &str) -> Result<Option<Record>, Error> {
        let Some(cells) = self.named("data", name)? else { return Ok(None) };
        let mut record = kept(&cells)?;
        let side = |table| Side::new(self.rows(table).of("document_id", &record.id));
        let (mut paragraphs, mut ledger) = (side("paragraphs"), side("ledger"));
        record.paragraphs = paragraphs.of(&record.id, paragraph)?;
        record.ledger = ledger.of(&record.id, entry)?;
        Ok(Some(record))
    }

    /// The row of the document of that identifier; or that path, if it is its whole file.
    fn named(&self, table: &str, name: &str) -> Result<Option<Cells>, Error> {
        if let Some(cells) = self.rows(table).of("id", name).next()? {
            return Ok(Some(cells));
        }
        let mut rows = self.rows(table).of("source_path", name);
        while let Some(cells) = rows.next()? {
            if cells.maybe_text("member")?.is_none() {
                return Ok(Some(cells));
            }
        }
        Ok(None)
    }

    /// The documents that were not kept, in order.
    pub fn rejected(&self) -> impl Iterator<Item = Result<Rejection, Error>> + use<> {
        let mut rows = self.rows("rejected");
        std::iter::from_fn(move || {
            rows.next().and_then(|cells| cells.map(|cells| rejection(&cells)).transpose()).transpose()
        })
    }

    /// The document of that identifier or source path that was not kept, if there is one. Reads no others.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the table cannot be read.
    pub fn rejection(&self, name: &str) -> Result<Option<Rejection>, Error> {
        self.named("rejected", name)?.map(|cells| rejection(&cells)).transpose()
    }

    /// The input files, in order.
    pub fn inputs(&self) -> impl Iterator<Item = Result<Input, Error>> + use<> {
        let mut rows = self.rows("inputs");
        std::iter::from_fn(move || {
            rows.next().and_then(|cells| cells.map(|cells| input(&cells)).transpose()).transpose()
        })
    }
}

/// The kept documents of a dataset.
pub struct Documents {
    data: Rows,
    paragraphs: Side,
    ledger: Side,
}

/// A side table, whose rows follow the order of the documents.
pub(super) struct Side {
    rows: Rows,
    next: Option<Cells>,
}

impl Side {
    fn new(rows: Rows) -> Self {
        Self { rows, next: None }
    }

    /// The rows of document `id`, which come next or not at all.
    fn of<T>(&mut self, id: &str, read: fn(&Cells) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        while let Some(cells) = self.next_of(id)? {
            found.push(read(&cells)?);
        }
        Ok(found)
    }

    /// The next row, if it belongs to document `id`.
    pub(super) fn next_of(&mut self, id: &str) -> Result<Option<Cells>, Error> {
        let next = match self.next.take() {
            Some(cells) => cells,
            None => match self.rows.next()? {
                Some(cells) => cells,
                None => return Ok(None),
            },
        };
        if next.str("document_id")? == id {
            return Ok(Some(next));
        }
        self.next = Some(next);
        Ok(None)
    }

    /// Document of a row that belongs to none of the documents read.
    pub(super) fn left(&mut self) -> Result<Option<String>, Error> {
        let next = match self.next.take() {
            Some(cells) => Some(cells),
            None => self.rows.next()?,
        };
        next.map(|cells| cells.text("document_id")).transpose()
    }
}

impl Iterator for Documents {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

impl Documents {
    fn read(&mut self) -> Result<Option<Record>, Error> {
        let Some(cells) = self.data.next()? else { return Ok(None) };
        let mut record = kept(&cells)?;
        record.paragraphs = self.paragraphs.of(&record.id, paragraph)?;
        record.ledger = self.ledger.of(&record.id, entry)?;
        Ok(Some(record))
    }

    /// After the last document: the table and document of a row that belongs to no document.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the rest cannot be read.
    pub fn stray(&mut self) -> Result<Option<(&'static str, String)>, Error> {
        if let Some(id) = self.paragraphs.left()? {
            return Ok(Some(("paragraphs", id)));
        }
        Ok(self.ledger.left()?.map(|id| ("ledger", id)))
    }
}

fn origin(cells: &Cells) -> Result<Origin, Error> {
    Ok(Origin {
        path: cells.text("source_path")?,
        member: cells.text("member")?,
        sha256: cells.text("source_sha256")?,
        bytes: cells.size("source_bytes")?,
    })
}

fn kept(cells: &Cells) -> Result<Record, Error> {
    const SHARES: [&str; 7] =
        ["mean_line_chars", "punctuation", "symbols", "digits", "latin", "han", "duplicate_lines"];
    let mut shares = [0.0; 7];
    for (share, name) in shares.iter_mut().zip(SHARES) {
        *share = cells.float(name)?;
    }
    Ok(Record {
        id: cells.text("id")?,
        origin: origin(cells)?,
        format: cells.text("format")?,
        encoding: cells.text("encoding")?,
        encoding_confidence: cells.float("encoding_confidence")?,
        text: cells.text("text")?,
        title: cells.maybe_text("title")?,
        authors: cells.texts("authors")?,
        published: cells.maybe_time("published")?,
        url: cells.maybe_text("url")?,
        site: cells.maybe_text("site")?,
        categories: cells.texts("categories")?,
        metadata: cells.text("metadata")?,
        language: cells.text("language")?,
        script: cells.text("script")?,
        segmented: cells.float("segmented")?,
        loss_marks: cells.int("loss_marks")?,
        source_chars: cells.int("source_chars")?,
        removed_chars: cells.int("removed_chars")?,
        chars: cells.int("chars")?,
        shares,
        ..Record::default()
    })
}

fn paragraph(cells: &Cells) -> Result<Paragraph, Error> {
    Ok(Paragraph {
        kind: cells.text("kind")?,
        level: u8::try_from(cells.int("level")?).unwrap_or(u8::MAX),
        start: cells.int("start")?,
        end: cells.int("end")?,
        source_start: cells.int("source_start")?,
        source_end: cells.int("source_end")?,
    })
}

fn entry(cells: &Cells) -> Result<Row, Error> {
    Ok(Row {
        rule: cells.text("rule")?,
        action: cells.text("action")?,
        paragraph: cells.maybe_int("paragraph")?,
        ranges: cells.ranges("ranges")?,
        removed: cells.text("removed")?,
        replacements: cells.texts("replacements")?,
        confidence: cells.float("confidence")?,
        evidence: cells.text("evidence")?,
        bytes: cells.bytes("bytes")?,
    })
}

fn rejection(cells: &Cells) -> Result<Rejection, Error> {
    let (ranges, bytes) = (cells.ranges("ranges")?, cells.bytes("bytes")?);
    let patches = Row { rule: crate::document::BYTES.id.to_owned(), ranges, bytes, ..Row::default() };
    let record = Record {
        id: cells.text("id")?,
        origin: origin(cells)?,
        format: cells.text("format")?,
        encoding: cells.text("encoding")?,
        title: cells.maybe_text("title")?,
        language: cells.text("language")?,
        source_chars: cells.int("source_chars")?,
        chars: cells.int("chars")?,
        ledger: vec![patches],
        ..Record::default()
    };
    let why = Rejected {
        rule: cells.text("rule")?,
        evidence: cells.text("evidence")?,
        kept_id: cells.maybe_text("kept_id")?,
        kept_path: cells.maybe_text("kept_path")?,
        similarity: cells.maybe_float("similarity")?,
        passage: cells.maybe_text("passage")?,
    };
    Ok(Rejection { record, source: cells.maybe_text("source")?, why })
}

fn input(cells: &Cells) -> Result<InputRow, Error> {
    Ok(InputRow {
        path: cells.text("path")?,
        sha256: cells.text("sha256")?,
        bytes: cells.size("bytes")?,
        status: cells.text("status")?,
        encoding: cells.text("encoding")?,
        documents: cells.int("documents")?,
        error: cells.text("error")?,
    })
}
