//! What is known of an input while its documents come in, and the row that comes of it.

use crate::dataset::InputRow;
use crate::document::Record;
use crate::read::{Problem, Status};

/// How many problems of one input are told one by one.
const LISTED: usize = 20;

/// An input on the way to its row.
#[derive(Default)]
pub(super) struct InputSummary {
    documents: u32,
    encoding: Option<String>,
    /// The first problems, and how many more there are.
    problems: Vec<Problem>,
    more: u64,
    has_failed: bool,
}

impl InputSummary {
    /// Counts a document in.
    pub(super) fn document(&mut self, record: &Record) {
        self.documents += 1;
        match &mut self.encoding {
            None => self.encoding = Some(record.encoding.clone()),
            Some(known) if *known != record.encoding => *known = "mixed".into(),
            Some(_) => {}
        }
    }

    /// Notes a problem of the input or of a document in it. The first bug comes before all else.
    pub(super) fn problem(&mut self, problem: Problem) {
        if problem.status == Status::Failed && !self.has_failed {
            self.has_failed = true;
            self.problems.insert(0, problem);
        } else {
            self.problems.push(problem);
        }
        if self.problems.len() > LISTED {
            self.problems.pop();
            self.more += 1;
        }
    }

    /// What became of the input: the one place where that is decided.
    fn status(&self) -> Status {
        match self.problems.first() {
            None => Status::Ok,
            Some(_) if self.has_failed => Status::Failed,
            Some(_) if self.documents > 0 => Status::Partial,
            Some(first) => first.status,
        }
    }

    /// What is wrong, a line a problem.
    fn message(&self) -> String {
        let line = |problem: &Problem| match problem.member.as_str() {
            "" => problem.message.clone(),
            member => format!("{member}: {}", problem.message),
        };
        let more = (self.more > 0).then(|| format!("and {} more", self.more));
        self.problems.iter().map(line).chain(more).collect::<Vec<_>>().join("\n")
    }

    /// The finished row and, unless all is well, the same as a problem; a fresh summary for the next input stays.
    pub(super) fn close(&mut self, path: String, sha256: String, bytes: u64) -> (InputRow, Option<Problem>) {
        let done = std::mem::take(self);
        let (status, error) = (done.status(), done.message());
        let problem = (status != Status::Ok).then(|| Problem::new(status, error.clone()).of(&path));
        let row = InputRow {
            path,
            sha256,
            bytes,
            status,
            encoding: done.encoding.unwrap_or_default(),
            documents: done.documents,
            error,
        };
        (row, problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(documents: u32, problems: &[(Status, &str)]) -> (String, String) {
        let mut summary = InputSummary::default();
        (0..documents).for_each(|_| summary.document(&Record::default()));
        for (number, (status, message)) in problems.iter().enumerate() {
            summary.problem(Problem::new(*status, *message).in_member(&number.to_string()));
        }
        let (row, problem) = summary.close("a".into(), String::new(), 0);
        assert_eq!(problem.is_none(), row.status == Status::Ok);
        assert_eq!(summary.close("b".into(), String::new(), 0).0.status, Status::Ok);
        (row.status.name().to_owned(), row.error)
    }

    #[test]
    fn a_problem_of_one_document_does_not_speak_for_its_file() {
        let binary = (Status::Binary, "not text");
        assert_eq!(close(1, &[]), ("ok".into(), String::new()));
        assert_eq!(close(0, &[binary, (Status::Empty, "empty")]), ("binary".into(), "0: not text\n1: empty".into()));
        assert_eq!(close(2, &[binary]), ("partial".into(), "0: not text".into()));
        let failed = close(2, &[binary, (Status::Failed, "a bug")]);
        assert_eq!(failed, ("failed".into(), "1: a bug\n0: not text".into()));
    }

    #[test]
    fn many_problems_are_counted() {
        let (_, error) = close(0, &[(Status::Empty, "empty"); 30]);
        assert_eq!(error.lines().count(), LISTED + 1);
        assert!(error.ends_with("\nand 10 more"), "{error}");
    }
}
