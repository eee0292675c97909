//! Which files are read: folders walked, globs applied, shown paths made.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use super::{Error, Input, Options, Problem, Status};

/// Lists the files that `inputs` stand for, sorted bytewise by shown path: files, folders (walked to any depth), or
/// `-` for standard input.
///
/// A shown path is relative to the folder given, so it does not depend on where the command runs. When two inputs
/// would show the same path, those inputs get the name of their folder in front. A file that two inputs reach is
/// listed once. What cannot be entered (no permission, a loop of links) is listed with its problem.
///
/// # Errors
/// [`Error`] when an input does not exist or a glob does not parse.
pub fn list(inputs: &[PathBuf], options: &Options) -> Result<Vec<Input>, Error> {
    let globs = Globs::new(options)?;
    let mut roots = Vec::with_capacity(inputs.len());
    for path in inputs {
        roots.push(root(path, options, &globs)?);
    }
    if roots.len() > 1 {
        drop_repeated(&mut roots);
        tell_apart(inputs, &mut roots);
    }
    let mut all: Vec<Input> = roots.into_iter().flatten().collect();
    all.sort_by(|a, b| (a.path.as_bytes(), &a.file).cmp(&(b.path.as_bytes(), &b.file)));
    Ok(all)
}

/// The files of one input.
fn root(path: &Path, options: &Options, globs: &Globs) -> Result<Vec<Input>, Error> {
    if path == Path::new("-") {
        return Ok(vec![Input { path: "-".into(), file: None, problem: None }]);
    }
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Ok(walk(path, options, globs)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::Missing(path.display().to_string())),
        _ => Ok(vec![Input { path: file_name(path), file: Some(path.into()), problem: None }]),
    }
}

fn walk(folder: &Path, options: &Options, globs: &Globs) -> Vec<Input> {
    let mut walk = WalkBuilder::new(folder);
    walk.hidden(!options.hidden)
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .git_ignore(!options.ignored)
        .ignore(false)
        .require_git(false)
        .follow_links(options.follow_links);
    if !options.ignored {
        walk.add_custom_ignore_filename(".taojinignore");
    }
    let mut found = Vec::new();
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                let Some(kind) = entry.file_type() else { continue };
                if kind.is_dir() || (kind.is_symlink() && !options.follow_links) {
                    continue;
                }
                let path = shown(folder, entry.path());
                if globs.admit(&path) {
                    let problem = (!kind.is_file()).then(|| {
                        Problem::new(Status::Unreadable, "not a regular file (a pipe, socket or device); leave it out")
                    });
                    found.push(Input { path, file: Some(entry.path().into()), problem });
                }
            }
            Err(error) => found.extend(trouble(folder, &error)),
        }
    }
    found
}

/// A walking error as an input with a problem; none for errors that concern no file (a bad line in an ignore file).
fn trouble(folder: &Path, error: &ignore::Error) -> Option<Input> {
    let (mut path, mut at) = (None, error);
    let message = loop {
        match at {
            ignore::Error::WithPath { path: inner, err } => (path, at) = (Some(inner.as_path()), err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => at = err,
            ignore::Error::Loop { ancestor, child } => {
                path = Some(child);
                let to = shown(folder, ancestor);
                break format!("a loop: the link leads back to `{to}`, which holds it; leave it out with --exclude");
            }
            ignore::Error::Io(error) => break Problem::unreadable(error).message,
            _ => return None,
        }
    };
    let path = path?;
    let problem = Some(Problem::new(Status::Unreadable, message));
    Some(Input { path: shown(folder, path), file: Some(path.into()), problem })
}

/// `path` relative to `folder`, with `/` on every system; the folder itself is `.`.
fn shown(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Keeps the first of all mentions of a file.
fn drop_repeated(roots: &mut [Vec<Input>]) {
    let mut seen = BTreeSet::new();
    for root in roots {
        root.retain(|input| {
            let file = input.file.as_ref().map(|file| file.canonicalize().unwrap_or_else(|_| file.clone()));
            seen.insert((file, input.problem.is_some()))
        });
    }
}

/// Puts a folder's name in front of the shown paths of every input that shares one with another input; a number too,
/// in the order given, where the names are the same.
fn tell_apart(inputs: &[PathBuf], roots: &mut [Vec<Input>]) {
    let mut paths: Vec<(&str, usize)> = Vec::new();
    for (index, root) in roots.iter().enumerate() {
        paths.extend(root.iter().map(|input| (input.path.as_str(), index)));
    }
    paths.sort_unstable();
    let clashes: BTreeSet<usize> =
        paths.windows(2).filter(|w| w[0].0 == w[1].0).flat_map(|w| [w[0].1, w[1].1]).collect();
    let mut taken = BTreeSet::new();
    for index in clashes {
        let full = inputs[index].canonicalize().unwrap_or_else(|_| inputs[index].clone());
        let folder = if full.is_dir() { Some(full.as_path()) } else { full.parent() };
        let name = folder.map_or_else(|| "input".to_owned(), file_name);
        let prefix = std::iter::once(name.clone())
            .chain((2..).map(|number| format!("{name}~{number}")))
            .find(|prefix| !taken.contains(prefix))
            .unwrap_or(name);
        for input in &mut roots[index] {
            input.path = format!("{prefix}/{}", input.path);
        }
        taken.insert(prefix);
    }
}

/// The include and exclude globs, compiled.
struct Globs {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Globs {
    fn new(options: &Options) -> Result<Self, Error> {
        let compile = |patterns: &[String]| globs(patterns.iter().map(String::as_str));
        let include = if options.include.is_empty() { None } else { Some(compile(&options.include)?) };
        Ok(Self { include, exclude: compile(&options.exclude)? })
    }

    fn admit(&self, path: &str) -> bool {
        self.include.as_ref().is_none_or(|include| include.is_match(path)) && !self.exclude.is_match(path)
    }
}

/// Compiles globs. A pattern without `/` matches names at any depth.
pub(crate) fn globs<'a>(patterns: impl Iterator<Item = &'a str>) -> Result<GlobSet, Error> {
    let wrong = |pattern: &str, error: globset::Error| Error::Glob(pattern.to_owned(), error.kind().to_string());
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') { pattern.to_owned() } else { format!("**/{pattern}") };
        let glob = GlobBuilder::new(anywhere.trim_start_matches('/')).literal_separator(true).build();
        set.add(glob.map_err(|error| wrong(pattern, error))?);
    }
    set.build().map_err(|error| wrong("all globs together", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        folder
    }

    fn paths(inputs: &[PathBuf], options: &Options) -> Vec<String> {
        list(inputs, options).unwrap().into_iter().map(|input| input.path).collect()
    }

    #[test]
    fn folders_are_walked_in_byte_order_without_hidden_and_ignored_files() {
        let tree = tree(&["b/z.txt", "b.txt", "a.txt", ".hidden/x.txt", "b/skip.log", "甲.txt"]);
        fs::write(tree.path().join(".taojinignore"), "*.log\n").unwrap();
        let root = [tree.path().to_owned()];
        assert_eq!(paths(&root, &Options::default()), ["a.txt", "b.txt", "b/z.txt", "甲.txt"]);
        let all = Options { hidden: true, ignored: true, ..Options::default() };
        assert_eq!(paths(&root, &all).len(), 7);
    }

    #[test]
    fn globs_choose() {
        let tree = tree(&["a.txt", "a.md", "news/b.txt", "news/old/c.txt"]);
        let options = |include: &[&str], exclude: &[&str]| Options {
            include: include.iter().map(ToString::to_string).collect(),
            exclude: exclude.iter().map(ToString::to_string).collect(),
            ..Options::default()
        };
        let root = [tree.path().to_owned()];
        assert_eq!(paths(&root, &options(&["*.txt"], &["news/old/**"])), ["a.txt", "news/b.txt"]);
        assert_eq!(paths(&root, &options(&["news/*"], &[])), ["news/b.txt"]);
        assert!(matches!(list(&root, &options(&["[z"], &[])), Err(Error::Glob(pattern, _)) if pattern == "[z"));
    }

    #[test]
    fn inputs_that_show_the_same_path_are_told_apart() {
        let tree = tree(&["one/a.txt", "two/a.txt", "three/b.txt"]);
        let of = |name: &str| tree.path().join(name);
        assert_eq!(
            paths(&[of("two"), of("one"), of("three")], &Options::default()),
            ["b.txt", "one/a.txt", "two/a.txt"]
        );
        assert_eq!(paths(&[of("one"), of("one/a.txt")], &Options::default()), ["a.txt"]);
    }

    #[test]
    fn a_missing_path_is_an_error_that_names_it() {
        let error = list(&["no/such/thing".into()], &Options::default()).unwrap_err();
        assert!(error.to_string().contains("no/such/thing"));
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_is_a_problem_not_a_failure() {
        let tree = tree(&["a/x.txt"]);
        std::os::unix::fs::symlink(tree.path(), tree.path().join("a/up")).unwrap();
        let found = list(&[tree.path().to_owned()], &Options::default()).unwrap();
        let (path, problem) = (&found[0].path, found[0].problem.as_ref().unwrap());
        assert_eq!((path.as_str(), problem.status), ("a/up", Status::Unreadable));
        assert!(problem.message.contains("loop"));
        assert_eq!(found.len(), 2);
    }
}
