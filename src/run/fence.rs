//! One document, one fence: a bug that one document meets is that document's problem, not the end of the run.

use std::any::Any;
use std::cell::Cell;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::read::{Problem, Status};

thread_local! {
    /// What is being done to the document at hand.
    static STEP: Cell<&'static str> = const { Cell::new("") };
}

/// Longest part of a panic's message that is passed on, in characters.
const SHOWN: usize = 160;

/// Does `work` on one document. A panic becomes the document's problem.
///
/// `work` must change nothing but what it owns: what a panic leaves half changed is gone with it then.
pub(super) fn fence<T>(work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    at("reading");
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(bug(panic_message(panic.as_ref()))))
}

/// Notes which step, such as a stage, the document at hand has come to, for the message of a bug that it meets there.
pub(super) fn at(step: &'static str) {
    STEP.set(step);
}

/// What went wrong through no fault of the document, as its problem.
pub(super) fn bug(what: impl Display) -> Problem {
    let step = STEP.get();
    let message = format!(
        "could not be cleaned ({step}): {what}; this is a bug in taojin, please report it. Until it is mended, leave the \
         file out with --exclude"
    );
    Problem::new(Status::Failed, message)
}

/// What a panic says, on one line. It may quote the document, whose control characters are not for a terminal.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.unwrap_or("a panic without a message").chars().map(plain).take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_the_problem_of_its_document() {
        let problem = fence::<()>(|| {
            at("strip.page");
            panic!("byte {} is inside\n\u{1b}[2J", 7)
        });
        let problem = problem.unwrap_err();
        assert_eq!(problem.status, Status::Failed);
        let says = "could not be cleaned (strip.page): byte 7 is inside  [2J; this is a bug";
        assert!(problem.message.starts_with(says), "{problem}");
        assert!(problem.message.ends_with("--exclude"));
        let strange = fence::<()>(|| std::panic::panic_any(7_u8)).unwrap_err();
        assert!(strange.message.contains("(reading): a panic without a message"), "{strange}");
    }

    #[test]
    fn what_goes_well_and_what_is_told_pass_through() {
        assert_eq!(fence(|| Ok(7)), Ok(7));
        let empty = Problem::new(Status::Empty, "empty");
        assert_eq!(fence::<()>(|| Err(empty.clone())), Err(empty));
    }
}
