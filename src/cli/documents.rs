//! The documents of one input, for the commands that show them.

use super::globals::Status;
use crate::read::{self, Input, Limits, Problem, Raw, escape};

/// Hands each document of `input` to `show`. What is wrong behind a document does not take it back: it is said, and the
/// status tells of it.
///
/// # Errors
/// The [`Problem`] of an input that has no document; what `show` gives.
pub(super) fn each(
    input: &Input,
    options: &read::Options,
    mut show: impl FnMut(&Raw) -> anyhow::Result<()>,
) -> anyhow::Result<Status> {
    // A problem names the file as it was asked for, not as a dataset would show it.
    let name = escape(input.at.as_os_str());
    let named = |problem: Problem| problem.of(&name);
    let (mut status, mut is_shown) = (Status::Clean, false);
    for raw in read::open(input).map_err(named)?.documents(Limits::new(options)) {
        match raw.map_err(named) {
            Ok(raw) => {
                is_shown = true;
                show(&raw)?;
            }
            Err(problem) if is_shown => {
                tracing::error!("{problem}");
                status = Status::Problems;
            }
            Err(problem) => return Err(problem.into()),
        }
    }
    Ok(status)
}
