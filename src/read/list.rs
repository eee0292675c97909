//! Which files are read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{Disk, file_name};
use super::error::Error;
use super::globs::Globs;
use super::input::Input;
use super::options::Options;
use super::skipped::Skipped;
use super::standard_input::{DASH, StandardInput};
use super::store::{Filter, Skip, Store};

/// The files to read, and what was left out of the folders that they are in.
#[derive(Debug)]
pub struct Listing {
    /// The files, sorted.
    pub inputs: Vec<Input>,
    /// What was left out.
    pub skipped: Skipped,
}

/// Leaves nothing out.
#[must_use]
pub fn all() -> Arc<Skip> {
    Arc::new(|_| None)
}

/// Lists the files that `inputs` stand for, sorted bytewise by shown path: files, folders (walked to any depth), or
/// `-` for standard input.
///
/// A shown path is relative to the folder given, so it does not depend on where the command runs. When two inputs
/// would show the same path, those inputs get the name of their folder in front. A file that two inputs reach is
/// listed once. What cannot be entered (no permission, a loop of links) is listed with its problem.
///
/// What `skip` gives a reason for is left out, and a folder with all that is in it; see [`all`] for a caller that reads
/// everything.
///
/// # Errors
/// [`Error`] when an input does not exist or a glob does not parse.
pub fn list(inputs: &[PathBuf], options: &Options, skip: Arc<Skip>) -> Result<Listing, Error> {
    let globs = Globs::new(options)?;
    let filter = Filter { globs: &globs, options, skip };
    let mut skipped = Skipped::default();
    let (disk, standard_input): (Arc<dyn Store>, Arc<dyn Store>) = (Arc::new(Disk), Arc::new(StandardInput));
    let mut roots = Vec::with_capacity(inputs.len());
    for root in inputs {
        let store = if root == Path::new(DASH) { &standard_input } else { &disk };
        let listed = store.list(root, &filter)?;
        skipped.merge(listed.skipped);
        roots.push(listed.found.into_iter().map(|found| Input::new(store.clone(), found)).collect());
    }
    if roots.len() > 1 {
        drop_repeated(&mut roots);
        tell_apart(inputs, &mut roots);
    }
    let mut all: Vec<Input> = roots.into_iter().flatten().collect();
    all.sort_by(|a, b| (a.path.as_bytes(), &a.at).cmp(&(b.path.as_bytes(), &b.at)));
    Ok(Listing { inputs: all, skipped })
}

/// Keeps the first of all mentions of a file.
fn drop_repeated(roots: &mut [Vec<Input>]) {
    let mut seen = BTreeSet::new();
    for root in roots {
        root.retain(|input| {
            let is_standard_input = input.path == DASH;
            let at = input.at.canonicalize().unwrap_or_else(|_| input.at.clone());
            seen.insert((is_standard_input, at, input.problem.is_some()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Status;
    use crate::read::skipped::Reason;
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
        list(inputs, options, all()).unwrap().inputs.into_iter().map(|input| input.path).collect()
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
        assert!(matches!(list(&root, &options(&["[z"], &[]), all()), Err(Error::Glob(pattern, _)) if pattern == "[z"));
    }

    #[test]
    fn what_is_left_out_is_counted_with_its_reason() {
        let tree = tree(&["a.txt", "b.log", ".git/x", ".git/y", "c.tmp", "old/m", "old/n/o.txt", "out/z"]);
        fs::write(tree.path().join(".gitignore"), "*.tmp\n").unwrap();
        let options = Options { exclude: vec!["*.log".into()], ..Options::default() };
        let skip: Arc<Skip> = Arc::new(|path| match path.file_name()?.to_str()? {
            "old" => Some(Reason::Dataset),
            "out" => Some(Reason::Output),
            _ => None,
        });
        let listing = list(&[tree.path().to_owned()], &options, skip).unwrap();
        assert_eq!(listing.inputs.iter().map(|input| input.path.as_str()).collect::<Vec<_>>(), ["a.txt"]);
        let counts = listing.skipped.counts();
        let counts: Vec<_> = counts.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
        assert_eq!(counts, [("dataset", 1), ("excluded", 1), ("hidden", 1), ("ignored", 1)]);
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_are_followed_only_when_asked() {
        use super::super::options::Links;
        let tree = tree(&["in/a.txt", "out/b.txt"]);
        let link =
            |to: &str, name: &str| std::os::unix::fs::symlink(tree.path().join(to), tree.path().join(name)).unwrap();
        link("out/b.txt", "in/file.txt");
        link("out", "in/folder");
        link("in/a.txt", "in/same.txt");
        link("nowhere", "in/dangling.txt");
        let of = |follow_links| paths(&[tree.path().join("in")], &Options { follow_links, ..Options::default() });
        assert_eq!(of(Links::Inside), ["a.txt", "dangling.txt", "same.txt"]);
        assert_eq!(of(Links::All), ["a.txt", "dangling.txt", "file.txt", "folder/b.txt", "same.txt"]);
        assert_eq!(of(Links::None), ["a.txt"]);
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
        let error = list(&["no/such/thing".into()], &Options::default(), all()).unwrap_err();
        assert!(error.to_string().contains("no/such/thing"));
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_is_a_problem_not_a_failure() {
        let tree = tree(&["a/x.txt"]);
        std::os::unix::fs::symlink(tree.path(), tree.path().join("a/up")).unwrap();
        let found = list(&[tree.path().to_owned()], &Options::default(), all()).unwrap().inputs;
        let (path, problem) = (&found[0].path, found[0].problem.as_ref().unwrap());
        assert_eq!((path.as_str(), problem.status), ("a/up", Status::Unreadable));
        assert!(problem.message.contains("loop"));
        assert_eq!(found.len(), 2);
    }
}
