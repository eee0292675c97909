//! Everything that happens to one document by itself: decode, parse, and the stages.

use std::io::Read;

use crate::config::Config;
use crate::decode::{self, Decoded, Known, Undecodable};
use crate::document::{Document, Encoding, Record, Stage};
use crate::error::{Error, ErrorKind};
use crate::parse;
use crate::read::{Format, Limits, Raw, Source, member_name};

use super::encodings::Encodings;
use super::fence::at;
use super::proof::prove;
use super::stages;

/// Cleans documents one at a time: bytes in, a [`Record`] with its ledger out. Holds the settings, the rule packs and the
/// models; one is enough for all threads.
///
/// ```
/// use taojin::{Cleaner, Config};
///
/// let cleaner = Cleaner::new(&Config::default())?;
/// let record = cleaner.clean("letter.txt", "今天 天气 很 好 。 我们 去 河边 散步 ， 走 了 很 久 。".as_bytes())?;
/// assert_eq!(record.text, "今天天气很好。我们去河边散步，走了很久。");
/// assert_eq!(record.ledger[0].rule, "mend.word_spaces");
/// # Ok::<(), taojin::Error>(())
/// ```
pub struct Cleaner {
    config: Config,
    encodings: Encodings,
    stages: Vec<Box<dyn Stage>>,
}

impl Cleaner {
    /// A cleaner with the stages that `config` switches on. Reading the rule packs takes about a tenth of a second.
    ///
    /// # Errors
    /// When a rule pack, an encoding or a glob of the settings cannot be used; the message names it.
    pub fn new(config: &Config) -> Result<Self, Error> {
        Self::with_stages(config, stages::stages(config, "")?)
    }

    /// A cleaner that makes the text and judges nothing: without language, signals and filters.
    ///
    /// # Errors
    /// As [`Cleaner::new`].
    pub fn for_text(config: &Config) -> Result<Self, Error> {
        Self::with_stages(config, stages::text_stages(config)?)
    }

    /// A cleaner that runs only the stage `name`, or only the stages of the module `name`.
    ///
    /// # Errors
    /// As [`Cleaner::new`]. A name that is no stage's gives a cleaner without stages.
    pub fn only(config: &Config, name: &str) -> Result<Self, Error> {
        Self::with_stages(config, stages::stages(config, name)?)
    }

    /// A cleaner that runs just these stages, in this order, after a document has been decoded and parsed.
    ///
    /// # Errors
    /// When an encoding or a glob of the settings cannot be used.
    pub fn with_stages(config: &Config, stages: Vec<Box<dyn Stage>>) -> Result<Self, Error> {
        config.check().map_err(|error| Error::new(ErrorKind::Setting, error))?;
        let encodings = Encodings::new(&config.decode).map_err(|error| Error::new(ErrorKind::Setting, error))?;
        Ok(Self { config: config.clone(), encodings, stages })
    }

    /// The settings in force.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Cleans one document. `path` is its name: the ending tells the format where the content does not, and the
    /// identifier is made of it and the content.
    ///
    /// # Errors
    /// When the bytes are not text ([`ErrorKind::Input`]); when text and ledger do not add up to
    /// the source ([`ErrorKind::Bug`]).
    pub fn clean(&self, path: &str, bytes: &[u8]) -> Result<Record, Error> {
        let raw = Raw { member: String::new(), bytes: bytes.to_vec(), name: path.to_owned(), charset: None };
        let document = self.document(path, &raw).map_err(|why| Error::input(path, why))?;
        Self::record(path, String::new(), bytes, &document)
    }

    /// Cleans one document that is text already: nothing is detected and nothing decoded.
    ///
    /// # Errors
    /// When text and ledger do not add up to the source ([`ErrorKind::Bug`]).
    pub fn clean_text(&self, path: &str, text: &str) -> Result<Record, Error> {
        Self::record(path, String::new(), text.as_bytes(), &self.process(path, text))
    }

    /// Cleans the documents that `format` finds in what `reader` gives, one at a time. `path` is the name of it all; each
    /// document is known by it and by its member.
    ///
    /// # Errors
    /// As [`Cleaner::clean`], for each document by itself; and what `format` cannot read
    /// ([`ErrorKind::Input`]).
    pub fn clean_all<'a>(
        &'a self,
        path: &'a str,
        format: &dyn Format,
        reader: impl Read + 'a,
    ) -> impl Iterator<Item = Result<Record, Error>> + 'a {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let limits = Limits::new(&self.config.read);
        let documents = format.documents(Source { reader: Box::new(reader), name, bytes: None, limits });
        documents.map(move |raw| {
            let raw = raw.map_err(|problem| Error::input(path, problem))?;
            let name = member_name(path, &raw.member);
            let document = self.document(path, &raw).map_err(|why| Error::input(&name, why))?;
            Self::record(path, raw.member, &raw.bytes, &document)
        })
    }

    /// The document that a text becomes, up to the state before it is settled: what a [`Stage`] sees, and what it leaves.
    #[must_use]
    pub fn process(&self, path: &str, text: &str) -> Document {
        let encoding = Encoding { name: "UTF-8".to_owned(), confidence: 1.0, ..Encoding::default() };
        let decoded = Decoded { text: text.to_owned(), encoding, marks: Vec::new() };
        self.finish(decoded, |text| parse::parse(text, path, &self.config.parse))
    }

    fn record(path: &str, member: String, bytes: &[u8], document: &Document) -> Result<Record, Error> {
        prove(path, member, bytes, document).map_err(|what| Error::bug(path, what))
    }

    /// Decodes, parses and cleans one document of the input shown as `path`, up to the state before it is settled.
    ///
    /// # Errors
    /// [`Undecodable`] when the bytes are not text.
    #[doc(hidden)]
    pub fn document(&self, path: &str, raw: &Raw) -> Result<Document, Undecodable> {
        let decoded = decode::decode(&raw.bytes, self.known(path, raw.charset.as_deref()))?;
        Ok(self.finish(decoded, |text| parse::parse(text, &raw.name, &self.config.parse)))
    }

    /// Cleans one document that is known to be an HTML page; `charset` is what the transport declared.
    ///
    /// # Errors
    /// [`Undecodable`] when the bytes are not text.
    #[doc(hidden)]
    pub fn page(&self, path: &str, bytes: &[u8], charset: Option<&str>) -> Result<Document, Undecodable> {
        let decoded = decode::decode(bytes, self.known(path, charset))?;
        Ok(self.finish(decoded, |text| parse::html::html(text, &self.config.parse)))
    }

    fn known<'a>(&self, path: &str, declared: Option<&'a str>) -> Known<'a> {
        let given = self.encodings.of(path).map(Known::Given);
        given.or(declared.map(Known::Declared)).unwrap_or_default()
    }

    fn finish(&self, decoded: Decoded, parse: impl Fn(String) -> Document) -> Document {
        let mut document = parse(decoded.text);
        document.encoding = decoded.encoding;
        document.marks.extend(decoded.marks);
        for stage in &self.stages {
            at(stage.name());
            stage.run(&mut document);
        }
        document
    }
}
