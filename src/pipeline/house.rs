//! The rooms that a document walks through by itself: decode, parse, and the stages.

use crate::config::Config;
use crate::decode::{self, Decoded, Known, Undecodable};
use crate::document::Document;
use crate::parse;
use crate::read::Raw;

use super::encodings::Encodings;
use super::stage::{self, Stage};

/// The rooms as configured, ready to work. Shared by all threads.
pub struct House {
    config: Config,
    encodings: Encodings,
    stages: Vec<Box<dyn Stage>>,
}

impl House {
    /// Furnishes the rooms.
    ///
    /// # Errors
    /// When a stage cannot be made, such as a rule pack that does not parse; the message names the file. When
    /// an encoding or a glob in the settings of `decode` is none.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let encodings = Encodings::new(&config.decode)?;
        Ok(Self { config: config.clone(), encodings, stages: stage::build(config, "")? })
    }

    /// Furnishes the rooms that make the text; none that judges it.
    ///
    /// # Errors
    /// As [`House::new`].
    pub fn for_text(config: &Config) -> anyhow::Result<Self> {
        let encodings = Encodings::new(&config.decode)?;
        Ok(Self { config: config.clone(), encodings, stages: stage::build_until(config, "judge.")? })
    }

    /// The settings in force.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Decodes, parses and cleans one document of the input shown as `path`.
    ///
    /// # Errors
    /// [`Undecodable`] when the bytes are no text.
    pub fn clean(&self, path: &str, raw: &Raw) -> Result<Document, Undecodable> {
        let decoded = decode::decode(&raw.bytes, self.known(path, raw.charset.as_deref()))?;
        Ok(self.finish(decoded, |text| parse::parse(text, &raw.name, &self.config.parse)))
    }

    /// Cleans one document that is known to be an HTML page; `charset` is what the transport declared.
    ///
    /// # Errors
    /// [`Undecodable`] when the bytes are no text.
    pub fn clean_page(&self, path: &str, bytes: &[u8], charset: Option<&str>) -> Result<Document, Undecodable> {
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
            stage.run(&mut document);
        }
        document
    }
}
