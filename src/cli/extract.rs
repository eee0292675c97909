//! `taojin extract`: one page to the terminal.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::choice::RuleArguments;
use super::documents;
use super::globals::{Globals, Status};
use super::markdown::markdown;
use super::output;
use super::output::{ASIDE, REMOVED, STRONG};
use crate::document::{Block, Document, Format};
use crate::read::{self, Raw};
use crate::run::Cleaner;
use crate::strip::{Chance, chances};
use crate::text::visible;

/// Print the main text of an HTML page
#[derive(Args)]
#[command(
    after_help = "Examples:\n  taojin extract page.html\n  curl -s https://example.org | taojin extract - --format markdown\n  \
                        taojin extract --why page.html"
)]
pub(super) struct Arguments {
    /// The page; - for standard input
    page: PathBuf,
    /// How the text is written
    #[arg(long, value_enum, default_value_t = As::Text)]
    format: As,
    /// Show every block: kept or removed, by which rule, how likely main text, and where it stands
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    rules: RuleArguments,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum As {
    /// Paragraphs parted by blank lines
    Text,
    /// With headings, lists, tables, links and emphasis
    Markdown,
    /// One object with metadata and blocks
    Json,
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    if arguments.why && arguments.format == As::Markdown {
        bail!("--why shows blocks, not Markdown: leave --format away, or take --format json");
    }
    let config = globals.load(&arguments.rules.overrides().collect::<Vec<_>>())?;
    let cleaner = Cleaner::new(&config)?;
    let inputs = read::list(std::slice::from_ref(&arguments.page), &config.read, read::all())?.inputs;
    let name = arguments.page.display().to_string();
    let [input] = inputs.as_slice() else {
        bail!("{name}: holds {} files; `taojin run` is for folders, `extract` is for one page", inputs.len());
    };
    let mut stdout: Box<dyn Write> = if arguments.why && arguments.format == As::Text {
        Box::new(output::stdout())
    } else {
        Box::new(output::data())
    };
    let status = documents::each(input, &config.read, |raw| {
        let document = page(&cleaner, &input.path, raw).with_context(|| name.clone())?;
        document.settle().with_context(|| name.clone())?;
        match arguments.format {
            As::Json => {
                serde_json::to_writer(&mut stdout, &to_json(&document, arguments.why)?)?;
                writeln!(stdout)?;
            }
            As::Markdown => stdout.write_all(markdown(&document).as_bytes())?,
            As::Text if arguments.why => why(&document, &mut stdout)?,
            As::Text => writeln!(stdout, "{}", document.text())?,
        }
        if document.text().is_empty() {
            tracing::warn!("{name}: no main text was found; --why shows what was removed");
        }
        Ok(())
    })?;
    stdout.flush()?;
    Ok(status)
}

/// Cleans one page. What does not look like one from its beginning (a piece of a page) is read as one all the same,
/// as long as it has tags.
fn page(cleaner: &Cleaner, path: &str, raw: &Raw) -> anyhow::Result<Document> {
    let document = cleaner.document(path, raw)?;
    if document.format == Format::Plain && document.source().contains("</") {
        return Ok(cleaner.page(path, &raw.bytes, raw.charset.as_deref())?);
    }
    Ok(document)
}

/// Prints each block with what was thought of it.
fn why(document: &Document, out: &mut impl Write) -> anyhow::Result<()> {
    let meta = &document.metadata;
    for (key, value) in [("title", meta.title.clone()), ("authors", Some(meta.authors.join("; ")))] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let from = meta.extra.get(&format!("{key}_from")).and_then(Value::as_str).unwrap_or("?");
            writeln!(out, "{STRONG}{key}{STRONG:#} {} {ASIDE}(from {from}){ASIDE:#}", visible(&value))?;
        }
    }
    if let Some(raw) = meta.extra.get("published_raw").and_then(Value::as_str) {
        let from = meta.extra.get("published_from").and_then(Value::as_str).unwrap_or("?");
        writeln!(out, "{STRONG}published{STRONG:#} {} {ASIDE}(from {from}){ASIDE:#}", visible(raw))?;
    }
    let chances = chances(document)?;
    for (index, block) in document.blocks.iter().enumerate() {
        let chance = chances.get(index);
        let score =
            chance.map_or_else(String::new, |chance| format!("{:.2} of {:.2}", chance.probability, chance.least));
        let features = &block.features;
        let chars = block.value().chars().count();
        let links = (features.link_chars as usize * 100 / chars.max(1)).min(100);
        let rule = block.removal.as_ref().map_or("kept", |removal| removal.rule.id);
        writeln!(
            out,
            "\n{STRONG}{rule}{STRONG:#} {ASIDE}{score} · {} · {chars} characters, {links} % in links · {}{ASIDE:#}",
            block.kind.name(),
            visible(&features.path)
        )?;
        if let Some(removal) = block.removal.as_ref().filter(|removal| !removal.evidence.is_empty()) {
            writeln!(out, "{ASIDE}{}{ASIDE:#}", visible(&removal.evidence))?;
        }
        if block.is_kept() {
            writeln!(out, "{}", visible(block.value()))?;
        } else {
            writeln!(out, "{REMOVED}{}{REMOVED:#}", visible(block.value()))?;
        }
    }
    Ok(())
}

fn to_json(document: &Document, all: bool) -> anyhow::Result<Value> {
    let chances = chances(document)?;
    let blocks = document.blocks.iter().enumerate().filter(|(_, block)| all || block.is_text());
    let blocks: Vec<Value> = blocks.map(|(index, block)| block_json(block, chances.get(index))).collect();
    let mut metadata = serde_json::to_value(&document.metadata).unwrap_or_default();
    let time = document.metadata.published.and_then(|micros| jiff::Timestamp::from_microsecond(micros).ok());
    metadata["published"] = json!(time.map(|time| time.to_string()));
    Ok(json!({
        "format": document.format.name(),
        "encoding": document.encoding.name,
        "language": document.signals.language,
        "metadata": metadata,
        "text": document.text(),
        "blocks": blocks,
    }))
}

fn block_json(block: &Block, chance: Option<&Chance>) -> Value {
    let two = |value: f32| (f64::from(value) * 100.0).round() / 100.0;
    json!({
        "kind": block.kind.name(),
        "level": block.kind.level(),
        "text": block.value(),
        "kept": block.is_kept(),
        "rule": block.removal.as_ref().map(|removal| removal.rule.id),
        "evidence": block.removal.as_ref().map(|removal| &*removal.evidence),
        "probability": chance.map(|chance| two(chance.probability)),
        "least": chance.map(|chance| two(chance.least)),
        "links": block.features.links,
        "path": &*block.features.path,
    })
}
