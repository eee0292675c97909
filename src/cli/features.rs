//! `taojin features`: what a fitted model sees, for the scripts that fit it.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::Value;

use super::globals::{Globals, Status};
use super::output;
use crate::config::Config;
use crate::decode::{self, Known};
use crate::document::{Document, Stage};
use crate::mend::headlines;
use crate::parse;
use crate::read::{Raw, below};
use crate::run::{self, Cleaner};
use crate::strip::{edge, page};

/// Write what a fitted model sees and makes of documents, for the scripts in train/
///
/// Reads a JSON object per line: for `page` {"id", "html"}, a path, with "charset" where the server declared one; for
/// `edge` {"id", "file"}, a path, or {"id", "text"}; for `headlines` {"id", "text"}, with "gaps" and "spacing" where they
/// are known. The first line of the answer names the features and their version, then comes a line per document.
#[derive(Args)]
#[command(after_help = "Example:\n  taojin features page --root pages < pages.jsonl > rows.jsonl")]
pub(super) struct Arguments {
    /// Which model
    model: Name,
    /// Folder that the paths of pages and files are below
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Folder of tables to use in place of those that come with the program
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// The main text of pages
    Page,
    /// What is not the text's own at the edges of texts
    Edge,
    /// Where headlines begin
    Headlines,
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let config = globals.load(&[])?;
    let mut out = output::data();
    let Arguments { model, root, tables } = arguments;
    let tables = tables.as_deref();
    match model {
        Name::Page => {
            let files = Files::read(tables, ["names.tsv", "phrases.tsv", "first.txt", "second.txt"])?;
            let tables = files.as_ref().map_or(page::Tables::BUILT_IN, |Files([names, phrases, first, second])| {
                page::Tables { names, phrases, first, second }
            });
            let (model, pages) = (page::Model::read(&tables)?, Pages::new(root, &config)?);
            export(&mut out, &page::header(), |line| Ok(page::export(&model, &pages.read(line)?)))
        }
        Name::Edge => {
            let files = Files::read(tables, ["words.tsv", "first.txt", "second.txt"])?;
            let tables = files.as_ref().map_or(edge::Tables::BUILT_IN, |Files([words, first, second])| edge::Tables {
                words,
                first,
                second,
            });
            let (model, texts) = (edge::Model::read(&tables)?, Texts::new(root, &config)?);
            export(&mut out, &edge::header(), |line| Ok(edge::export(&model, &texts.read(line)?)))
        }
        Name::Headlines => {
            let files = Files::read(tables, ["weights.bin"])?;
            let given = files.map(|Files([weights])| headlines::Model::read(&weights)).transpose()?;
            let model = match &given {
                Some(given) => given,
                None => headlines::Model::built_in()?,
            };
            let text = |line: &Value| serde_json::from_value(line.clone()).context("no `text` of a paragraph");
            export(&mut out, &headlines::header(), |line| Ok(headlines::export(model, &text(line)?)))
        }
    }?;
    out.flush()?;
    Ok(Status::Clean)
}

/// Writes the header, then the answer to each line of the standard input with its `id`.
fn export<T: Serialize>(
    out: &mut impl Write,
    header: &impl Serialize,
    answer: impl Fn(&Value) -> anyhow::Result<T>,
) -> anyhow::Result<()> {
    writeln!(out, "{}", serde_json::to_string(header)?)?;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let place = || format!("standard input, line {}", number + 1);
        let line: Value = serde_json::from_str(&line.with_context(place)?).with_context(place)?;
        let answer = Answer { id: &line["id"], exported: answer(&line).with_context(place)? };
        serde_json::to_writer(&mut *out, &answer)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A line of the answer.
#[derive(Serialize)]
struct Answer<'a, T> {
    id: &'a Value,
    #[serde(flatten)]
    exported: T,
}

/// The tables of a model.
struct Files<const COUNT: usize>([Vec<u8>; COUNT]);

impl<const COUNT: usize> Files<COUNT> {
    /// Reads the files of these names in `folder`, if it is given.
    fn read(folder: Option<&Path>, names: [&str; COUNT]) -> anyhow::Result<Option<Self>> {
        let Some(folder) = folder else { return Ok(None) };
        let mut files = std::array::from_fn(|_| Vec::new());
        for (file, name) in files.iter_mut().zip(names) {
            *file = read(folder, name)?;
        }
        Ok(Some(Self(files)))
    }
}

/// The bytes of the file `name` below `folder`.
fn read(folder: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    let bytes = below(folder, Path::new(name)).and_then(std::fs::read);
    bytes.with_context(|| format!("{name}: cannot be read in {}", folder.display()))
}

/// Pages as the judge of pages meets them: decoded, parsed and mended.
struct Pages<'a> {
    root: &'a Path,
    config: &'a Config,
    stages: Vec<Box<dyn Stage>>,
}

impl<'a> Pages<'a> {
    fn new(root: &'a Path, config: &'a Config) -> anyhow::Result<Self> {
        let mut stages = run::stages(config, "decode")?;
        stages.extend(run::stages(config, "mend")?);
        Ok(Self { root, config, stages })
    }

    fn read(&self, line: &Value) -> anyhow::Result<Document> {
        let path = line["html"].as_str().context("no `html`, the path of a page below --root")?;
        let known = line["charset"].as_str().map_or(Known::Nothing, Known::Declared);
        let text = decode::decode(&read(self.root, path)?, known).with_context(|| path.to_owned())?.text;
        let mut document = parse::html::html(text, &self.config.parse);
        for stage in &self.stages {
            stage.run(&mut document);
        }
        Ok(document)
    }
}

/// Texts as the judge of edges meets them: cleaned by everything else.
struct Texts<'a> {
    root: &'a Path,
    cleaner: Cleaner,
}

impl<'a> Texts<'a> {
    fn new(root: &'a Path, config: &Config) -> anyhow::Result<Self> {
        let mut config = config.clone();
        config.strip.keep.push("strip.edge".to_owned());
        Ok(Self { root, cleaner: Cleaner::new(&config)? })
    }

    fn read(&self, line: &Value) -> anyhow::Result<Document> {
        let (name, bytes, charset) = match (line["file"].as_str(), line["text"].as_str()) {
            (Some(path), _) => (path, read(self.root, path)?, None),
            (None, Some(text)) => ("text.txt", text.as_bytes().to_vec(), Some("utf-8".to_owned())),
            (None, None) => bail!("neither `file` nor `text`"),
        };
        let raw = Raw { member: String::new(), bytes, name: name.to_owned(), charset };
        self.cleaner.document(name, &raw).with_context(|| name.to_owned())
    }
}
