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
    assert!(refusal(&out).contains("out holds data/, which taojin did not write"), "{}", refusal(&out));
    // Names alone make no dataset of it, nor does a manifest of something else.
    for manifest in ["{}", r#"{"format": "web/1", "tables": {}, "files": [{"path": "data/photo.txt"}]}"#, "no JSON"] {
        fs::write(out.join("manifest.json"), manifest).expect("write");
        assert!(refusal(&out).contains("data/, manifest.json, which taojin did not"), "{}", refusal(&out));
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

#[cfg(unix)]
#[test]
fn a_link_that_leads_to_nothing_yet_is_written_where_it_leads() {
    let scratch = tempfile::tempdir().expect("scratch");
    let link = scratch.path().join("link");
    std::os::unix::fs::symlink("real", &link).expect("link");
    write(&link, &options());
    assert!(link.is_symlink() && scratch.path().join("real/manifest.json").is_file());
    std::os::unix::fs::symlink("round", scratch.path().join("round")).expect("link");
    assert!(refusal(&scratch.path().join("round")).contains("circle"));
}

#[test]
fn the_current_folder_and_the_root_are_refused_before_the_work() {
    let here = std::env::current_dir().expect("folder");
    for place in [here.as_path(), here.parent().expect("parent")] {
        assert!(refusal(place).contains("the folder that you are in"), "{}", refusal(place));
    }
    assert!(refusal(Path::new("/")).contains("root of a file system"));
}

#[test]
fn a_file_is_refused_with_what_to_do() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    fs::write(&out, "mine").expect("write");
    assert!(refusal(&out).contains("out` is no folder but a file; choose another"), "{}", refusal(&out));
    for below in [out.join("it"), out.join("far/below/it")] {
        assert!(refusal(&below).contains("file; choose another folder with -o"), "{}", refusal(&below));
    }
    assert!(refusal(Path::new("")).contains("no name"), "{}", refusal(Path::new("")));
    assert_eq!(fs::read(&out).expect("read"), b"mine");
    assert_eq!(fs::read_dir(scratch.path()).expect("folder").count(), 1);
}

#[test]
fn hidden_files_stay_that_come_or_change_during_a_run() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    write(&out, &options());
    fs::write(out.join(".old"), "one").expect("write");
    let writer = writer(&out);
    fs::write(out.join(".old"), "two").expect("write");
    fs::write(out.join(".new"), "three").expect("write");
    writer.finish(&Provenance::default()).expect("finish");
    assert_eq!(
        (fs::read(out.join(".old")).expect("read"), fs::read(out.join(".new")).expect("read")),
        (b"two".to_vec(), b"three".to_vec())
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_cleared_away_does_not_hide_that_the_dataset_is_new() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    write(&out, &options());
    let locked = fs::Permissions::from_mode(0o555);
    fs::set_permissions(out.join("data"), locked).expect("permissions");
    if fs::File::create(out.join("data/probe")).is_ok() {
        fs::remove_file(out.join("data/probe")).expect("remove");
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let leftover = write(&out, &options()).leftover.expect("leftover");
    assert!(leftover.contains("the new dataset is in") && leftover.contains("remove it by hand"), "{leftover}");
}
