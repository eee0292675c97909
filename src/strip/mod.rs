//! Removals: repeated titles and bodies, boilerplate by rules, navigation.
//!
//! The stages run in this order: [`Page`] judges which blocks of a page are its text, [`Repeat`] finds a body that is there
//! twice, [`Rules`] applies the rule packs (data in `rules/*.toml`), [`Recurring`] takes what comes back twice in a row or
//! beside page numbers, [`Title`] takes the title out of the text once bylines no longer precede it, [`Edge`] judges what is
//! left at both ends. Every removal has a confidence; one below [`Options::confidence`] is only marked.

pub mod edge;
mod form;
mod options;
pub mod page;
mod policy;
pub mod recurring;
mod repeat;
pub mod rules;
#[cfg(test)]
mod shown;
pub mod title;

pub use edge::Edge;
pub use options::Options;
pub use page::{Chance, Page, chances};
pub use recurring::Recurring;
pub use repeat::Repeat;
pub use rules::{Failure, RuleInfo, Rules, Trial, check_rules, rules};
pub use title::Title;
