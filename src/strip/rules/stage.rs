//! The stage that applies the rule packs.

use super::packs::Packs;
use super::read::read;
use super::rule::{Loaded, RuleInfo};
use super::{credits, pass};
use crate::document::{Document, Rule, Stage};
use crate::parse;
use crate::strip::error::Error;
use crate::strip::options::Options;
use crate::strip::policy::Policy;

/// All rules of all packs, in the order in which they are tried.
///
/// # Errors
/// When a pack cannot be read or does not parse.
pub fn rules(options: &Options) -> Result<Vec<RuleInfo>, Error> {
    Ok(read(&options.rules)?.iter().map(Loaded::info).collect())
}

/// The stage that applies the rule packs.
pub struct Rules {
    policy: Policy,
    packs: Packs,
    /// The time zone of dates that name none, as the settings write it.
    zone: String,
}

impl Rules {
    /// The stage as configured; `parse` tells the time zone of dates that name none.
    ///
    /// # Errors
    /// When a pack cannot be read or does not parse.
    pub fn new(options: &Options, parse: &parse::Options) -> Result<Self, Error> {
        let packs = Packs::load(&options.rules)?;
        Ok(Self { policy: Policy::new(options), packs, zone: parse.zone.clone() })
    }
}

impl Stage for Rules {
    fn name(&self) -> &'static str {
        "strip.rules"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        self.packs.rules()
    }

    fn run(&self, document: &mut Document) {
        credits::run(document, &self.packs, &self.policy, &self.zone);
        pass::run(document, &self.packs, &self.policy, &self.zone);
    }
}

#[cfg(test)]
mod tests {
    use super::Rules;
    use crate::document::Stage;
    use crate::parse;
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
