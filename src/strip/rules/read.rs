//! Reading rule packs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::definition::{Definition, Pack};
use super::literals::{self, Literals};
use super::rule::{Loaded, Pattern};
use crate::document::Rule;
use crate::strip::error::{Error, ensure};

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
    for path in folders.iter().map(|folder| toml_files(folder)).collect::<Result<Vec<_>, _>>()?.concat() {
        let origin = path.display().to_string();
        let text = std::fs::read_to_string(&path).map_err(Error::about(format!("cannot read {origin}")))?;
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
        let pack: Pack = match toml::from_str(text) {
            Ok(pack) => pack,
            Err(error) => {
                let what = match error.span().and_then(|span| rule_at(text, span.start)) {
                    Some(id) => format!("rule `{id}`"),
                    None => "not a rule pack".to_owned(),
                };
                return Err(Error::new(format!("{origin}: {what}: {error}")));
            }
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
            self.add(definition, name).map_err(Error::about(place))?;
        }
        Ok(())
    }

    fn add(&mut self, definition: Definition, pack: &str) -> Result<(), Error> {
        definition.check()?;
        let pattern = |pattern: &String| {
            let literals = match literals::of(pattern)? {
                _ if !definition.words.is_empty() => Literals::Inner(definition.words.clone()),
                Some(literals) => literals,
                None => {
                    return Err(Error::new(format!(
                        "pattern {pattern:?} can match almost anything and would be tried on every line; \
                         say in `words` what must stand in a line"
                    )));
                }
            };
            Ok((literals, Pattern::whole(pattern)))
        };
        let patterns = definition.patterns.iter().map(pattern).collect::<Result<_, Error>>()?;
        for pattern in &definition.not {
            regex_syntax::parse(pattern)
                .map_err(Error::about(format!("{pattern:?} in `not` is no regular expression")))?;
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

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if folder.is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let unreadable = || Error::about(format!("cannot read the rule folder {}", folder.display()));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable())? {
        let path = entry.map_err(unreadable())?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    ensure!(!paths.is_empty(), "no rule pack in {}: a pack is a file whose name ends in .toml", folder.display());
    paths.sort();
    Ok(paths)
}
