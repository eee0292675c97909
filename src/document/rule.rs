//! Rules: the only things that may remove or change text.

use std::fmt;

/// A reason to remove or change text, with a stable identifier.
///
/// Built-in rules are `static` items beside the code that applies them; rules from packs are loaded once and live as
/// long as the process. Either way a rule is passed around as `&'static Rule`, and two rules are the same when their
/// identifiers are.
#[derive(Debug)]
pub struct Rule {
    /// Stable identifier such as `strip.prev_next`: the module, a dot, the rule.
    pub id: &'static str,
    /// One line for people: what the rule takes out or changes.
    pub about: &'static str,
}

impl Rule {
    /// The module the rule belongs to: what comes before the first dot of its identifier.
    #[must_use]
    pub fn module(&self) -> &'static str {
        self.id.split_once('.').map_or(self.id, |(module, _)| module)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}
