//! The files of a dataset: those that the manifest lists are there and no others, each below the folder and as it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path};

use super::report::Report;
use crate::dataset::{Dataset, FileEntry, MANIFEST};
use crate::document::sha256_of_file;

/// Files that every dataset has beside its tables.
const OTHERS: [&str; 3] = ["README.md", "croissant.json", "report.html"];

/// Checks the list of files both ways, and their checksums. Tells whether all tables may be read.
pub(super) fn check(dataset: &Dataset, report: &mut Report) -> bool {
    let mut known = BTreeSet::from([MANIFEST]);
    let mut good = true;
    for (name, table) in &dataset.manifest.tables {
        for file in &table.files {
            if !file.path.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('/')) {
                report.problem(format!("manifest.json: {:?} is not in the folder of table `{name}`", file.path));
                good = false;
            }
            good &= check_file(dataset, file, &mut known, report);
        }
    }
    for file in &dataset.manifest.files {
        check_file(dataset, file, &mut known, report);
    }
    for name in OTHERS.iter().filter(|name| !known.contains(*name)) {
        report.problem(format!("manifest.json: does not list {name}"));
    }
    let mut strays = Vec::new();
    if let Err(error) = find_strays(dataset.path(), "", &known, &mut strays) {
        report.problem(format!("the folder cannot be listed: {error}"));
    }
    strays.sort();
    strays.into_iter().for_each(|name| report.problem(format!("{name}: not in the manifest")));
    good
}

fn check_file<'a>(dataset: &Dataset, file: &'a FileEntry, known: &mut BTreeSet<&'a str>, report: &mut Report) -> bool {
    report.files += 1;
    if !known.insert(&file.path) {
        report.problem(format!("manifest.json: lists {:?} twice", file.path));
        return false;
    }
    let problem = match place(dataset.path(), &file.path) {
        Err(reason) => format!("{:?}: {reason}", file.path),
        Ok(bytes) if bytes != file.bytes => {
            format!("{}: it has {bytes} bytes, the manifest says {}", file.path, file.bytes)
        }
        Ok(_) => match sha256_of_file(&dataset.path().join(&file.path)) {
            Ok(found) if found == file.sha256 => return true,
            Ok(found) => format!("{}: its SHA-256 is {found}, the manifest says {}", file.path, file.sha256),
            Err(error) => format!("{}: {error}", file.path),
        },
    };
    report.problem(problem);
    false
}

/// The size of the regular file that `name` is in `folder`, reached over no link.
fn place(folder: &Path, name: &str) -> Result<u64, String> {
    let mut path = folder.to_owned();
    let mut found = None;
    for part in Path::new(name).components() {
        let Component::Normal(part) = part else { return Err("leads out of the dataset".to_owned()) };
        path.push(part);
        let is = fs::symlink_metadata(&path).map_err(|error| error.to_string())?;
        if is.is_symlink() {
            return Err("is reached over a link; a dataset holds its files itself".to_owned());
        }
        found = Some(is);
    }
    match found {
        Some(found) if found.is_file() => Ok(found.len()),
        _ => Err("is no regular file".to_owned()),
    }
}

/// Collects what is in `folder` and not among the `known`: it would be read along with the tables, or taken for a part of
/// the dataset. Hidden files beside the manifest are of the tools around it.
fn find_strays(folder: &Path, prefix: &str, known: &BTreeSet<&str>, strays: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            find_strays(&entry.path(), &format!("{name}/"), known, strays)?;
        } else {
            let is_ours = known.contains(name.as_str());
            let is_hidden = prefix.is_empty() && name.starts_with('.');
            strays.extend((!is_ours && !is_hidden).then_some(name));
        }
    }
    Ok(())
}
