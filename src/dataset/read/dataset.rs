//! A finished dataset: its manifest, and its tables as streams of rows.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::documents::{self, Documents, Rejection};
use super::rows::{Found, Rows};
use super::side::Side;
use crate::dataset::column::Table;
use crate::dataset::error::Error;
use crate::dataset::manifest::{self, FORMAT, FileEntry, Manifest, ManifestInput};
use crate::dataset::table::{Data, InputRow, Inputs, OfDocument, OfRecord, Rejects};
use crate::dataset::write;
use crate::document::Record;

/// A dataset folder that has been opened.
pub struct Dataset {
    path: PathBuf,
    /// What the folder says about itself.
    pub manifest: Manifest,
}

impl Dataset {
    /// Opens the dataset folder `path`. What a killed run had put aside is brought back, or read where it is.
    ///
    /// # Errors
    /// [`Error::NoDataset`] when there is no manifest that this version understands.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let no = |reason: String| Error::NoDataset { path: path.to_owned(), reason };
        let found = if path.exists() { None } else { write::find(path)? };
        let path = found.as_deref().unwrap_or(path);
        let manifest: Manifest = manifest::read(path).map_err(|error| no(format!("manifest.json: {error}")))?;
        if manifest.format != FORMAT {
            return Err(no(format!("its layout is `{}`, this version reads `{FORMAT}`", manifest.format)));
        }
        Ok(Self { path: path.to_owned(), manifest })
    }

    /// The inputs as the manifest lists them, in order.
    ///
    /// # Errors
    /// [`Error::NoDataset`] when the manifest has no such list.
    pub fn manifest_inputs(&self) -> Result<Vec<ManifestInput>, Error> {
        #[derive(Deserialize)]
        struct Inputs {
            inputs: Vec<ManifestInput>,
        }
        let no = |error| Error::NoDataset { path: self.path.clone(), reason: format!("manifest.json: {error}") };
        manifest::read(&self.path).map(|listed: Inputs| listed.inputs).map_err(no)
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

    /// The kept documents, in order, each with its paragraphs and its ledger.
    #[must_use]
    pub fn documents(&self) -> Documents {
        Documents::new(self.rows(), self.side(), self.side())
    }

    /// The kept document of that identifier or source path, if there is one. Reads no others.
    ///
    /// # Errors
    /// [`Error`] when a table cannot be read.
    pub fn document(&self, name: &str) -> Result<Option<Record>, Error> {
        let Some(found) = self.named::<Data>(name)? else { return Ok(None) };
        let (mut paragraphs, mut ledger) = (self.side_of(found.key()?), self.side_of(found.key()?));
        documents::kept(&found, &mut paragraphs, &mut ledger).map(Some)
    }

    /// The documents that were not kept, in order.
    pub fn rejected(&self) -> impl Iterator<Item = Result<Rejection, Error>> + use<> {
        self.each::<Rejects, _>(Rejection::read)
    }

    /// The document of that identifier or source path that was not kept, if there is one. Reads no others.
    ///
    /// # Errors
    /// [`Error`] when the table cannot be read.
    pub fn rejection(&self, name: &str) -> Result<Option<Rejection>, Error> {
        self.named::<Rejects>(name)?.map(|found| Rejection::read(&found)).transpose()
    }

    /// The identifier of the document, kept or not, that alone has one that begins with `beginning`.
    ///
    /// # Errors
    /// [`Error::Ambiguous`] when several do; [`Error`] when a table cannot be read.
    pub fn identify(&self, beginning: &str) -> Result<Option<String>, Error> {
        let mut ids = self.beginning::<Data>(beginning)?;
        ids.extend(self.beginning::<Rejects>(beginning)?);
        match ids.as_slice() {
            [] => Ok(None),
            [id] => Ok(Some(id.clone())),
            [one, other, ..] => {
                Err(Error::Ambiguous { beginning: beginning.to_owned(), ids: [one.clone(), other.clone()] })
            }
        }
    }

    /// The first two identifiers that begin so.
    fn beginning<T: OfRecord>(&self, beginning: &str) -> Result<Vec<String>, Error> {
        let (mut rows, mut ids) = (self.rows::<T>().beginning("id", beginning), Vec::new());
        while ids.len() < 2
            && !beginning.is_empty()
            && let Some(found) = rows.next()?
        {
            ids.push(found.key()?.to_owned());
        }
        Ok(ids)
    }

    /// The input files, in order.
    pub fn inputs(&self) -> impl Iterator<Item = Result<InputRow, Error>> + use<> {
        self.each::<Inputs, _>(|found| found.read())
    }

    /// A side table, empty when the dataset has none of that name.
    pub(crate) fn side<T: Table>(&self) -> Side<T> {
        Side::new(self.rows())
    }

    /// The rows of a side table that belong to document `id`.
    fn side_of<T: OfDocument>(&self, id: &str) -> Side<T> {
        Side::new(self.rows().of("document_id", id))
    }

    fn rows<T: Table>(&self) -> Rows<T> {
        Rows::new(self.files(T::NAME).iter().map(|file| self.path.join(&file.path)))
    }

    fn each<T: Table, R>(
        &self,
        read: fn(&Found<T>) -> Result<R, Error>,
    ) -> impl Iterator<Item = Result<R, Error>> + use<T, R> {
        let mut rows = self.rows::<T>();
        std::iter::from_fn(move || {
            rows.next().and_then(|found| found.map(|found| read(&found)).transpose()).transpose()
        })
    }

    /// The row of the document of that identifier; or that path, if it is its whole file.
    fn named<T: OfRecord>(&self, name: &str) -> Result<Option<Found<T>>, Error> {
        if let Some(found) = self.rows().of("id", name).next()? {
            return Ok(Some(found));
        }
        let mut rows = self.rows::<T>().of("source_path", name);
        while let Some(found) = rows.next()? {
            if T::record(&found.read()?).origin.member.is_empty() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
