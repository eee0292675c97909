//! `taojin stage`: one module or stage alone, as a filter over JSON lines.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};

use super::choice::RuleArguments;
use super::globals::{Globals, Status};
use super::output;
use super::tokens::TokenArguments;
use crate::annotate::{Tokenizer, Tokens};
use crate::config::{Config, Override};
use crate::document::{Action, BYTES, CodePoints, Document, Format, Metadata, Stage};
use crate::parse;
use crate::read;
use crate::run::{self, Cleaner};
use crate::text::sentences;

/// Run one module or stage alone as a filter over JSON lines
///
/// Reads {"id", "text"} a line (a bare JSON string is taken as the text) and writes the same with the text changed, and
/// "removed": [{"start", "end", "rule", "text"}] in code points of the input. `html` reads {"id", "html"}, a path, and
/// writes {"id", "text", "title", "author", "date"}. `sentences` writes {"id", "sentences"}; "language" may tell it which.
/// `tokens` writes {"id", "tokens"}, by jieba unless --tokens says otherwise.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  taojin stage mend < lines.jsonl\n  taojin stage html --root pages < pages.jsonl\n  \
                        echo '\"今天 天气 好 。\"' | taojin stage mend.segmentation"
)]
pub(super) struct Arguments {
    /// mend, strip, mojibake, html, sentences, tokens, or a stage such as mend.wraps
    name: String,
    /// Folder that the paths of pages lie below
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Read the text as Markdown instead of plain text
    #[arg(long)]
    markdown: bool,
    #[command(flatten)]
    rules: RuleArguments,
    #[command(flatten)]
    tokens: TokenArguments,
}

impl Arguments {
    fn format(&self) -> Format {
        if self.markdown { Format::Markdown } else { Format::Plain }
    }
}

/// One line of input.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Text(String),
    Page {
        id: Value,
        html: String,
        charset: Option<String>,
    },
    Fields {
        #[serde(default)]
        id: Value,
        text: String,
        #[serde(default, alias = "lang")]
        language: String,
    },
}

/// A filter: what to do with a line.
enum Filter {
    Stages { module: String, stages: Vec<Box<dyn Stage>>, format: Format },
    Html { cleaner: Box<Cleaner>, root: PathBuf },
    Sentences,
    Tokens(Tokenizer),
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let overrides: Vec<Override> = arguments.rules.overrides().chain(arguments.tokens.overrides()).collect();
    let config = globals.load(&overrides)?;
    let filter = Filter::new(arguments, &config)?;
    let mut stdout = output::data();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let place = || format!("standard input, line {}", number + 1);
        let line = line.with_context(place)?;
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(&line)
            .with_context(|| format!("{}: neither a JSON string nor an object with `text` or `html`", place()))?;
        let answer = filter.apply(line).with_context(place)?;
        serde_json::to_writer(&mut stdout, &answer)?;
        stdout.write_all(b"\n")?;
    }
    stdout.flush()?;
    Ok(Status::Clean)
}

/// What to say of a stage that is not there.
fn missing(name: &str) -> String {
    // By default every stage is on.
    let all = run::stages(&Config::default(), "").unwrap_or_default();
    let mut names = all.iter().map(|stage| stage.name());
    if names.clone().any(|known| known == name || known.split('.').next() == Some(name)) {
        return format!("`{name}` is switched off in the settings");
    }
    let names: Vec<&str> = names.by_ref().collect();
    format!("no stage is called `{name}`; there are html, sentences, tokens, mojibake, {}", names.join(", "))
}

impl Filter {
    fn new(arguments: &Arguments, config: &Config) -> anyhow::Result<Self> {
        if arguments.name != "tokens" && arguments.tokens.is_given() {
            bail!("--tokens and --token-dictionary are for `taojin stage tokens`, not for `{}`", arguments.name);
        }
        Ok(match arguments.name.as_str() {
            "html" => Self::Html { cleaner: Box::new(Cleaner::for_text(config)?), root: arguments.root.clone() },
            "sentences" => Self::Sentences,
            "tokens" => {
                let mut options = config.annotate.clone();
                if !options.has_tokens() {
                    options.tokens = Tokens::Jieba;
                }
                Self::Tokens(Tokenizer::new(&options)?.context("no tokenizer is configured")?)
            }
            name => {
                let name = if name == "mojibake" { "decode.mojibake" } else { name };
                let stages = run::stages(config, name)?;
                if stages.is_empty() {
                    bail!(missing(name));
                }
                let module = name.split('.').next().unwrap_or(name).to_owned();
                Self::Stages { module, stages, format: arguments.format() }
            }
        })
    }

    fn apply(&self, line: Line) -> anyhow::Result<Value> {
        let (id, text, language) = match line {
            Line::Text(text) => (Value::Null, text, String::new()),
            Line::Fields { id, text, language } => (id, text, language),
            Line::Page { id, html, charset } => return self.page(&id, &html, charset.as_deref()),
        };
        match self {
            Self::Html { .. } => bail!("needs `html`, the path of a page below --root"),
            Self::Sentences => {
                let ranges = sentences(&text, &language);
                let sentences: Vec<&str> = ranges.filter_map(|range| text.get(range)).collect();
                Ok(json!({ "id": id, "sentences": sentences }))
            }
            Self::Tokens(tokenizer) => {
                let tokens = sentences(&text, &language).flat_map(|range| {
                    let sentence = text.get(range.clone()).unwrap_or_default();
                    tokenizer.tokens(sentence, range.start)
                });
                let tokens: Vec<&str> = tokens.filter_map(|range| text.get(range)).collect();
                Ok(json!({ "id": id, "tokens": tokens }))
            }
            Self::Stages { module, stages, format } => {
                let mut document = match format {
                    Format::Markdown => parse::markdown(text, &parse::Options::default()),
                    _ => parse::plain(text),
                };
                for stage in stages {
                    stage.run(&mut document);
                }
                answer(&id, &document, module)
            }
        }
    }

    fn page(&self, id: &Value, path: &str, charset: Option<&str>) -> anyhow::Result<Value> {
        let Self::Html { cleaner, root } = self else { bail!("pages are for `taojin stage html`") };
        let bytes = read::below(root, Path::new(path)).and_then(std::fs::read);
        let bytes = bytes.with_context(|| format!("{path}: cannot be read below --root {}", root.display()))?;
        let document = cleaner.page(path, &bytes, charset).with_context(|| path.to_owned())?;
        let meta = &document.metadata;
        Ok(json!({
            "id": id,
            "text": document.text(),
            "title": meta.title,
            "author": (!meta.authors.is_empty()).then(|| meta.authors.join("; ")),
            "date": day(meta),
        }))
    }
}

/// The day of publication as the page itself gives it, else in UTC.
fn day(metadata: &Metadata) -> Option<String> {
    let written = metadata.extra.get("published_date").and_then(Value::as_str).map(str::to_owned);
    let utc = |micros| jiff::Timestamp::from_microsecond(micros).ok().map(|time| time.strftime("%F").to_string());
    written.or_else(|| metadata.published.and_then(utc))
}

/// The text as the module leaves it, and what the module took out.
fn answer(id: &Value, document: &Document, module: &str) -> anyhow::Result<Value> {
    let points = CodePoints::new(document.source());
    let settled = document.settle()?;
    let own = |rule: &str| rule.split('.').next() == Some(module) && rule != BYTES.id;
    let entries = settled.entries.iter().filter(|entry| own(entry.removal.rule.id));
    let removed: Vec<Value> = entries
        .filter(|entry| entry.action != Action::Marked)
        .flat_map(|entry| entry.ranges.iter().map(move |&span| (span, entry.removal.rule.id)))
        .map(|(span, rule)| {
            let (start, end) = points.range(span);
            json!({ "start": start, "end": end, "rule": rule, "text": span.of(document.source()) })
        })
        .collect();
    let mut line = json!({ "id": id, "text": document.render(module), "removed": removed });
    match module {
        "mend" => line["segmented"] = json!(document.segmented),
        "decode" => line["flag"] = json!(document.signals.loss_marks > 0),
        _ => {}
    }
    Ok(line)
}
