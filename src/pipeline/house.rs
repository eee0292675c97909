//! The rooms that a document walks through by itself: decode, parse, and the stages.

use crate::config::Config;
use crate::decode::{self, Undecodable};
use crate::document::{Document, Encoding};
use crate::parse;

use super::stage::{self, Stage};

/// The rooms as configured, ready to work. Shared by all threads.
pub struct House {
    config: Config,
    stages: Vec<Box<dyn Stage>>,
}

impl House {
    /// Furnishes the rooms.
    ///
    /// # Errors
    /// When a stage cannot be made, such as a rule pack that does not parse; the message names the file. When
    /// `decode.encoding` is no encoding's name.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        if let Some(name) = &config.decode.encoding {
            decode::check_name(name)?;
        }
        Ok(Self { config: config.clone(), stages: stage::build(config, "")? })
    }

    /// The settings in force.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Decodes, parses and cleans one document. `name` tells the format where the content does not; `charset` is what
    /// the transport declared.
    ///
    /// # Errors
    /// [`Undecodable`] when the bytes are no text.
    pub fn clean(&self, bytes: &[u8], name: &str, charset: Option<&str>) -> Result<Document, Undecodable> {
        let decoded = decode::decode(bytes, charset, &self.config.decode)?;
        let document = parse::parse(decoded.text, name, &self.config.parse);
        Ok(self.finish(document, decoded.encoding))
    }

    /// Cleans one document that is known to be an HTML page; see [`House::clean`].
    ///
    /// # Errors
    /// [`Undecodable`] when the bytes are no text.
    pub fn clean_page(&self, bytes: &[u8], charset: Option<&str>) -> Result<Document, Undecodable> {
        let decoded = decode::decode(bytes, charset, &self.config.decode)?;
        let document = parse::html::html(decoded.text, &self.config.parse);
        Ok(self.finish(document, decoded.encoding))
    }

    fn finish(&self, mut document: Document, encoding: Encoding) -> Document {
        document.encoding = encoding;
        for stage in &self.stages {
            stage.run(&mut document);
        }
        document
    }
}
