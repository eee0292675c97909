//! The disk as a store: files and folders walked to any depth.

use crate::document::Status;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use ignore::{DirEntry, WalkBuilder};

use super::error::Error;
use super::name::escape;
use super::options::{Links, Options};
use super::problem::Problem;
use super::skipped::{Reason, Skipped};
use super::store::{Filter, Found, Listed, Skip, Store, Stored};

/// The disk.
#[derive(Debug)]
pub struct Disk;

impl Store for Disk {
    fn list(&self, root: &Path, filter: &Filter<'_>) -> Result<Listed, Error> {
        match fs::metadata(root) {
            Ok(meta) if meta.is_dir() => Ok(walk(root, filter)),
            // A link that leads nowhere is there, and cannot be read.
            Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(root).is_err() => {
                Err(Error::Missing(root.display().to_string()))
            }
            _ => Ok(Listed {
                found: vec![Found { path: file_name(root), at: root.into(), problem: None }],
                ..Listed::default()
            }),
        }
    }

    fn open(&self, at: &Path) -> io::Result<Stored> {
        let file = File::open(at)?;
        // Pipes and devices have a length of 0.
        let bytes = file.metadata()?;
        let bytes = bytes.is_file().then_some(bytes.len());
        Ok(Stored { reader: Box::new(file), bytes })
    }
}

/// Files that say what to ignore are no texts, and nobody misses them.
const IGNORE_FILES: [&str; 2] = [".gitignore", ".taojinignore"];

fn walk(folder: &Path, filter: &Filter<'_>) -> Listed {
    let options = filter.options;
    let mut listed = Listed::default();
    if let Some(reason) = (filter.skip)(folder) {
        listed.skipped.add(reason, &folder.display().to_string());
        return listed;
    }
    let (admitted, skipped) = entries(folder, filter, !options.ignored);
    listed.skipped.merge(skipped);
    let (mut files, mut last) = (Vec::new(), folder.to_owned());
    let mut is_ignoring = false;
    for entry in admitted {
        match entry {
            Ok(entry) => {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                is_ignoring |= is_folder && IGNORE_FILES.iter().any(|name| entry.path().join(name).exists());
                files.extend(file(folder, &entry, options));
                last = entry.into_path();
            }
            Err(error) => listed.found.extend(trouble(folder, &last, &error)),
        }
    }
    if is_ignoring && !options.ignored {
        let known: HashSet<&Path> = files.iter().map(|found| found.at.as_path()).collect();
        let (all, _) = entries(folder, filter, false);
        let files = all.iter().flatten().filter_map(|entry| file(folder, entry, options));
        files
            .filter(|file| !known.contains(file.at.as_path()))
            .for_each(|file| listed.skipped.add(Reason::Ignored, &file.path));
    }
    for found in files {
        if filter.globs.admit(&found.path) {
            listed.found.push(found);
        } else {
            listed.skipped.add(Reason::Excluded, &found.path);
        }
    }
    listed
}

type Entry = Result<DirEntry, ignore::Error>;

/// What there is below `folder`, and what was not entered.
fn entries(folder: &Path, filter: &Filter<'_>, ignoring: bool) -> (Vec<Entry>, Skipped) {
    let options = filter.options;
    let skipped = Arc::new(Mutex::new(Skipped::default()));
    let admit = {
        let (skipped, skip, root) = (skipped.clone(), filter.skip.clone(), folder.to_owned());
        let (hidden, links) = (options.hidden, options.follow_links);
        let inside = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        move |entry: &DirEntry| {
            let Some(reason) = reason(entry, hidden, links, &inside, &*skip) else { return true };
            if let (Some(reason), Ok(mut skipped)) = (reason, skipped.lock()) {
                skipped.add(reason, &shown(&root, entry.path()));
            }
            false
        }
    };
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false)
        .git_ignore(ignoring)
        .require_git(false)
        .follow_links(options.follow_links != Links::None)
        .filter_entry(admit);
    if ignoring {
        walk.add_custom_ignore_filename(IGNORE_FILES[1]);
    }
    let entries = walk.build().collect();
    let skipped = skipped.lock().map(|skipped| skipped.clone()).unwrap_or_default();
    (entries, skipped)
}

/// Why an entry is not read or entered, if it is not; nothing to tell for files that say what to ignore.
fn reason(entry: &DirEntry, hidden: bool, links: Links, inside: &Path, skip: &Skip) -> Option<Option<Reason>> {
    if entry.depth() == 0 {
        return None;
    }
    if let Some(reason) = skip(entry.path()) {
        return Some(Some(reason));
    }
    if !hidden && escape(entry.file_name()).starts_with('.') {
        let is_ignore_file = IGNORE_FILES.iter().any(|name| entry.file_name() == *name);
        return Some((!is_ignore_file).then_some(Reason::Hidden));
    }
    let leads_out = || entry.path().canonicalize().is_ok_and(|target| !target.starts_with(inside));
    if entry.path_is_symlink() && (links == Links::None || links == Links::Inside && leads_out()) {
        return Some(Some(Reason::Link));
    }
    None
}

/// The file that an entry is; none for folders.
fn file(folder: &Path, entry: &DirEntry, options: &Options) -> Option<Found> {
    let kind = entry.file_type()?;
    if kind.is_dir() || (kind.is_symlink() && options.follow_links == Links::None) {
        return None;
    }
    let problem = (!kind.is_file()).then(|| {
        Problem::new(Status::Unreadable, "not a regular file (a pipe, socket or device); leave it out with --exclude")
    });
    Some(Found { path: shown(folder, entry.path()), at: entry.path().into(), problem })
}

/// A walking error as a file with a problem; none for errors that concern no file (a bad line in an ignore file). An
/// error in the middle of a listing names no path: it is of the folder that `last`, the last entry before it, is or is in.
fn trouble(folder: &Path, last: &Path, error: &ignore::Error) -> Option<Found> {
    let (mut path, mut at, mut depth) = (None, error, 1);
    let message = loop {
        match at {
            ignore::Error::WithPath { path: inner, err } => (path, at) = (Some(inner.as_path()), err),
            ignore::Error::WithDepth { depth: inner, err } => (depth, at) = (*inner, err),
            ignore::Error::WithLineNumber { err, .. } => at = err,
            ignore::Error::Loop { ancestor, child } => {
                path = Some(child);
                let to = shown(folder, ancestor);
                break format!("a loop: the link leads back to `{to}`, which holds it; leave it out with --exclude");
            }
            ignore::Error::Io(error) if path.is_none() => {
                let message = Problem::reading(error).message;
                break format!("files are missing, for the folder cannot be listed to its end: {message}");
            }
            ignore::Error::Io(error) => break Problem::reading(error).message,
            _ => return None,
        }
    };
    let up = last.strip_prefix(folder).map_or(0, |below| below.components().count()).saturating_sub(depth.max(1) - 1);
    let path = path.or_else(|| last.ancestors().nth(up))?;
    let problem = Some(Problem::new(Status::Unreadable, message));
    Some(Found { path: shown(folder, path), at: path.into(), problem })
}

/// `path` relative to `folder`, with `/` on every system; the folder itself is `.`.
fn shown(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| escape(part.as_os_str())).collect();
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

/// The last part of `path`, or all of it where there is none.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), escape)
}
