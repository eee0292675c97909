//! `taojin explain`: one document with everything that was removed or changed shown in its place.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;

use super::choice::RuleArguments;
use super::documents;
use super::globals::{Globals, Status};
use super::output;
use super::output::{ASIDE, INSERTED, MARKED, REMOVED, STRONG};
use crate::document::{Action, CodePoints, Document, LedgerEntry, Settled, Span};
use crate::read::{self, Raw, member_name};
use crate::run::Cleaner;
use crate::text::visible;

/// Show what is removed from a file or changed in it, by which rule
#[derive(Args)]
#[command(
    after_help = "Examples:\n  taojin explain page.html\n  taojin explain --json notes.md | jq '.ledger[].rule'\n  \
                        taojin explain --keep strip.copyright --rules my-rules page.html"
)]
pub(super) struct Arguments {
    /// The file; - for standard input
    file: PathBuf,
    /// Print one JSON object a document instead
    #[arg(long)]
    json: bool,
    /// Show markup and white space too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    rules: RuleArguments,
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let config = globals.load(&arguments.rules.overrides().collect::<Vec<_>>())?;
    let cleaner = Cleaner::new(&config)?;
    let mut stdout: Box<dyn Write> = if arguments.json { Box::new(output::data()) } else { Box::new(output::stdout()) };
    let mut status = Status::Clean;
    for input in read::list(std::slice::from_ref(&arguments.file), &config.read, read::all())?.inputs {
        let ended = documents::each(&input, &config.read, |raw| {
            let name = member_name(&input.path, &raw.member);
            let document = clean(&cleaner, &input.path, raw).with_context(|| name.clone())?;
            let settled = document.settle().with_context(|| name.clone())?;
            if arguments.json {
                serde_json::to_writer(&mut stdout, &to_json(&name, &document, &settled))?;
                writeln!(stdout)?;
            } else {
                Page { document: &document, settled: &settled, all: arguments.all }.print(&name, &mut stdout)?;
            }
            Ok(())
        })?;
        status = status.max(ended);
    }
    stdout.flush()?;
    Ok(status)
}

fn clean(cleaner: &Cleaner, path: &str, raw: &Raw) -> anyhow::Result<Document> {
    if raw.bytes.is_empty() {
        bail!("the file is empty");
    }
    Ok(cleaner.document(path, raw)?)
}

fn to_json(name: &str, document: &Document, settled: &Settled) -> serde_json::Value {
    let points = CodePoints::new(document.source());
    let entry = |entry: &LedgerEntry| {
        json!({
            "rule": entry.removal.rule.id,
            "action": entry.action.name(),
            "paragraph": entry.block,
            "ranges": entry.ranges.iter().map(|&span| points.range(span)).collect::<Vec<_>>(),
            "removed": entry.ranges.iter().map(|span| span.of(document.source())).collect::<Vec<_>>(),
            "shown": entry.shown,
            "replacements": entry.replacements,
            "confidence": entry.removal.confidence,
            "evidence": entry.removal.evidence,
        })
    };
    json!({
        "path": name,
        "format": document.format.name(),
        "encoding": document.encoding.name,
        "encoding_confidence": document.encoding.confidence,
        "metadata": metadata(document),
        "language": document.signals.language,
        "script": document.signals.script,
        "segmented": document.segmented,
        "loss_marks": document.signals.loss_marks,
        "rejected": document.rejection.as_ref().map(|r| json!({ "rule": r.rule.id, "evidence": r.evidence })),
        "text": document.text(),
        "ledger": settled.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

/// What the source declared, the time of publication as people write it.
fn metadata(document: &Document) -> serde_json::Value {
    let mut metadata = serde_json::to_value(&document.metadata).unwrap_or_default();
    let time = document.metadata.published.and_then(|micros| jiff::Timestamp::from_microsecond(micros).ok());
    metadata["published"] = json!(time.map(|time| time.to_string()));
    metadata
}

/// A document as shown in the terminal.
struct Page<'a> {
    document: &'a Document,
    settled: &'a Settled,
    all: bool,
}

impl Page<'_> {
    fn print(&self, name: &str, out: &mut impl Write) -> anyhow::Result<()> {
        let document = self.document;
        writeln!(out, "{STRONG}{}{STRONG:#}", visible(name))?;
        let encoding = &document.encoding;
        let about = [document.format.name(), &encoding.name, &document.signals.language, &document.signals.script];
        let about: Vec<&str> = about.into_iter().filter(|word| !word.is_empty()).collect();
        writeln!(out, "{ASIDE}{} · confidence {:.2}{ASIDE:#}", about.join(" · "), encoding.confidence)?;
        for (key, value) in metadata(document).as_object().into_iter().flatten() {
            if !is_blank(value) {
                writeln!(out, "{ASIDE}{}:{ASIDE:#} {}", visible(key), visible(&value.to_string()))?;
            }
        }
        writeln!(out)?;
        self.body(out)?;
        self.totals(out)?;
        if let Some(rejection) = &document.rejection {
            writeln!(out, "{MARKED}rejected{MARKED:#} by {}: {}", rejection.rule, visible(&rejection.evidence))?;
        }
        Ok(())
    }

    /// The source in its own order, each edit shown in its place.
    fn body(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let source = self.document.source();
        let mut pieces: Vec<(Span, &LedgerEntry, usize)> = Vec::new();
        for entry in self.settled.entries.iter().filter(|entry| entry.action != Action::Marked) {
            pieces.extend(entry.ranges.iter().enumerate().map(|(i, &span)| (span, entry, i)));
        }
        pieces.sort_by_key(|(span, _, _)| *span);
        let marked = self.settled.entries.iter().filter(|entry| entry.action == Action::Marked);
        let mut marks: Vec<(Span, &LedgerEntry)> =
            marked.flat_map(|entry| entry.ranges.iter().map(move |&range| (range, entry))).collect();
        marks.sort_by_key(|(range, _)| *range);
        let mut blocks: Vec<Span> = self.document.blocks.iter().map(|block| block.text.span()).collect();
        blocks.sort_unstable();
        let inside = |span: Span| {
            let next = blocks.partition_point(|block| block.start <= span.start);
            next > 0 && blocks[next - 1].contains(span)
        };
        let (mut at, mut fresh) = (0, true);
        for (index, &(span, entry, i)) in pieces.iter().enumerate() {
            let before = Span { start: at, end: span.start };
            fresh &= before.is_empty();
            self.kept(before, &marks, out)?;
            at = span.end;
            if !self.all && entry.removal.rule.module() == "parse" && !inside(span) {
                // What stands between two blocks is shown as one line end.
                write!(out, "{}", if fresh { "" } else { "\n" })?;
                fresh = true;
                continue;
            }
            fresh = false;
            let last = pieces.get(index + 1).is_none_or(|(_, next, _)| !std::ptr::eq(*next, entry));
            self.edit(span.of(source), entry, i, last, out)?;
        }
        self.kept(Span { start: at, end: source.len() as u32 }, &marks, out)?;
        writeln!(out)?;
        Ok(())
    }

    fn kept(&self, span: Span, marks: &[(Span, &LedgerEntry)], out: &mut impl Write) -> anyhow::Result<()> {
        let source = self.document.source();
        let mut at = span.start;
        let first = marks.partition_point(|(range, _)| range.start < span.start);
        let inside = marks[first..].iter().take_while(|(range, _)| range.start < span.end);
        for &(range, entry) in inside.filter(|(range, _)| span.contains(*range) && !range.is_empty()) {
            if range.start >= at {
                let before = Span { start: at, end: range.start };
                let rule = entry.removal.rule;
                write!(out, "{}{MARKED}{}{MARKED:#}", visible(before.of(source)), visible(range.of(source)))?;
                // Which encoding a piece was in is what one wants to know of it.
                let evidence = if rule.module() == "decode" { &*entry.removal.evidence } else { "" };
                let colon = if evidence.is_empty() { "?" } else { ": " };
                write!(out, "{ASIDE}[{rule}{colon}{}]{ASIDE:#}", visible(evidence))?;
                at = range.end;
            }
        }
        write!(out, "{}", visible(Span { start: at, end: span.end }.of(source)))?;
        Ok(())
    }

    fn edit(&self, text: &str, entry: &LedgerEntry, i: usize, last: bool, out: &mut impl Write) -> anyhow::Result<()> {
        let rule = entry.removal.rule;
        let replacement = entry.replacements.get(i).map_or("", |text| &**text);
        if !self.all && rule.module() == "parse" {
            // Markup is told by the totals; showing it would bury everything else.
            write!(out, "{}", visible(replacement))?;
        } else if !self.all && text.trim().is_empty() && replacement.trim().is_empty() {
            write!(out, "{}", visible(replacement))?;
        } else {
            let shown = if text.trim().is_empty() { text.replace(' ', "·").replace('\n', "↵") } else { text.into() };
            write!(out, "{REMOVED}{}{REMOVED:#}{INSERTED}{}{INSERTED:#}", visible(&shown), visible(replacement))?;
            if last {
                write!(out, "{ASIDE}[{rule}]{ASIDE:#}")?;
            }
        }
        Ok(())
    }

    /// What each rule did, in numbers.
    fn totals(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let mut totals: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
        for entry in &self.settled.entries {
            let total = totals.entry((entry.removal.rule.id, entry.action.name())).or_default();
            total.0 += entry.ranges.len();
            let source = self.document.source();
            total.1 += entry.ranges.iter().map(|span| span.of(source).chars().count()).sum::<usize>();
        }
        writeln!(out, "\n{STRONG}{:<28} {:<8} {:>7} {:>10}{STRONG:#}", "rule", "action", "places", "characters")?;
        for ((rule, action), (places, characters)) in totals {
            writeln!(out, "{rule:<28} {action:<8} {places:>7} {characters:>10}")?;
        }
        Ok(())
    }
}

fn is_blank(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Null => true,
        serde_json::Value::Array(items) => items.is_empty(),
        serde_json::Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
