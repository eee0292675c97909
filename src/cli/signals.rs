//! Signals that end a run.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// How long a run may take to end by itself. It looks for the flag after each document; a thread that waits for a pipe, or
/// works on one large document, does not come to that.
const GRACE: Duration = Duration::from_secs(2);

/// A flag that is set by the first signal to end. The second ends the process at once, as does the first where the run
/// takes longer than [`GRACE`] to end: the old dataset is still in its place then.
///
/// # Errors
/// When the system does not let signals be caught.
pub(super) fn interrupted() -> io::Result<&'static AtomicBool> {
    static INTERRUPTED: AtomicBool = AtomicBool::new(false);
    let mut signals = Signals::new(caught())?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for _ in signals.forever() {
            if INTERRUPTED.swap(true, Ordering::Relaxed) {
                std::process::exit(2);
            }
            let waiting = std::thread::Builder::new().name("grace".into()).spawn(|| {
                std::thread::sleep(GRACE);
                tracing::error!("interrupted; what was read so far is dropped");
                std::process::exit(2);
            });
            if waiting.is_err() {
                std::process::exit(2);
            }
        }
    })?;
    Ok(&INTERRUPTED)
}

/// The signals that end a run. One that hangs up the terminal is left alone when it was ignored from the beginning, as
/// `nohup` does.
fn caught() -> Vec<i32> {
    let mut signals = vec![SIGINT, SIGTERM];
    #[cfg(unix)]
    if !is_ignored(signal_hook::consts::SIGHUP) {
        signals.push(signal_hook::consts::SIGHUP);
    }
    signals
}

/// Whether the process ignores a signal, as far as the system tells.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}
