//! Removals: repeated titles and bodies, boilerplate by rules, navigation.
//!
//! The stages run in this order: [`Page`] judges which blocks of a page are its text, [`Repeat`] finds a body that is there
//! twice, [`Rules`] applies the rule packs (data in `rules/*.toml`), [`Recurring`] takes what comes back twice in a row or
//! beside page numbers, [`Title`] takes the title out of the text once bylines no longer precede it, [`Edge`] judges what is
//! left at both ends. Every removal has a confidence; one below [`Options::confidence`] is only marked.

pub mod edge;
mod error;
mod form;
mod options;
pub mod page;
mod policy;
pub mod recurring;
mod repeat;
pub mod rules;
mod selection;
#[cfg(test)]
mod shown;
pub mod title;

pub use edge::Edge;
pub use error::{Error, RuleError};
pub use options::Options;
pub use page::{Chance, Page, chances};
pub use recurring::Recurring;
pub use repeat::Repeat;
pub use rules::{Failure, RuleInfo, Rules, Trial, check_rules, rules};
pub use title::Title;

use crate::document::{Rule, Stage};
use crate::parse;

/// The removals, in the order in which a document meets them; `parse` tells the time zone of dates that name none.
///
/// # Errors
/// When a rule pack cannot be read, or when `keep` or `only` name a rule that is not among the rules of these stages.
pub fn stages(options: &Options, parse: &parse::Options) -> Result<Vec<Box<dyn Stage>>, Error> {
    let stages: Vec<Box<dyn Stage>> = vec![
        Box::new(Page::new(options)?),
        Box::new(Repeat::new(options)),
        Box::new(Rules::new(options, parse)?),
        Box::new(Recurring::new(options)),
        Box::new(Title::new(options)),
        Box::new(Edge::new(options)?),
    ];
    let rules: Vec<&'static Rule> = stages.iter().flat_map(|stage| stage.rules()).collect();
    selection::check(options, &rules)?;
    Ok(stages)
}
