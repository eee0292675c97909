//! Proof of rules: their own examples, and what a new pattern would take.

use regex::Regex;

use super::definition::{Kind, Position};
use super::packs::Packs;
use super::pass;
use super::rule::{Loaded, compile};
use crate::document::Document;
use crate::parse;
use crate::strip::error::{Error, RuleError};
use crate::strip::form::bare;
use crate::strip::options::Options;
use crate::strip::policy::Policy;

/// A body for the examples to be beside: a rule acts at the edge of something.
const BODY: [&str; 3] = [
    "清早的集市刚刚摆开，卖豆腐的老人把木板一块一块地卸下来，白汽从筐里升起。几个孩子围在炉子旁边等着第一锅豆浆，\
     谁也不肯先离开。",
    "The road climbs slowly out of the valley, and for an hour nothing is heard but water. Then the trees part, and \
     the old mill stands there as if it had been waiting. Nobody has lived in it for years.",
    "到了中午，集市散了，街上只剩下几片菜叶和一条睡着的狗。老人数完了钱，把木板又一块一块地装回车上，慢慢地往回走，\
     一路上都在哼着一支没有词的曲子。",
];

/// An example that a rule treats the wrong way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The rule.
    pub id: String,
    /// Its pack.
    pub pack: String,
    /// The example.
    pub example: String,
    /// What went wrong, in words.
    pub problem: String,
}

/// Runs the examples of all rules, each at the edge of a small body where its rule acts.
///
/// # Errors
/// When a pack cannot be read or does not parse, or a pattern takes too much memory.
pub fn check_rules(options: &Options) -> Result<Vec<Failure>, Error> {
    let packs = Packs::load(&options.rules)?;
    let mut failures = Vec::new();
    for loaded in packs.definitions() {
        let info = loaded.info();
        loaded.compile().map_err(|error| Error::Compile { id: info.id, pack: info.pack.clone(), error })?;
        let examples = info.catches.iter().map(|text| (text, true)).chain(info.spares.iter().map(|text| (text, false)));
        for (example, wanted) in examples {
            let problem = match (wanted, catches(&packs, loaded, example)) {
                (true, false) => "is not caught",
                (false, true) => "is caught and should be left alone",
                _ => continue,
            };
            failures.push(Failure {
                id: info.id.to_owned(),
                pack: info.pack.clone(),
                example: example.clone(),
                problem: problem.to_owned(),
            });
        }
    }
    Ok(failures)
}

/// Whether the rule takes any part of `example`.
fn catches(packs: &Packs, loaded: &Loaded, example: &str) -> bool {
    let body = BODY.join("\n");
    let at_head =
        matches!(loaded.definition.at, Position::First | Position::Head) && loaded.definition.kind != Kind::Section;
    let source = if at_head { format!("{example}\n{body}\n") } else { format!("{body}\n{example}\n") };
    let mut document: Document = parse::plain(source);
    pass::run(&mut document, packs, &Policy::new(&Options::default()), "auto");
    document.blocks.iter().any(|block| {
        let taken = block.removal.as_ref().is_some_and(|removal| removal.rule == loaded.rule);
        taken && example.contains(block.value())
    })
}

/// What a new pattern would take from texts.
#[derive(Clone, Debug)]
pub struct Trial {
    regex: Regex,
    most: usize,
    /// Texts with at least one line that matches.
    pub texts: usize,
    /// Lines that match.
    pub lines: usize,
    /// Code points of those lines.
    pub chars: usize,
    /// The first matches: the text's name and the line.
    pub samples: Vec<(String, String)>,
}

impl Trial {
    /// A trial of `pattern`, which must match a whole line as the patterns of rules do; keeps up to `samples` matches.
    ///
    /// # Errors
    /// When the pattern is no regular expression.
    pub fn new(pattern: &str, samples: usize) -> Result<Self, RuleError> {
        let regex = compile(pattern)?;
        Ok(Self { regex, most: samples, texts: 0, lines: 0, chars: 0, samples: Vec::new() })
    }

    /// Looks for lines that match in a text called `name`.
    pub fn look(&mut self, name: &str, text: &str) {
        let before = self.lines;
        for line in text.lines().filter(|line| self.regex.is_match(bare(line))) {
            self.lines += 1;
            self.chars += line.chars().count();
            if self.samples.len() < self.most {
                self.samples.push((name.to_owned(), line.to_owned()));
            }
        }
        self.texts += usize::from(self.lines > before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_does_what_its_examples_say() {
        let failures = check_rules(&Options::default()).expect("built-in packs");
        let lines: Vec<String> =
            failures.iter().map(|f| format!("{} ({}): {:?} {}", f.id, f.pack, f.example, f.problem)).collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }

    #[test]
    fn a_pattern_can_be_tried_before_it_is_trusted() {
        let mut trial = Trial::new("晚安.*", 5).expect("a pattern");
        trial.look("a", "早安\n晚安，各位");
        trial.look("b", "说一声晚安");
        assert_eq!((trial.texts, trial.lines, trial.chars), (1, 1, 5));
    }
}
