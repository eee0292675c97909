//! Prints what `strip.page` sees of pages, for `python/fit_page.py`.
//!
//! `cargo run --release --example page_rows -- FOLDER < pages.jsonl > rows.jsonl`: a line of input has an `id`, the path
//! of a page below FOLDER as `html`, and perhaps the `charset` that its server declared.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;
use taojin::config::Config;
use taojin::internals::decode::{self, Known};
use taojin::internals::{parse, run, strip};

fn main() -> anyhow::Result<()> {
    let root = PathBuf::from(std::env::args().nth(1).context("say which folder the pages lie below")?);
    let config = Config::default();
    let stages = ["decode.", "mend."].map(|room| run::stages(&config, room));
    let stages: Vec<_> = stages.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let path = line["html"].as_str().context("a line has no `html`")?;
        let bytes = std::fs::read(root.join(path)).with_context(|| path.to_owned())?;
        let known = line["charset"].as_str().map_or(Known::Nothing, Known::Declared);
        let text = decode::decode(&bytes, known).with_context(|| path.to_owned())?.text;
        let mut document = parse::html::html(text, &config.parse);
        for stage in &stages {
            stage.run(&mut document);
        }
        let mut rows = strip::page::sight(&document);
        rows["id"] = line["id"].clone();
        serde_json::to_writer(&mut out, &rows)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
