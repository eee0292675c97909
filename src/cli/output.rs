//! What the commands print: the log, errors, and standard output that may be closed early.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use tracing_subscriber::filter::LevelFilter;

use super::globals::LogFormat;
use super::visible::Visible;
use crate::run::panic_message;
use crate::text::visible;

/// Removed text.
pub(super) const REMOVED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))).strikethrough();
/// Text put in.
pub(super) const INSERTED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
/// Names of rules and other asides.
pub(super) const ASIDE: Style = Style::new().dimmed();
/// Text that a rule only pointed at.
pub(super) const MARKED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow))).underline();
/// Headings of the output.
pub(super) const STRONG: Style = Style::new().bold();

/// Sends log messages to standard error.
pub(super) fn start_log(format: LogFormat, quiet: bool) {
    let level = if quiet { LevelFilter::ERROR } else { LevelFilter::INFO };
    let base = tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr).with_target(false);
    // A log that is already there (in tests) stays.
    let _ = match format {
        LogFormat::Text => tracing::subscriber::set_global_default(
            base.with_writer(|| Visible::new(io::stderr())).without_time().with_level(false).with_ansi(false).finish(),
        ),
        LogFormat::Json => tracing::subscriber::set_global_default(base.json().flatten_event(true).finish()),
    };
}

/// Makes a panic a message of the log: a run goes on after one, and says later which file it was.
pub(super) fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!("a bug in taojin, please report it: {} ({place})", panic_message(panic.payload()));
    }));
}

/// Prints why the command could not do its work.
pub(super) fn error(error: &anyhow::Error, format: LogFormat) {
    match format {
        LogFormat::Json => tracing::error!("{error:#}"),
        LogFormat::Text => {
            let style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))).bold();
            let _ = writeln!(anstream::stderr(), "{style}error:{style:#} {}", visible(&format!("{error:#}")));
        }
    }
}

/// Prints what to do, after an error.
pub(super) fn hint(text: &str) {
    let _ = writeln!(anstream::stderr(), "\n  {STRONG}tip:{STRONG:#} {}", visible(text));
}

/// Whether the reader of our standard output went away (`taojin … | head`), which is no error.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kinds = error.chain().filter_map(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        io.or_else(|| cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind))
    });
    kinds.into_iter().any(|kind| kind == io::ErrorKind::BrokenPipe)
}

/// Standard output, buffered, for texts and reports without colours of our own. A file or a program gets the very bytes, a
/// terminal only what can be seen.
pub(super) fn data() -> io::BufWriter<Box<dyn Write>> {
    let stdout = io::stdout();
    let writer: Box<dyn Write> = if stdout.is_terminal() { Box::new(Visible::new(stdout)) } else { Box::new(stdout) };
    io::BufWriter::with_capacity(1 << 16, writer)
}

/// Standard output, buffered, with colours only on a terminal. What is not our own goes there through [`visible`].
pub(super) fn stdout() -> io::BufWriter<anstream::Stdout> {
    io::BufWriter::with_capacity(1 << 16, anstream::stdout())
}
