//! Reading rule packs. Reading one is cheap: a pattern is compiled when a line first holds what it must hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail, ensure};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::RuleInfo;
use super::definition::{Definition, Kind, Pack, Position};
use super::index::Index;
use super::literals::{self, Literals};
use crate::document::Rule;
use crate::strip::form::ends_sentence;

/// The packs that come with the program: name and text.
const BUILT_IN: &[(&str, &str)] = &[
    ("wechat", include_str!("../../../rules/wechat.toml")),
    ("paper", include_str!("../../../rules/paper.toml")),
    ("translation", include_str!("../../../rules/translation.toml")),
    ("portal", include_str!("../../../rules/portal.toml")),
    ("question", include_str!("../../../rules/question.toml")),
    ("blog", include_str!("../../../rules/blog.toml")),
    ("forum", include_str!("../../../rules/forum.toml")),
    ("interface", include_str!("../../../rules/interface.toml")),
    ("zh", include_str!("../../../rules/zh.toml")),
    ("zh-hant", include_str!("../../../rules/zh-hant.toml")),
    ("en", include_str!("../../../rules/en.toml")),
    ("ja", include_str!("../../../rules/ja.toml")),
    ("ko", include_str!("../../../rules/ko.toml")),
    ("form", include_str!("../../../rules/form.toml")),
    ("ending", include_str!("../../../rules/ending.toml")),
];

/// Bytes that an automaton may take. Room for thousands of keys.
const AUTOMATON: usize = 256 << 20;

/// A regular expression that is compiled when it is first asked.
struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn new(source: String) -> Self {
        Self { source, regex: OnceLock::new() }
    }

    /// # Errors
    /// When it needs more memory than one pattern may take; that it parses is known.
    fn compile(&self) -> Result<Regex> {
        let regex = RegexBuilder::new(&self.source).size_limit(AUTOMATON).build();
        regex.with_context(|| format!("{:?} cannot be compiled", self.source))
    }

    fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| self.compile().ok()).as_ref()
    }
}

/// A rule ready to be applied.
pub(super) struct Loaded {
    pub(super) rule: &'static Rule,
    pub(super) definition: Definition,
    /// Name of the pack.
    pack: String,
    patterns: Vec<(Literals, Pattern)>,
    not: OnceLock<Option<RegexSet>>,
}

impl Loaded {
    fn is_kind(&self, kind: Kind) -> bool {
        self.definition.kind == kind
    }

    /// Whether it may act on lines that no walk from an edge meets.
    fn is_for_all(&self) -> bool {
        self.is_kind(Kind::Section) || matches!(self.definition.at, Position::Anywhere | Position::Run)
    }

    /// Whether a guard spares the line.
    pub(super) fn spares(&self, line: &str, width: usize) -> bool {
        let sentence = || !self.definition.sentence && ends_sentence(line);
        let not = || self.not.get_or_init(|| set(&self.definition.not).ok()).as_ref();
        width > self.definition.max || sentence() || not().is_none_or(|not| not.is_match(line))
    }

    /// Whether this is a definition of rule `id`, given without the room.
    pub(super) fn is(&self, id: &str) -> bool {
        self.definition.id == id
    }

    /// The value that a line holds for the metadata.
    pub(super) fn value<'a>(&self, line: &'a str) -> Option<&'a str> {
        self.definition.to.as_ref()?;
        let regexes = self.patterns.iter().filter_map(|(_, pattern)| pattern.get());
        let found = regexes.filter_map(|regex| regex.captures(line)).find_map(|found| found.name("value"));
        found.map(|value| value.as_str())
    }

    /// What lines hold that the patterns match, pattern by pattern.
    pub(super) fn literals(&self) -> impl Iterator<Item = &Literals> {
        self.patterns.iter().map(|(literals, _)| literals)
    }

    /// Whether pattern `number` matches the whole of `line`.
    fn matches(&self, number: usize, line: &str) -> bool {
        self.patterns.get(number).and_then(|(_, pattern)| pattern.get()).is_some_and(|regex| regex.is_match(line))
    }

    /// Compiles everything that is otherwise compiled when needed.
    ///
    /// # Errors
    /// When a pattern takes more memory than one may.
    pub(super) fn compile(&self) -> Result<()> {
        self.patterns.iter().try_for_each(|(_, pattern)| pattern.compile().map(drop))
    }

    pub(super) fn info(&self) -> RuleInfo {
        let Definition { kind, catches, spares, .. } = self.definition.clone();
        RuleInfo {
            id: self.rule.id,
            about: self.rule.about,
            kind: kind.name(),
            pack: self.pack.clone(),
            catches,
            spares,
        }
    }
}

/// All packs, ready to be applied.
pub(super) struct Packs {
    definitions: Vec<Loaded>,
    /// Rules that act on any line, and those that act on lines at the edges of a text only.
    lines: Index,
    edges: Index,
    /// Rules that act on the end of any paragraph, and those that act on the last ones.
    endings: Index,
    last_endings: Index,
    /// Longest line that any rule takes, in bytes.
    pub(super) longest: usize,
    /// A key of a field and the mark behind it.
    key: Pattern,
    /// The definition of each key, in small letters and without spaces.
    keys: BTreeMap<String, usize>,
    /// The definition that takes dates.
    pub(super) dates: Option<usize>,
    runs: Vec<usize>,
}

impl Packs {
    /// The built-in packs and those in `folders`.
    ///
    /// # Errors
    /// Names the file and the rule, what is wrong and what to write.
    pub(super) fn load(folders: &[PathBuf]) -> Result<Self> {
        let definitions = read(folders)?;
        let (mut keys, mut names) = (BTreeMap::new(), Vec::new());
        for (index, loaded) in definitions.iter().enumerate() {
            for key in &loaded.definition.keys {
                keys.entry(joined(key)).or_insert(index);
                names.push(key.to_lowercase());
            }
        }
        let key = Pattern::new(key_pattern(names));
        let numbered = || definitions.iter().enumerate();
        let runs = numbered().filter(|(_, loaded)| loaded.is_kind(Kind::Run)).map(|(index, _)| index).collect();
        let dated =
            |loaded: &Loaded| loaded.is_kind(Kind::Field) && loaded.definition.to.as_deref() == Some("published");
        let dates = numbered().find(|(_, loaded)| dated(loaded)).map(|(index, _)| index);
        // A column is at most four bytes.
        let longest = definitions.iter().map(|loaded| loaded.definition.max * 4).max().unwrap_or(0);
        let is_ending = |loaded: &Loaded| loaded.is_kind(Kind::Ending);
        let is_line = |loaded: &Loaded| loaded.is_kind(Kind::Line) || loaded.is_kind(Kind::Section);
        let lines = Index::new(&definitions, |loaded| is_line(loaded) && loaded.is_for_all())?;
        let edges = Index::new(&definitions, |loaded| is_line(loaded) && !loaded.is_for_all())?;
        let endings = Index::new(&definitions, |loaded| is_ending(loaded) && loaded.is_for_all())?;
        let last_endings = Index::new(&definitions, is_ending)?;
        Ok(Self { lines, edges, endings, last_endings, longest, key, keys, dates, runs, definitions })
    }

    /// The rules that may be applied; a rule of several parts is listed once for each.
    pub(super) fn rules(&self) -> Vec<&'static Rule> {
        self.definitions.iter().map(|loaded| loaded.rule).collect()
    }

    pub(super) fn definitions(&self) -> &[Loaded] {
        &self.definitions
    }

    /// The definitions that take runs, with their indices.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, &Loaded)> {
        self.runs.iter().filter_map(|&index| self.definitions.get(index).map(|loaded| (index, loaded)))
    }

    /// The definitions that act anywhere and one of whose patterns matches `line`, which is `width` columns wide, in
    /// order.
    pub(super) fn hits(&self, line: &str, width: usize) -> Vec<usize> {
        self.search(&self.lines, line, width, Vec::new())
    }

    /// The same with those that act at the edges of a text only; `hits` are those that act anywhere.
    pub(super) fn edge_hits(&self, line: &str, width: usize, hits: &[usize]) -> Vec<usize> {
        self.search(&self.edges, line, width, hits.to_vec())
    }

    /// The endings of paragraphs; `last` is whether the text ends with the paragraph.
    pub(super) fn endings(&self, last: bool) -> &Index {
        if last { &self.last_endings } else { &self.endings }
    }

    /// Adds to `hits` the definitions of `index` one of whose patterns matches `line`.
    pub(super) fn search(&self, index: &Index, line: &str, width: usize, mut hits: Vec<usize>) -> Vec<usize> {
        index.candidates(line, width, |entry| {
            let loaded = self.definitions.get(entry.owner).filter(|loaded| width <= loaded.definition.max);
            if loaded.is_some_and(|loaded| !hits.contains(&entry.owner) && loaded.matches(entry.pattern, line)) {
                hits.push(entry.owner);
            }
        });
        hits.sort_unstable();
        hits
    }

    /// Finds the keys of fields.
    pub(super) fn key(&self) -> Option<&Regex> {
        self.key.get()
    }

    /// The definition to which a key of a field belongs.
    pub(super) fn owner(&self, key: &str) -> Option<usize> {
        self.keys.get(&joined(key)).copied()
    }
}

/// A key as it is looked up: in small letters, without spaces.
fn joined(key: &str) -> String {
    key.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase).collect()
}

/// A key stands at the start or behind a mark; a colon follows, or brackets stand around it.
fn key_pattern(mut names: Vec<String>) -> String {
    // Longer keys first: an alternation takes the first that fits.
    names.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    names.dedup();
    let names: Vec<String> = names.iter().map(|name| spaced(name)).collect();
    let names = names.join("|");
    format!(
        r"(?i)(?:^|[\s|｜·,，;；、(（/]){DECORATION}(?:(?P<key>{names})(?:\s*[:：]|\s?[/／|｜丨])|[【\[〔]\s*(?P<boxed>{names})\s*[】\]〕][:：]?){DECORATION}"
    )
}

/// Marks that may stand around a key.
const DECORATION: &str = r"[\s*_`>#▲△◎●■【\[]*";

/// A key in which spaces may stand between Han characters (`作 者`).
fn spaced(key: &str) -> String {
    let letters: Vec<String> = key.chars().map(|c| regex::escape(&c.to_string())).collect();
    let glue = if key.is_ascii() { "" } else { r"[\s]*" };
    letters.join(glue)
}

/// The rules of the built-in packs and of those in `folders`, in the order in which they are tried.
///
/// # Errors
/// Names the file and the rule, what is wrong and what to write.
pub(super) fn read(folders: &[PathBuf]) -> Result<Vec<Loaded>> {
    let mut reader = Reader::default();
    for (name, text) in BUILT_IN {
        reader.read(text, name, &format!("rules/{name}.toml"))?;
    }
    for path in folders.iter().map(|folder| toml_files(folder)).collect::<Result<Vec<_>>>()?.concat() {
        let origin = path.display().to_string();
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {origin}"))?;
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        reader.read(&text, &name, &origin)?;
    }
    Ok(reader.loaded)
}

#[derive(Default)]
struct Reader {
    loaded: Vec<Loaded>,
    /// Packs and rules may share an identifier.
    rules: BTreeMap<String, &'static Rule>,
}

impl Reader {
    /// Reads a pack, the file `origin`.
    fn read(&mut self, text: &str, name: &str, origin: &str) -> Result<()> {
        let pack: Pack = match toml::from_str(text) {
            Ok(pack) => pack,
            Err(error) => match error.span().and_then(|span| rule_at(text, span.start)) {
                Some(id) => bail!("{origin}: rule `{id}`: {error}"),
                None => bail!("{origin}: not a rule pack: {error}"),
            },
        };
        let mut abouts: BTreeMap<String, String> = BTreeMap::new();
        for definition in pack.rules {
            let Definition { id, about, .. } = &definition;
            ensure!(
                abouts.get(id).is_none_or(|before| before == about),
                "{origin}: rule `{id}` stands twice with two things in `about`; give one of them another `id`, \
                 or both the same `about` if they are one rule in parts"
            );
            abouts.insert(id.clone(), about.clone());
            let place = format!("{origin}: rule `{id}`");
            self.add(definition, name).context(place)?;
        }
        Ok(())
    }

    fn add(&mut self, definition: Definition, pack: &str) -> Result<()> {
        definition.check()?;
        let pattern = |pattern: &String| {
            let literals = match literals::of(pattern)? {
                _ if !definition.words.is_empty() => Literals::Inner(definition.words.clone()),
                Some(literals) => literals,
                None => bail!(
                    "pattern {pattern:?} can match almost anything and would be tried on every line; \
                     say in `words` what must stand in a line"
                ),
            };
            Ok((literals, Pattern::new(whole(pattern))))
        };
        let patterns = definition.patterns.iter().map(pattern).collect::<Result<_>>()?;
        for pattern in &definition.not {
            regex_syntax::parse(pattern).with_context(|| format!("{pattern:?} in `not` is no regular expression"))?;
        }
        let rule = *self.rules.entry(definition.id.clone()).or_insert_with(|| {
            // Rules are passed around as `&'static`; packs are read once a run, so this leaks a few kilobytes.
            let (id, about) = (format!("strip.{}", definition.id), definition.about.clone());
            Box::leak(Box::new(Rule { id: id.leak(), about: about.leak() }))
        });
        self.loaded.push(Loaded { rule, definition, pack: pack.to_owned(), patterns, not: OnceLock::new() });
        Ok(())
    }
}

/// The `id` of the rule of a pack within which byte `at` stands.
fn rule_at(text: &str, at: usize) -> Option<&str> {
    const HEAD: &str = "[[rule]]";
    let upto = text.get(..at)?;
    let start = upto.rfind(HEAD).or_else(|| text.get(at..)?.starts_with(HEAD).then_some(at))? + HEAD.len();
    let rule = text.get(start..)?;
    let rule = rule.get(..rule.find(HEAD).unwrap_or(rule.len()))?;
    let line = rule.lines().find_map(|line| line.trim_start().strip_prefix("id")?.trim_start().strip_prefix('='))?;
    line.split(['"', '\'']).nth(1)
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>> {
    if folder.is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let unreadable = || format!("cannot read the rule folder {}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    ensure!(!paths.is_empty(), "no rule pack in {}: a pack is a file whose name ends in .toml", folder.display());
    paths.sort();
    Ok(paths)
}

fn set(patterns: &[String]) -> Result<RegexSet, regex::Error> {
    RegexSetBuilder::new(patterns).case_insensitive(true).build()
}

/// `pattern` as it is matched: against a whole line, without regard to case.
///
/// # Errors
/// When it is no regular expression.
pub(super) fn compile(pattern: &str) -> Result<Regex> {
    literals::of(pattern)?;
    Pattern::new(whole(pattern)).compile()
}

/// Arrows, pointing hands, stars and the like, which stand around a line and say nothing.
const SIGNS: &str =
    r"[\s\u{2190}-\u{21FF}\u{2300}-\u{23FF}\u{25A0}-\u{27BF}\u{2B00}-\u{2BFF}\u{FE0F}\u{1F000}-\u{1FAFF}]*";

fn whole(pattern: &str) -> String {
    format!(r"^{SIGNS}(?i:{pattern}){SIGNS}$")
}
