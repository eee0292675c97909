//! Reading rule packs and compiling them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use anyhow::{Context, Result, ensure};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use super::RuleInfo;
use crate::document::Rule;

/// The packs that come with the program: name and text.
const BUILT_IN: &[(&str, &str)] = &[
    ("wechat", include_str!("../../../rules/wechat.toml")),
    ("paper", include_str!("../../../rules/paper.toml")),
    ("translation", include_str!("../../../rules/translation.toml")),
    ("zh", include_str!("../../../rules/zh.toml")),
    ("zh-hant", include_str!("../../../rules/zh-hant.toml")),
    ("en", include_str!("../../../rules/en.toml")),
    ("ja", include_str!("../../../rules/ja.toml")),
    ("ko", include_str!("../../../rules/ko.toml")),
    ("form", include_str!("../../../rules/form.toml")),
];

/// Bytes that the automata may take. Room for thousands of patterns.
const AUTOMATON: usize = 256 << 20;

/// A pack as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    /// What the pack is for; for readers of the file.
    #[serde(rename = "about")]
    _about: String,
    #[serde(default, rename = "rule")]
    rules: Vec<Definition>,
}

/// A rule as written.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    /// Identifier without the room: `copyright` becomes `strip.copyright`. Packs may share one.
    id: String,
    about: String,
    pub(super) kind: Kind,
    /// Regular expressions, each of which must match a whole line.
    #[serde(default)]
    patterns: Vec<String>,
    /// Words of which one must stand in the line before the patterns are tried. Needed where a pattern does not begin
    /// with characters of its own.
    #[serde(default)]
    words: Vec<String>,
    /// For fields: what stands before the colon.
    #[serde(default)]
    keys: Vec<String>,
    /// For fields, and for lines with a group called `value`: where the value goes.
    #[serde(default)]
    pub(super) to: Option<String>,
    #[serde(default)]
    pub(super) at: Position,
    /// For runs: what the blocks are.
    #[serde(default)]
    pub(super) of: Option<Form>,
    /// Longest line, in half-width columns (a Han character is two).
    #[serde(default = "max")]
    pub(super) max: usize,
    /// Fewest blocks of a run or a section.
    #[serde(default = "min")]
    pub(super) min: usize,
    /// For sections: words of which one must stand below the heading; then all that stands below goes, not only a list.
    #[serde(default)]
    pub(super) below: Vec<String>,
    /// For lines: how many short lines right above belong to it, as the name and the motto of an account do.
    #[serde(default)]
    pub(super) above: usize,
    /// Whether other boilerplate must stand right before or behind, and of which rule.
    #[serde(default)]
    pub(super) beside: Beside,
    #[serde(default = "confidence")]
    pub(super) confidence: f32,
    /// Regular expressions that spare a line if found anywhere in it.
    #[serde(default)]
    not: Vec<String>,
    catches: Vec<String>,
    spares: Vec<String>,
}

fn max() -> usize {
    120
}

fn min() -> usize {
    1
}

fn confidence() -> f32 {
    0.95
}

/// What a rule takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// A line that matches.
    Line,
    /// A line of keys and values, which go to the metadata.
    Field,
    /// A heading that matches and the list below it.
    Section,
    /// Several blocks of one form at the end.
    Run,
}

/// Where a rule may act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Position {
    /// Before the body.
    Head,
    /// Behind the body.
    #[default]
    Tail,
    /// Before or behind it.
    Edge,
    /// Anywhere.
    Anywhere,
}

/// What must stand right before or behind a line.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Beside {
    /// What any rule took, or nothing in particular.
    Any(bool),
    /// What the rule of this identifier took, at most two lines away.
    Rule(String),
}

impl Default for Beside {
    fn default() -> Self {
        Self::Any(false)
    }
}

/// What the blocks of a run look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    /// Nothing but links.
    Links,
    /// Headlines of other articles.
    Headlines,
}

/// A rule ready to be applied.
pub(super) struct Loaded {
    /// For lines whose value goes to the metadata: the patterns one by one.
    captures: Vec<Regex>,
    /// The patterns, for rules that are tried by their words.
    patterns: RegexSet,
    pub(super) rule: &'static Rule,
    pub(super) definition: Definition,
    pack: String,
    not: RegexSet,
}

impl Loaded {
    /// Whether a guard spares the line.
    pub(super) fn spares(&self, line: &str, width: usize) -> bool {
        width > self.definition.max || self.not.is_match(line)
    }

    /// Whether this is a definition of rule `id`, given without the room.
    pub(super) fn is(&self, id: &str) -> bool {
        self.definition.id == id
    }

    /// The value that a line holds for the metadata.
    pub(super) fn value<'a>(&self, line: &'a str) -> Option<&'a str> {
        let found = self.captures.iter().find_map(|pattern| pattern.captures(line)?.name("value"));
        found.map(|value| value.as_str())
    }

    pub(super) fn info(&self) -> RuleInfo {
        let kind = match self.definition.kind {
            Kind::Line => "line",
            Kind::Field => "field",
            Kind::Section => "section",
            Kind::Run => "run",
        };
        let Definition { catches, spares, .. } = self.definition.clone();
        RuleInfo { id: self.rule.id, about: self.rule.about, kind, pack: self.pack.clone(), catches, spares }
    }
}

/// All packs, compiled.
pub(super) struct Packs {
    definitions: Vec<Loaded>,
    set: RegexSet,
    /// Which definition each pattern of the set belongs to.
    owners: Vec<usize>,
    words: AhoCorasick,
    /// Which definition each of the words belongs to.
    wordy: Vec<usize>,
    /// Longest line that any rule takes, in bytes.
    pub(super) longest: usize,
    /// A key of a field and the mark behind it.
    pub(super) key: Regex,
    keys: BTreeMap<String, usize>,
    runs: Vec<usize>,
}

impl Packs {
    /// The built-in packs and those in `folders`.
    pub(super) fn load(folders: &[PathBuf]) -> Result<Self> {
        let mut sources: Vec<(String, String, String)> = BUILT_IN
            .iter()
            .map(|(name, text)| ((*name).to_owned(), format!("rules/{name}.toml"), (*text).to_owned()))
            .collect();
        for folder in folders {
            for path in toml_files(folder)? {
                let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
                let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                sources.push((name, path.display().to_string(), text));
            }
        }
        let mut definitions = Vec::new();
        for (name, path, text) in sources {
            let pack: Pack = toml::from_str(&text).with_context(|| format!("{path}: not a rule pack"))?;
            for definition in pack.rules {
                let id = definition.id.clone();
                let loaded = compile(definition, &name, &definitions);
                definitions.push(loaded.with_context(|| format!("{path}: rule {id}"))?);
            }
        }
        Self::compile(definitions)
    }

    fn compile(definitions: Vec<Loaded>) -> Result<Self> {
        let (mut patterns, mut owners, mut keys) = (Vec::new(), Vec::new(), BTreeMap::new());
        let (mut words, mut wordy) = (Vec::new(), Vec::new());
        for (index, loaded) in definitions.iter().enumerate() {
            if loaded.definition.words.is_empty() {
                patterns.extend(loaded.definition.patterns.iter().map(|pattern| whole(pattern)));
                owners.resize(patterns.len(), index);
            }
            words.extend(loaded.definition.words.iter().cloned());
            wordy.resize(words.len(), index);
            for key in &loaded.definition.keys {
                keys.entry(key.to_lowercase()).or_insert(index);
            }
        }
        // Longer keys first: an alternation takes the first that fits.
        let mut names: Vec<&String> = keys.keys().collect();
        names.sort_by_key(|name| (std::cmp::Reverse(name.len()), *name));
        let names: Vec<String> = names.into_iter().map(|name| spaced(name)).collect();
        let names = names.join("|");
        // A key stands at the start or behind a mark; a colon follows, or brackets stand around it.
        let key = format!(
            r"(?i)(?:^|[\s|｜·,，;；、(（/]){DECORATION}(?:(?P<key>{names})(?:\s*[:：]|\s?[/／|｜丨])|[【\[〔]\s*(?P<boxed>{names})\s*[】\]〕][:：]?){DECORATION}"
        );
        let key = RegexBuilder::new(&key).size_limit(AUTOMATON).dfa_size_limit(AUTOMATON).build()?;
        let set = RegexSetBuilder::new(patterns).size_limit(AUTOMATON).dfa_size_limit(AUTOMATON).build()?;
        let is_run = |index: &usize| definitions[*index].definition.kind == Kind::Run;
        let runs = (0..definitions.len()).filter(is_run).collect();
        let words = AhoCorasick::builder().ascii_case_insensitive(true).build(words)?;
        // A column is at most four bytes.
        let longest = definitions.iter().map(|loaded| loaded.definition.max * 4).max().unwrap_or(0);
        Ok(Self { definitions, set, owners, words, wordy, longest, key, keys, runs })
    }

    pub(super) fn definitions(&self) -> &[Loaded] {
        &self.definitions
    }

    /// The definitions that take runs, with their indices.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, &Loaded)> {
        self.runs.iter().filter_map(|&index| self.definitions.get(index).map(|loaded| (index, loaded)))
    }

    /// The definitions one of whose patterns matches `line`, in order.
    pub(super) fn hits(&self, line: &str) -> Vec<usize> {
        let mut hits = Vec::new();
        if self.set.is_match(line) {
            hits.extend(self.set.matches(line).iter().filter_map(|pattern| self.owners.get(pattern)));
        }
        for word in self.words.find_overlapping_iter(line) {
            let owner = self.wordy.get(word.pattern().as_usize()).copied();
            let loaded = owner.and_then(|owner| self.definitions.get(owner));
            if loaded.is_some_and(|loaded| loaded.patterns.is_match(line)) {
                hits.extend(owner);
            }
        }
        hits.sort_unstable();
        hits.dedup();
        hits
    }

    /// The definition to which a key of a field belongs.
    pub(super) fn owner(&self, key: &str) -> Option<usize> {
        let key: String = key.split_whitespace().collect::<Vec<_>>().join("").to_lowercase();
        let joined = |known: &&String| known.split_whitespace().collect::<Vec<_>>().join("") == key;
        self.keys.get(&key).or_else(|| self.keys.keys().find(joined).and_then(|known| self.keys.get(known))).copied()
    }
}

/// Marks that may stand around a key.
const DECORATION: &str = r"[\s*_`>#▲△◎●■【\[]*";

/// A key in which spaces may stand between Han characters (`作 者`).
fn spaced(key: &str) -> String {
    let letters: Vec<String> = key.chars().map(|c| regex::escape(&c.to_string())).collect();
    let glue = if key.is_ascii() { "" } else { r"[\s]*" };
    letters.join(glue)
}

fn whole(pattern: &str) -> String {
    format!(r"^(?i:{pattern})$")
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read the rule folder {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read the rule folder {}", folder.display()))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn compile(definition: Definition, pack: &str, known: &[Loaded]) -> Result<Loaded> {
    for pattern in &definition.patterns {
        Regex::new(&whole(pattern)).with_context(|| format!("pattern {pattern:?}"))?;
        let open = pattern.starts_with('.') && definition.words.is_empty();
        ensure!(!open, "pattern {pattern:?} begins with anything, which makes every line slow; give `words` for it");
    }
    let words = definition.patterns.iter().any(|pattern| pattern.contains(r"\b"));
    ensure!(!words, r"\b makes every line that is not ASCII slow; write what may stand there instead");
    let needs = match definition.kind {
        Kind::Line | Kind::Section => (!definition.patterns.is_empty(), "patterns"),
        Kind::Field => (definition.to.is_some() && !definition.keys.is_empty(), "`keys` and `to`"),
        Kind::Run => (definition.of.is_some(), "`of`"),
    };
    ensure!(needs.0, "a rule of this kind needs {}", needs.1);
    ensure!(!definition.catches.is_empty(), "give at least one example in `catches`");
    ensure!(!definition.spares.is_empty(), "give at least one example in `spares`");
    let id = format!("strip.{}", definition.id);
    let rule = match known.iter().find(|loaded| loaded.rule.id == id) {
        Some(loaded) => loaded.rule,
        // Rules are passed around as `&'static`; packs are loaded once a run, so this leaks a few kilobytes.
        None => Box::leak(Box::new(Rule { id: id.leak(), about: definition.about.clone().leak() })),
    };
    let told = if definition.to.is_some() { definition.patterns.as_slice() } else { &[] };
    let captures = told.iter().map(|pattern| Regex::new(&whole(pattern))).collect::<Result<_, _>>()?;
    let not = RegexSetBuilder::new(&definition.not).case_insensitive(true).build().context("a pattern of `not`")?;
    let own = if definition.words.is_empty() { &[] } else { definition.patterns.as_slice() };
    let patterns = RegexSet::new(own.iter().map(|pattern| whole(pattern)))?;
    Ok(Loaded { captures, patterns, rule, definition, pack: pack.to_owned(), not })
}
