//! Reading rule packs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::definition::{Definition, Pack};
use super::literals::{self, Literals};
use super::rule::{Loaded, Pattern};
use crate::document::Rule;
use crate::strip::error::{Error, RuleError};

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

/// The rules of the built-in packs and of those in `folders`, in the order in which they are tried.
///
/// # Errors
/// Names the file and the rule, what is wrong and what to write.
pub(super) fn read(folders: &[PathBuf]) -> Result<Vec<Loaded>, Error> {
    let mut reader = Reader::default();
    for (name, text) in BUILT_IN {
        reader.read(text, name, &format!("rules/{name}.toml"))?;
    }
    for path in folders.iter().map(|folder| toml_files(folder)).collect::<Result<Vec<_>, Error>>()?.concat() {
        let origin = path.display().to_string();
        let text = std::fs::read_to_string(&path).map_err(|error| Error::Unreadable { file: path.clone(), error })?;
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
    fn read(&mut self, text: &str, name: &str, origin: &str) -> Result<(), Error> {
        let pack: Pack = toml::from_str(text).map_err(|error| no_pack(text, origin, &error))?;
        let mut abouts: BTreeMap<String, String> = BTreeMap::new();
        for definition in pack.rules {
            let Definition { id, about, .. } = &definition;
            let (file, id) = (origin.to_owned(), id.clone());
            if abouts.insert(id.clone(), about.clone()).is_some_and(|before| before != *about) {
                return Err(Error::Twice { file, id });
            }
            self.add(definition, name).map_err(|error| Error::Rule { file, id, error })?;
        }
        Ok(())
    }

    fn add(&mut self, definition: Definition, pack: &str) -> Result<(), RuleError> {
        definition.check()?;
        let pattern = |pattern: &String| {
            let literals = match literals::of(pattern)? {
                _ if !definition.words.is_empty() => Literals::Inner(definition.words.clone()),
                Some(literals) => literals,
                None => return Err(RuleError::Broad(pattern.clone())),
            };
            Ok((literals, Pattern::whole(pattern)))
        };
        let patterns = definition.patterns.iter().map(pattern).collect::<Result<_, _>>()?;
        for pattern in &definition.not {
            regex_syntax::parse(pattern)
                .map_err(|error| RuleError::Not { pattern: pattern.clone(), reason: error.to_string() })?;
        }
        let rule = *self.rules.entry(definition.id.clone()).or_insert_with(|| {
            // Rules are passed around as `&'static`; packs are read once a run, so this leaks a few kilobytes.
            let (id, about) = (format!("strip.{}", definition.id), definition.about.clone());
            Box::leak(Box::new(Rule { id: id.leak(), about: about.leak() }))
        });
        self.loaded.push(Loaded::new(rule, definition, pack, patterns));
        Ok(())
    }
}

/// Why the pack `text`, the file `origin`, does not parse: the rule that is wrong, where it is one.
fn no_pack(text: &str, origin: &str, error: &toml::de::Error) -> Error {
    let (file, reason) = (origin.to_owned(), error.to_string());
    match error.span().and_then(|span| rule_at(text, span.start)) {
        Some(id) => Error::Rule { file, id: id.to_owned(), error: RuleError::Syntax(reason) },
        None => Error::Pack { file, reason },
    }
}

/// The `id` of the rule of a pack that byte `at` belongs to.
fn rule_at(text: &str, at: usize) -> Option<&str> {
    const HEAD: &str = "[[rule]]";
    let upto = text.get(..at)?;
    let start = upto.rfind(HEAD).or_else(|| text.get(at..)?.starts_with(HEAD).then_some(at))? + HEAD.len();
    let rule = text.get(start..)?;
    let rule = rule.get(..rule.find(HEAD).unwrap_or(rule.len()))?;
    let line = rule.lines().find_map(|line| line.trim_start().strip_prefix("id")?.trim_start().strip_prefix('='))?;
    line.split(['"', '\'']).nth(1)
}

/// The packs in `folder`, sorted; itself if it is a file.
fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if folder.is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let unreadable = |error| Error::Folder { folder: folder.to_owned(), error };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(Error::NoPack(folder.to_owned()));
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Why a folder with the pack `text` is refused.
    fn error(text: &str) -> Error {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("mine.toml"), text).expect("a file");
        read(&[folder.path().to_owned()]).err().expect("an error")
    }

    #[test]
    fn what_cannot_be_read_is_told_from_what_is_wrong() {
        let folder = tempfile::tempdir().expect("a folder");
        let failed = |folder: PathBuf| read(&[folder]).err();
        assert!(matches!(failed(folder.path().join("none")), Some(Error::Folder { .. })));
        assert!(matches!(failed(folder.path().to_owned()), Some(Error::NoPack(_))));
        std::fs::create_dir(folder.path().join("folder.toml")).expect("a folder");
        assert!(matches!(failed(folder.path().to_owned()), Some(Error::Unreadable { .. })));
    }

    #[test]
    fn what_is_wrong_names_the_rule_where_it_is_one() {
        assert!(matches!(error("about = 3"), Error::Pack { .. }));
        let rule = |keys: &str| format!("about = ''\n[[rule]]\nid = 'mine'\nabout = ''\n{keys}\n");
        let of_rule = |keys: &str| match error(&rule(keys)) {
            Error::Rule { id, error, .. } if id == "mine" => error,
            other => panic!("{other}"),
        };
        assert!(matches!(of_rule("kind = 'lime'"), RuleError::Syntax(_)));
        assert_eq!(of_rule("kind = 'line'"), RuleError::Missing { kind: "line", key: "patterns" });
        let examples = "kind = 'line'\ncatches = ['a']\nspares = ['b']\n";
        assert_eq!(of_rule(&format!("{examples}patterns = ['.*']")), RuleError::Broad(".*".to_owned()));
        assert!(matches!(of_rule(&format!("{examples}patterns = ['(']")), RuleError::Pattern { .. }));
    }
}
