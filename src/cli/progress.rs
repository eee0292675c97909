//! Progress of a long run: a bar with rate and time left on a terminal, plain lines otherwise.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::run::{Phase, Progress};

/// Plain lines come no more often than this.
const PAUSE: Duration = Duration::from_secs(10);

/// Shows the phases of a run on standard error.
pub(super) struct Display {
    bar: Mutex<ProgressBar>,
    plain: Mutex<Option<Plain>>,
    terminal: bool,
}

struct Plain {
    phase: Phase,
    total: u64,
    done: u64,
    last: Instant,
}

impl Display {
    /// A display; nothing is shown when `quiet`.
    pub(super) fn new(quiet: bool) -> Option<Self> {
        let terminal = std::io::stderr().is_terminal();
        let bar = Mutex::new(ProgressBar::hidden());
        (!quiet).then_some(Self { bar, plain: Mutex::new(None), terminal })
    }
}

impl Progress for Display {
    fn begin(&self, phase: Phase, total: u64) {
        if !self.terminal {
            if let Ok(mut plain) = self.plain.lock() {
                *plain = Some(Plain { phase, total, done: 0, last: Instant::now() });
            }
            return;
        }
        let bar = ProgressBar::new(total);
        let unit = match phase {
            Phase::Read => "{bytes}/{total_bytes} {bytes_per_sec}",
            Phase::Compare | Phase::Write => "{pos}/{len} {per_sec}",
        };
        let template = format!("{{msg:9}} {{wide_bar}} {unit} {{eta}} left");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        bar.set_message(phase.name());
        if let Ok(mut current) = self.bar.lock() {
            current.finish_and_clear();
            *current = bar;
        }
    }

    fn advance(&self, amount: u64) {
        if self.terminal {
            if let Ok(bar) = self.bar.lock() {
                bar.inc(amount);
            }
        } else if let Ok(mut plain) = self.plain.lock()
            && let Some(plain) = plain.as_mut()
        {
            plain.done += amount;
            if plain.last.elapsed() >= PAUSE {
                plain.last = Instant::now();
                let share = plain.done * 100 / plain.total.max(1);
                tracing::info!("{}: {share} %", plain.phase.name());
            }
        }
    }

    fn warn(&self, message: &str) {
        tracing::warn!("{message}");
    }

    fn end(&self) {
        if let Ok(bar) = self.bar.lock() {
            bar.finish_and_clear();
        }
    }
}
