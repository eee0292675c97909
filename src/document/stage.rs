//! Stages: the steps that change one document.

use super::{Document, Rule};

/// A step that changes one document and sees nothing else: no files, no other documents, no clock, no random numbers.
/// Any thread may run it, and the same document always comes out the same.
///
/// ```
/// use taojin::document::{Change, Document, Rule, Stage};
/// use taojin::{Cleaner, Config};
///
/// static SHOUTING: Rule = Rule { id: "mine.shouting", about: "exclamation marks before another one" };
///
/// /// Leaves one of several exclamation marks.
/// struct Calm;
///
/// impl Stage for Calm {
///     fn name(&self) -> &'static str {
///         "mine.calm"
///     }
///
///     fn rules(&self) -> Vec<&'static Rule> {
///         vec![&SHOUTING]
///     }
///
///     fn run(&self, document: &mut Document) {
///         for index in 0..document.blocks.len() {
///             let value = document.blocks[index].value();
///             let doubled = value.match_indices('！').filter(|(at, mark)| value[at + mark.len()..].starts_with('！'));
///             let changes: Vec<Change> = doubled.map(|(at, mark)| Change::removal(at..at + mark.len())).collect();
///             document.change(index, &changes, &SHOUTING);
///         }
///     }
/// }
///
/// let cleaner = Cleaner::with_stages(&Config::default(), vec![Box::new(Calm)])?;
/// let record = cleaner.clean_text("letter.txt", "他来了！！！真的来了。")?;
/// assert_eq!(record.text, "他来了！真的来了。");
/// assert_eq!(record.ledger[0].removed, "！！");
/// # Ok::<(), taojin::Error>(())
/// ```
pub trait Stage: Send + Sync {
    /// `module.stage`, such as `mend.segmentation`.
    fn name(&self) -> &'static str;

    /// Every rule in whose name it may remove, change or mark text.
    fn rules(&self) -> Vec<&'static Rule>;

    /// Changes `document`. Removes and changes text only in the name of a rule.
    fn run(&self, document: &mut Document);
}
