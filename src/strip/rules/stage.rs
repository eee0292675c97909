//! The stage that applies the rule packs.

use std::collections::BTreeMap;

use anyhow::Result;

use super::packs::Packs;
use super::read::read;
use super::rule::{Loaded, RuleInfo};
use super::{credits, pass};
use crate::document::{Document, Rule};
use crate::parse;
use crate::pipeline::{Entry, Stage};
use crate::strip::options::Options;
use crate::strip::policy::Policy;

/// All rules of all packs, in the order in which they are tried.
///
/// # Errors
/// When a pack cannot be read or does not parse.
pub fn rules(options: &Options) -> Result<Vec<RuleInfo>> {
    Ok(read(&options.rules)?.iter().map(Loaded::info).collect())
}

/// The rules of the built-in packs.
#[must_use]
fn built_in() -> Vec<&'static Rule> {
    let loaded = read(&[]).unwrap_or_default();
    let rules: BTreeMap<&str, &'static Rule> = loaded.iter().map(|loaded| (loaded.rule.id, loaded.rule)).collect();
    rules.into_values().collect()
}

/// The stage that applies the rule packs.
pub struct Rules {
    policy: Policy,
    packs: Packs,
    parse: parse::Options,
}

impl Rules {
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.rules",
        about: "removes boilerplate by the rule packs, and moves bylines and dates to the metadata",
        rules: built_in,
        build: |config| Ok(Some(Box::new(Self::new(&config.strip, &config.parse)?))),
    };

    /// The stage as configured; `parse` tells the time zone of dates that name none.
    ///
    /// # Errors
    /// When a pack cannot be read or does not parse.
    pub fn new(options: &Options, parse: &parse::Options) -> Result<Self> {
        let packs = Packs::load(&options.rules)?;
        Ok(Self { policy: Policy::new(options), packs, parse: parse.clone() })
    }
}

impl Stage for Rules {
    fn run(&self, document: &mut Document) {
        credits::run(document, &self.packs, &self.policy, &self.parse);
        pass::run(document, &self.packs, &self.policy, &self.parse);
    }
}

#[cfg(test)]
mod tests {
    use super::Rules;
    use crate::parse;
    use crate::pipeline::Stage;
    use crate::strip::options::Options;
    use crate::strip::shown::shown;

    #[test]
    fn rules_of_every_kind() {
        let body = "渡口的老人把缆绳解开，数了一遍岸边的石头，然后坐下来等那封从没有写过的信，一直等到天黑。";
        let head = "作者：林一川\n2019-03-04 10:20\n点击上方蓝字关注我们";
        let tail = "（责任编辑：白玉）\n版权所有，未经许可不得转载\n相关阅读\n雾里的灯\n谁在对岸\n上一篇：雾里的灯";
        let source = format!("{head}\n{body}\n{body}{body}（本报记者石远山）\n{body}\n{tail}\n");
        let mut document = parse::plain(source);
        let options = (Options::default(), parse::Options::default());
        Rules::new(&options.0, &options.1).expect("built-in packs").run(&mut document);
        document.settle().expect("the balance holds");
        insta::assert_snapshot!(shown(&document));
    }
}
