//! What can be wrong with an input, or with one document in it.

use crate::document::Status;
use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};

/// Why an input, or one document in it, could not be read. It is recorded; the run goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Path of the input, as the dataset shows it; empty until whoever opened it has said so.
    pub path: String,
    /// Which document of the input; empty when it holds one, or when the input as a whole is meant.
    pub member: String,
    /// The kind of problem.
    pub status: Status,
    /// What is wrong and what to do, for people. Does not name the file.
    pub message: String,
}

/// Numbers by which Unix systems say that the process, or all of them, have too many files open (ENFILE, EMFILE).
const TABLE_FULL: i32 = 23;
const TOO_MANY_OPEN: i32 = 24;

impl Problem {
    /// A problem of the kind `status`, described by `message`.
    #[must_use]
    pub fn new(status: Status, message: impl Into<String>) -> Self {
        Self { path: String::new(), member: String::new(), status, message: message.into() }
    }

    /// The problem as one of the input `path`.
    #[must_use]
    pub fn of(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// The problem as one of a document in the input.
    #[must_use]
    pub fn in_member(self, member: &str) -> Self {
        Self { member: member.to_owned(), ..self }
    }

    /// The problem behind an error of a reader: the one that the reader itself made of it, or what the system said, without
    /// any path of this machine in it.
    pub(super) fn reading(error: &io::Error) -> Self {
        let own = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>());
        own.cloned().unwrap_or_else(|| {
            #[cfg(unix)]
            if matches!(
                rustix::io::Errno::from_io_error(error),
                Some(rustix::io::Errno::MFILE | rustix::io::Errno::NFILE)
            ) {
                let message = "cannot be read: too many files are open; let more be open at a time (ulimit -n)";
                return Self::new(Status::Unreadable, message);
            }
            let remedy = match error.kind() {
                _ if matches!(error.raw_os_error(), Some(TABLE_FULL | TOO_MANY_OPEN)) => {
                    "raise the limit of open files (ulimit -n), or take fewer --threads"
                }
                io::ErrorKind::NotFound => "it went away, or is a link that leads nowhere",
                io::ErrorKind::PermissionDenied => "check its permissions",
                io::ErrorKind::IsADirectory => "name the files in it",
                _ => "check the disk or the connection that it is on",
            };
            let kind = error.kind().to_string();
            // What has no name of its own is told in the words of the system.
            let what = if kind.starts_with("uncategorized") { error.to_string() } else { kind };
            Self::new(Status::Unreadable, format!("cannot be read: {what}; {remedy}"))
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", member_name(&self.path, &self.member))?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// How a document is called: by the path of its input, and by its member in one that holds several.
#[must_use]
pub fn member_name(path: &str, member: &str) -> String {
    [path, member].join(if member.is_empty() { "" } else { "!" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_file_and_its_member() {
        let problem = Problem::new(Status::Empty, "empty");
        assert_eq!(problem.to_string(), "empty");
        assert_eq!(problem.clone().of("a.txt").to_string(), "a.txt: empty");
        assert_eq!(problem.of("b.tar").in_member("c/d.txt").to_string(), "b.tar!c/d.txt: empty");
    }

    #[test]
    fn what_a_reader_says_goes_before_what_the_system_says() {
        let problem = Problem::new(Status::Damaged, "cut short");
        assert_eq!(Problem::reading(&io::Error::other(problem.clone())), problem);
        assert_eq!(Problem::reading(&io::ErrorKind::PermissionDenied.into()).status, Status::Unreadable);
    }
}
