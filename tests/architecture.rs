//! The layers of the source: which module may import which, and that neither modules nor files import one another in a
//! circle.
//!
//! The source is parsed, not compiled. Every path that begins with `crate`, `self`, `super` or a child module counts, in
//! `use` items and anywhere else. An import counts for the file that defines what is imported: re-exports are looked
//! through. Tests count for the layers; for circles of files they do not, because they may use the whole of their module.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The modules, each of which may import only those before it. The files beside them stand for themselves.
const LAYERS: &[&str] = &[
    "text", "model", "document", "read", "decode", "parse", "mend", "strip", "judge", "dedup", "annotate", "dataset",
    "audit", "config", "error", "run", "open", "cli", "lib", "main",
];

/// What one file says of itself and of others.
#[derive(Default)]
struct Source {
    /// Names that a `use` brings into the module, with the paths they stand for; globs under `*`.
    names: Vec<(String, Vec<String>)>,
    /// Paths to other files: absolute, with the line, and whether a test uses them.
    paths: Vec<(Vec<String>, usize, bool)>,
}

/// An import of one file by another.
struct Import {
    from: String,
    line: usize,
    to: String,
    in_test: bool,
}

/// All sources by module path (`["mend", "wraps", "line"]`); the root is empty.
struct Tree(BTreeMap<Vec<String>, (String, Source)>);

impl Tree {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        list(&root, &mut files);
        let mut tree = BTreeMap::new();
        for file in &files {
            let below = file.strip_prefix(&root).unwrap();
            let mut module: Vec<String> =
                below.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            module.pop_if(|last| last == "mod");
            if module == ["lib"] {
                module.clear();
            }
            let shown = format!("src/{}", below.to_str().unwrap());
            tree.insert(module, (shown, Source::default()));
        }
        let modules: BTreeSet<Vec<String>> = tree.keys().cloned().collect();
        for (module, (shown, source)) in &mut tree {
            let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&*shown)).unwrap();
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{shown}: {error}"));
            let mut reader = Reader { module, modules: &modules, depth: 0, in_test: false, source };
            reader.visit_file(&file);
        }
        Self(tree)
    }

    /// The file that defines what `path` names, seen through re-exports.
    fn definer(&self, path: &[String], patience: usize) -> Option<&str> {
        let mut module: Vec<String> = Vec::new();
        for (at, name) in path.iter().enumerate() {
            let child: Vec<String> = module.iter().cloned().chain([name.clone()]).collect();
            if self.0.contains_key(&child) {
                module = child;
                continue;
            }
            let (_, source) = self.0.get(&module)?;
            let stands_for = source.names.iter().find(|(known, _)| known == name).map(|(_, path)| path);
            if let Some(target) = stands_for.filter(|_| patience > 0) {
                let whole: Vec<String> = target.iter().chain(&path[at + 1..]).cloned().collect();
                if whole != path {
                    return self.definer(&whole, patience - 1);
                }
            }
            break;
        }
        self.0.get(&module).map(|(shown, _)| shown.as_str())
    }

    fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (shown, source) in self.0.values() {
            for (path, line, in_test) in &source.paths {
                let Some(to) = self.definer(path, 8).filter(|to| to != shown) else { continue };
                imports.push(Import { from: shown.clone(), line: *line, to: to.to_owned(), in_test: *in_test });
            }
        }
        imports
    }
}

fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            list(&entry, files);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
}

/// Collects the paths of a file.
struct Reader<'a> {
    module: &'a [String],
    modules: &'a BTreeSet<Vec<String>>,
    /// Inline modules around the place.
    depth: usize,
    in_test: bool,
    source: &'a mut Source,
}

impl Reader<'_> {
    /// A path as written, made absolute; none when it leads out of the crate or begins with a local name.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, mut rest) = path.split_first()?;
        let mut base = self.module.to_vec();
        match first.as_str() {
            "crate" => base.clear(),
            "self" => {}
            "super" => {
                let mut depth = self.depth;
                loop {
                    match depth {
                        0 => _ = base.pop(),
                        _ => depth -= 1,
                    }
                    match rest.split_first() {
                        Some((next, after)) if next == "super" => rest = after,
                        _ => break,
                    }
                }
            }
            _ => {
                base.push(first.clone());
                if self.depth > 0 || !self.modules.contains(&base) {
                    return None;
                }
            }
        }
        Some(base.into_iter().chain(rest.iter().cloned()).collect())
    }

    fn note(&mut self, path: &[String], line: usize) {
        if let Some(path) = self.absolute(path) {
            self.source.paths.push((path, line, self.in_test));
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, before: &mut Vec<String>, line: usize) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.use_tree(&path.tree, before, line);
                before.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(tree, before, line)),
            syn::UseTree::Glob(_) => self.note(before, line),
            syn::UseTree::Name(name) => self.leaf(&name.ident.to_string(), &name.ident.to_string(), before, line),
            syn::UseTree::Rename(name) => self.leaf(&name.ident.to_string(), &name.rename.to_string(), before, line),
        }
    }

    fn leaf(&mut self, name: &str, known_as: &str, before: &[String], line: usize) {
        let mut path = before.to_vec();
        let mut known_as = known_as.to_owned();
        if name != "self" {
            path.push(name.to_owned());
        } else if let Some(last) = before.last().filter(|_| known_as == "self") {
            known_as.clone_from(last);
        }
        self.note(&path, line);
        if let Some(path) = self.absolute(&path).filter(|_| self.depth == 0) {
            self.source.names.push((known_as, path));
        }
    }

    /// The paths in what a macro is given, which is not parsed: those from the root of the crate, whatever modules it makes.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut line, mut colons) = (0, 0);
        for token in tokens {
            match &token {
                TokenTree::Ident(ident) if path.is_empty() || colons == 2 => {
                    line = ident.span().start().line;
                    path.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() && colons < 2 => {
                    colons += 1;
                    continue;
                }
                _ => {}
            }
            self.note_token(&path, line);
            path.clear();
            colons = 0;
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                _ => {}
            }
        }
        self.note_token(&path, line);
    }

    fn note_token(&mut self, path: &[String], line: usize) {
        if path.len() > 1 && path.first().is_some_and(|first| first == "crate") {
            self.note(path, line);
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    let test = |attribute: &syn::Attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    };
    attributes.iter().any(test)
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let line = item.use_token.span.start().line;
        self.use_tree(&item.tree, &mut Vec::new(), line);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let outer = self.in_test;
        self.in_test |= is_test(&item.attrs);
        self.depth += 1;
        visit::visit_item_mod(self, item);
        self.depth -= 1;
        self.in_test = outer;
    }

    /// A path that says who may see an item imports nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.len() > 1 {
            let line = path.segments.first().map_or(0, |first| first.ident.span().start().line);
            self.note(&names, line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
    }
}

/// The module that a file belongs to, as [`LAYERS`] calls it.
fn layer(file: &str) -> &str {
    let below = file.strip_prefix("src/").unwrap_or(file);
    below.split('/').next().unwrap_or(below).trim_end_matches(".rs")
}

/// The sets of more than one node that reach one another.
fn circles(edges: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<BTreeSet<String>> {
    let reach = |start: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start.to_owned()]);
        while let Some(node) = open.pop() {
            for &next in edges.get(node.as_str()).into_iter().flatten() {
                if seen.insert(next.to_owned()) {
                    open.push(next.to_owned());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<String>> = edges.keys().map(|&node| (node, reach(node))).collect();
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    for (&node, there) in &reached {
        if !there.contains(node) || found.iter().any(|circle| circle.contains(node)) {
            continue;
        }
        let back = |other: &&String| reached.get(other.as_str()).is_some_and(|there| there.contains(node));
        found.push(there.iter().filter(back).cloned().collect());
    }
    found
}

#[test]
fn no_module_imports_one_that_stands_below_it() {
    let place = |file: &str| {
        let found = LAYERS.iter().position(|layer| *layer == self::layer(file));
        found.unwrap_or_else(|| panic!("{file} belongs to no layer: give its module a place in LAYERS"))
    };
    let imports = Tree::read().imports();
    let up: BTreeSet<String> = (imports.iter())
        .filter(|import| place(&import.to) > place(&import.from))
        .map(|import| format!("{}:{} imports {}", import.from, import.line, import.to))
        .collect();
    assert!(up.is_empty(), "{} imports run up:\n{}", up.len(), up.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn no_files_import_one_another_in_a_circle() {
    let imports = Tree::read().imports();
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in imports.iter().filter(|import| !import.in_test) {
        edges.entry(&import.from).or_default().insert(&import.to);
    }
    let mut report = String::new();
    let circles = circles(&edges);
    for circle in &circles {
        report.push_str("a circle:\n");
        let inside = imports.iter().filter(|import| !import.in_test && circle.contains(&import.from));
        let inside: BTreeSet<String> = inside
            .filter(|import| circle.contains(&import.to))
            .map(|import| format!("  {}:{} imports {}\n", import.from, import.line, import.to))
            .collect();
        report.extend(inside);
    }
    assert!(circles.is_empty(), "{} circles of files\n{report}", circles.len());
}

#[test]
fn the_reader_sees_what_it_should() {
    let imports = Tree::read().imports();
    assert!(imports.len() > 300, "only {} imports found", imports.len());
    let files: BTreeMap<&str, BTreeSet<&str>> =
        [("a", ["b"].into()), ("b", ["c"].into()), ("c", ["b"].into()), ("d", ["a"].into())].into();
    let set: BTreeSet<String> = ["b".to_owned(), "c".to_owned()].into();
    assert_eq!(circles(&files), [set]);
}
