//! Which folders a dataset may take the place of.

use std::fs;
use std::path::Path;

use super::contents;
use super::sample::{options, write, writer};
use crate::dataset::{Error, OptionalTables, Provenance, Writer};

/// What a writer says of a folder that it will not replace.
fn refusal(out: &Path) -> String {
    match Writer::create(out, &options(), OptionalTables::default()) {
        Ok(_) => panic!("taken for a dataset"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_folder_of_something_else_is_never_replaced() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    fs::create_dir_all(out.join("data")).expect("folder");
    fs::write(out.join("README.md"), "hi").expect("write");
    fs::write(out.join("data/photo.txt"), "years of work").expect("write");
    assert!(refusal(&out).contains("out holds data/, no part of a dataset"), "{}", refusal(&out));
    // Names alone make no dataset of it, nor does a manifest of something else.
    for manifest in ["{}", r#"{"format": "web/1", "tables": {}, "files": [{"path": "data/photo.txt"}]}"#, "no JSON"] {
        fs::write(out.join("manifest.json"), manifest).expect("write");
        assert!(refusal(&out).contains("data/, manifest.json, no part"), "{}", refusal(&out));
    }
}

#[test]
fn a_file_that_the_manifest_does_not_list_is_never_deleted() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    write(&out, &options());
    fs::create_dir_all(out.join("more")).expect("folder");
    for name in ["data/notes.txt", "more/a.txt", "data.txt", "data/.hidden", "inputs/b.txt"] {
        fs::write(out.join(name), "mine").expect("write");
    }
    let before = contents(&out);
    let said = refusal(&out);
    assert!(said.contains("data.txt, data/.hidden, data/notes.txt and 2 more"), "{said}");
    assert_eq!(contents(&out), before);
}

#[test]
fn a_file_put_into_the_folder_during_a_run_is_never_deleted() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    write(&out, &options());
    let writer = writer(&out);
    assert_eq!(writer.replaced(), 12);
    fs::write(out.join("data/notes.txt"), "mine").expect("write");
    let before = contents(&out);
    assert!(matches!(writer.finish(&Provenance::default()), Err(Error::Foreign { .. })));
    assert_eq!(contents(&out), before);
}

#[cfg(unix)]
#[test]
fn a_link_is_written_where_it_leads() {
    let scratch = tempfile::tempdir().expect("scratch");
    let (real, link) = (scratch.path().join("real"), scratch.path().join("link"));
    fs::create_dir(&real).expect("folder");
    std::os::unix::fs::symlink(&real, &link).expect("link");
    write(&link, &options());
    assert!(link.is_symlink() && real.join("manifest.json").is_file());
}

#[test]
fn an_empty_folder_is_taken_with_its_hidden_files_and_its_readme() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    fs::create_dir_all(&out).expect("folder");
    fs::write(out.join("README.md"), "hi").expect("write");
    fs::write(out.join(".gitkeep"), "").expect("write");
    write(&out, &options());
    assert!(out.join(".gitkeep").exists());
    fs::remove_dir_all(out.join("ledger")).expect("remove");
    write(&out, &options());
}
