//! What a listing left out, and why.

use std::collections::BTreeMap;
use std::fmt;

/// Why something in a folder is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The dataset that is being written, or what an earlier run left beside it.
    Output,
    /// A folder that holds a dataset: its report and its tables are no texts.
    Dataset,
    /// Its name begins with a dot; folders count as one.
    Hidden,
    /// A `.gitignore` or `.taojinignore` names it.
    Ignored,
    /// No include glob admits it, or an exclude glob names it.
    Excluded,
    /// A link that leads out of the folder, and links are not followed there.
    Link,
}

impl Reason {
    /// The name used in the manifest.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Reason::Output => "output",
            Reason::Dataset => "dataset",
            Reason::Hidden => "hidden",
            Reason::Ignored => "ignored",
            Reason::Excluded => "excluded",
            Reason::Link => "link",
        }
    }

    /// What to do to have it read after all.
    fn remedy(self) -> &'static str {
        match self {
            Reason::Output => "the dataset being written",
            Reason::Dataset => "datasets of earlier runs",
            Reason::Hidden => "hidden; --set read.hidden=true reads them",
            Reason::Ignored => "in an ignore file; --set read.ignored=true reads them",
            Reason::Excluded => "left out by --include and --exclude",
            Reason::Link => "links out of the folder; --set read.follow_links=\"all\" follows them",
        }
    }
}

/// What a listing left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    reasons: BTreeMap<Reason, (u64, String)>,
}

impl Skipped {
    /// Counts `path` in.
    pub(crate) fn add(&mut self, reason: Reason, path: &str) {
        let (count, first) = self.reasons.entry(reason).or_default();
        if *count == 0 || path < first.as_str() {
            path.clone_into(first);
        }
        *count += 1;
    }

    /// Counts all of `other` in.
    pub(super) fn merge(&mut self, other: Self) {
        for (reason, (count, first)) in other.reasons {
            self.add(reason, &first);
            self.reasons.entry(reason).or_default().0 += count - 1;
        }
    }

    /// How many files and folders were left out for each reason. The dataset being written is not among them: a second
    /// run, which finds it, says the same as the first.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<String, u64> {
        let counted = self.reasons.iter().filter(|(reason, _)| **reason != Reason::Output);
        counted.map(|(reason, (count, _))| (reason.name().to_owned(), *count)).collect()
    }

    /// A line for people for each reason.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        self.reasons.iter().map(|(reason, (count, first))| match count {
            1 => format!("{first} ({})", reason.remedy()),
            _ => format!("{count}, {first} first ({})", reason.remedy()),
        })
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().collect::<Vec<_>>().join("; "))
    }
}
