//! The disk as a store: files and folders walked to any depth.

use crate::document::Status;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use ignore::WalkBuilder;

use super::error::Error;
use super::globs::Globs;
use super::options::Options;
use super::problem::Problem;
use super::store::{Found, Store, Stored};

/// The disk.
#[derive(Debug)]
pub struct Disk;

impl Store for Disk {
    fn list(&self, root: &Path, globs: &Globs, options: &Options) -> Result<Vec<Found>, Error> {
        match fs::metadata(root) {
            Ok(meta) if meta.is_dir() => Ok(walk(root, globs, options)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::Missing(root.display().to_string())),
            _ => Ok(vec![Found { path: file_name(root), at: root.into(), problem: None }]),
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

fn walk(folder: &Path, globs: &Globs, options: &Options) -> Vec<Found> {
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
                    found.push(Found { path, at: entry.path().into(), problem });
                }
            }
            Err(error) => found.extend(trouble(folder, &error)),
        }
    }
    found
}

/// A walking error as a file with a problem; none for errors that concern no file (a bad line in an ignore file).
fn trouble(folder: &Path, error: &ignore::Error) -> Option<Found> {
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
            ignore::Error::Io(error) => break Problem::reading(error).message,
            _ => return None,
        }
    };
    let path = path?;
    let problem = Some(Problem::new(Status::Unreadable, message));
    Some(Found { path: shown(folder, path), at: path.into(), problem })
}

/// `path` relative to `folder`, with `/` on every system; the folder itself is `.`.
fn shown(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

/// The last part of `path`, or all of it where there is none.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
