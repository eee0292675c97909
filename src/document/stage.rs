//! Stages: the steps that change one document.

use super::{Document, Rule};

/// A step that changes one document and sees nothing else: no files, no other documents, no clock, no random numbers.
/// Any thread may run it, and the same document always comes out the same.
///
/// ```
/// use taojin::document::{Change, Document, Rule, Span, Stage};
///
/// static SHOUTING: Rule = Rule { id: "house.shouting", about: "exclamation marks after the first" };
///
/// /// Leaves one of several exclamation marks.
/// struct Calm;
///
/// impl Stage for Calm {
///     fn name(&self) -> &'static str {
///         "house.calm"
///     }
///
///     fn rules(&self) -> Vec<&'static Rule> {
///         vec![&SHOUTING]
///     }
///
///     fn run(&self, document: &mut Document) {
///         for index in 0..document.blocks.len() {
///             let value = document.blocks[index].value();
///             let extra = value.match_indices("!!").map(|(at, _)| Span::new(at as u32, at as u32 + 1));
///             let changes: Vec<Change> = extra.map(Change::removal).collect();
///             document.change(index, &changes, &SHOUTING);
///         }
///     }
/// }
/// ```
pub trait Stage: Send + Sync {
    /// `module.stage`, such as `mend.segmentation`.
    fn name(&self) -> &'static str;

    /// Every rule in whose name it may remove, change or mark text.
    fn rules(&self) -> Vec<&'static Rule>;

    /// Changes `document`. Removes and changes text only in the name of a rule.
    fn run(&self, document: &mut Document);
}
