//! What stands beside a dataset under the names that a run needs: ours, or somebody else's.

use std::fs;
use std::path::{Path, PathBuf};

use super::contents;
use super::sample::{options, write, writer};
use crate::dataset::{Dataset, Error, OptionalTables, OutputLock, Writer};

/// The mark of a folder that a run made or put aside.
const MARK: &str = ".taojin-working";

/// A scratch folder and the place of a dataset in it.
fn scratch() -> (tempfile::TempDir, PathBuf) {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    (scratch, out)
}

/// Checks that no run and no reader begins at `out`, that they name `path`, and that nothing changes.
#[track_caller]
fn is_refused(out: &Path, path: &Path) {
    let before = contents(path.parent().expect("parent"));
    match Writer::create(out, &options(), OptionalTables::default()) {
        Ok(_) => panic!("{} was taken", path.display()),
        Err(error @ Error::InTheWay { .. }) => {
            let said = error.to_string();
            assert!(said.contains(&format!("{} is ", path.display())) && said.contains("move it away"), "{said}");
        }
        Err(other) => panic!("{other}"),
    }
    assert!(contents(path.parent().expect("parent")) == before);
    assert!(fs::symlink_metadata(path).is_ok());
}

#[test]
fn what_a_user_has_where_a_run_writes_is_refused_and_stays() {
    let (scratch, out) = scratch();
    write(&out, &options());
    let partial = scratch.path().join(".out.partial");
    fs::write(&partial, "mine").expect("write");
    is_refused(&out, &partial);
    fs::remove_file(&partial).expect("remove");
    fs::create_dir(&partial).expect("folder");
    fs::write(partial.join("notes.txt"), "mine").expect("write");
    is_refused(&out, &partial);
    fs::remove_dir_all(&partial).expect("remove");
    // A dataset of one's own, too.
    write(&partial, &options());
    is_refused(&out, &partial);
    fs::remove_dir_all(&partial).expect("remove");
    // Nothing is lost with an empty folder.
    fs::create_dir(&partial).expect("folder");
    write(&out, &options());
    assert_eq!(fs::read_dir(scratch.path()).expect("folder").count(), 1);
}

#[cfg(unix)]
#[test]
fn links_where_a_run_writes_are_refused_and_not_followed() {
    let (scratch, out) = scratch();
    fs::create_dir(scratch.path().join("photos")).expect("folder");
    fs::write(scratch.path().join("photos/a"), "years of work").expect("write");
    fs::write(scratch.path().join("photos/.taojin-working"), "").expect("write");
    fs::write(scratch.path().join("empty"), "").expect("write");
    for (kind, target) in [("partial", "photos"), ("lock", "photos/a"), ("lock", "empty")] {
        let path = scratch.path().join(format!(".out.{kind}"));
        std::os::unix::fs::symlink(scratch.path().join(target), &path).expect("link");
        is_refused(&out, &path);
        fs::remove_file(&path).expect("remove");
    }
    std::os::unix::fs::symlink("nothing yet", scratch.path().join(".out.lock")).expect("link");
    assert!(matches!(OutputLock::take(&out), Err(Error::InTheWay { .. })));
    assert!(!scratch.path().join("nothing yet").exists());
}

#[test]
fn what_a_user_has_where_a_swap_may_put_the_old_dataset_stays() {
    let (scratch, out) = scratch();
    let old = scratch.path().join(".out.old");
    let make: [fn(&Path); 3] = [
        |old| fs::write(old, "mine").expect("write"),
        |old| {
            fs::create_dir(old).expect("folder");
            fs::write(old.join("notes.txt"), "mine").expect("write");
        },
        // A copy of the last dataset.
        |old| drop(write(old, &options())),
    ];
    for make in make {
        make(&old);
        let before = (old.is_file(), if old.is_dir() { contents(&old) } else { Default::default() });
        // Where there is no dataset, and where one is replaced.
        for _ in 0..2 {
            write(&out, &options());
            assert!(before == (old.is_file(), if old.is_dir() { contents(&old) } else { Default::default() }));
            assert_eq!(fs::read_dir(scratch.path()).expect("folder").count(), 2);
        }
        fs::remove_dir_all(&out).expect("remove");
        let _ = if old.is_dir() { fs::remove_dir_all(&old) } else { fs::remove_file(&old) };
    }
}

#[test]
fn reading_what_is_not_there_moves_nothing_of_a_user() {
    let (scratch, out) = scratch();
    let old = scratch.path().join(".out.old");
    fs::create_dir(&old).expect("folder");
    fs::write(old.join("notes.txt"), "mine").expect("write");
    assert!(matches!(Dataset::open(&out), Err(Error::NoDataset { path, .. }) if path == out));
    assert!(old.join("notes.txt").is_file() && !out.exists());
    fs::remove_dir_all(&old).expect("remove");
    // A dataset that nobody says was put aside by a run is read where it is.
    write(&old, &options());
    assert_eq!(Dataset::open(&out).expect("open").path(), old);
    assert!(!out.exists() && fs::read_dir(scratch.path()).expect("folder").count() == 1);
}

#[test]
fn a_dataset_put_aside_by_a_killed_run_comes_back() {
    let (scratch, out) = scratch();
    let old = scratch.path().join(".out.old");
    write(&out, &options());
    let before = contents(&out);
    // Between the two steps of a swap.
    let put_aside = || {
        fs::write(out.join(MARK), "").expect("write");
        fs::rename(&out, &old).expect("rename");
        write(&scratch.path().join(".out.partial"), &options());
        fs::write(scratch.path().join(".out.lock"), "taojin, process 1 on elsewhere\n").expect("write");
    };
    put_aside();
    assert_eq!(Dataset::open(&out).expect("open").path(), out.canonicalize().expect("path"));
    assert_eq!(contents(scratch.path()).len(), before.len());
    assert_eq!(contents(&out), before);
    put_aside();
    let writer = writer(&out);
    assert_eq!(writer.replaced(), 12);
    drop(writer);
    assert_eq!(contents(&out), before);
    assert_eq!(fs::read_dir(scratch.path()).expect("folder").count(), 1);
    // After the second step.
    put_aside();
    fs::rename(scratch.path().join(".out.partial"), &out).expect("rename");
    drop(self::writer(&out));
    assert_eq!(contents(&out), before);
    assert_eq!(fs::read_dir(scratch.path()).expect("folder").count(), 1);
}

#[test]
fn a_dataset_put_aside_is_read_where_it_is_when_it_cannot_be_moved() {
    let (scratch, out) = scratch();
    let old = scratch.path().join(".out.old");
    write(&old, &options());
    fs::write(old.join(MARK), "").expect("write");
    // No lock can be had.
    fs::write(scratch.path().join(".out.lock"), "mine").expect("write");
    assert_eq!(Dataset::open(&out).expect("open").path(), old);
    assert!(old.is_dir() && !out.exists());
}

#[test]
fn what_a_killed_run_was_writing_goes_away() {
    let (scratch, out) = scratch();
    write(&out, &options());
    let before = contents(scratch.path());
    let partial = scratch.path().join(".out.partial");
    // In the middle of its work.
    fs::create_dir_all(partial.join("data")).expect("folder");
    fs::write(partial.join("data/a.parquet"), "half").expect("write");
    fs::write(partial.join(MARK), "").expect("write");
    drop(writer(&out));
    assert_eq!(contents(scratch.path()), before);
    // Between taking the mark off and moving it; the lock of a run that was killed stays.
    write(&partial, &options());
    fs::write(scratch.path().join(".out.lock"), "taojin, process 1 on elsewhere\n").expect("write");
    drop(writer(&out));
    assert_eq!(contents(scratch.path()), before);
}

#[test]
fn whoever_holds_the_lock_is_named() {
    let (scratch, out) = scratch();
    let first = writer(&out);
    let second = Writer::create(&out, &options(), OptionalTables::default()).err().expect("busy").to_string();
    assert!(second.contains(&format!("(process {}", std::process::id())), "{second}");
    drop(first);
    // What a killed run left of its lock is taken over, cut short or not.
    for line in ["", "taoj", "taojin, process 1 on elsewhere since then", "taojin, process 1\n"] {
        fs::write(scratch.path().join(".out.lock"), line).expect("write");
        write(&out, &options());
        assert_eq!(fs::read_dir(scratch.path()).expect("folder").count(), 1);
    }
}

#[test]
fn a_file_with_the_name_of_the_lock_is_refused_and_stays() {
    let (scratch, out) = scratch();
    let lock = scratch.path().join(".out.lock");
    for text in ["mine", "taojin is a word", "taojin, process 1\nand my notes\n", "\n", "process 1 on elsewhere\n"] {
        fs::write(&lock, text).expect("write");
        is_refused(&out, &lock);
    }
    fs::write(&lock, [0xff, 0xfe]).expect("write");
    is_refused(&out, &lock);
    fs::write(&lock, "taojin, ".repeat(1000)).expect("write");
    is_refused(&out, &lock);
    fs::remove_file(&lock).expect("remove");
    fs::create_dir(&lock).expect("folder");
    is_refused(&out, &lock);
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_another_file_by_another_name_or_no_file_is_refused() {
    let (scratch, out) = scratch();
    let lock = scratch.path().join(".out.lock");
    fs::write(scratch.path().join("empty"), "").expect("write");
    fs::hard_link(scratch.path().join("empty"), &lock).expect("link");
    is_refused(&out, &lock);
    fs::remove_file(&lock).expect("remove");
    let _socket = std::os::unix::net::UnixListener::bind(&lock).expect("socket");
    assert!(matches!(OutputLock::take(&out), Err(Error::InTheWay { .. })));
    fs::remove_file(&lock).expect("remove");
    let made = std::process::Command::new("mkfifo").arg(&lock).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(matches!(OutputLock::take(&out), Err(Error::InTheWay { .. })));
    } else {
        eprintln!("skipped in part: there is no mkfifo");
    }
}

#[test]
fn a_lock_held_by_name_is_not_taken_over() {
    let (scratch, out) = scratch();
    let lock = scratch.path().join(".out.lock");
    let line = "taojin, process 1 on elsewhere since then, by name\n";
    fs::write(&lock, line).expect("write");
    let said = OutputLock::take(&out).expect_err("busy").to_string();
    assert!(
        said.contains("process 1 on elsewhere") && said.contains(&format!("or remove {}", lock.display())),
        "{said}"
    );
    assert_eq!(fs::read_to_string(&lock).expect("read"), line);
}

#[test]
fn a_lock_that_somebody_put_there_in_the_meantime_is_not_removed() {
    let (scratch, out) = scratch();
    let lock = scratch.path().join(".out.lock");
    let held = OutputLock::take(&out).expect("lock");
    fs::remove_file(&lock).expect("remove");
    fs::write(&lock, "mine").expect("write");
    drop(held);
    assert_eq!(fs::read_to_string(&lock).expect("read"), "mine");
}

#[test]
fn the_lock_serves_any_folder() {
    let (scratch, out) = scratch();
    fs::create_dir(&out).expect("folder");
    fs::write(out.join("mine.txt"), "mine").expect("write");
    let held = OutputLock::take(&out).expect("lock");
    assert_eq!((held.out(), held.notice()), (out.canonicalize().expect("path").as_path(), None));
    assert!(matches!(OutputLock::take(&scratch.path().join("x/../out/")), Err(Error::Busy { .. })));
    drop(held);
    assert!(OutputLock::take(&scratch.path().join("deep/er/none")).is_ok());
    assert!(matches!(OutputLock::take(Path::new("/")), Err(Error::Place { .. })));
    assert!(matches!(OutputLock::take(Path::new("")), Err(Error::Place { .. })));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_differ_in_bytes_that_are_no_utf8_do_not_meet() {
    use std::os::unix::ffi::OsStrExt;
    let (scratch, _) = scratch();
    let path = |bytes: &[u8]| scratch.path().join(std::ffi::OsStr::from_bytes(bytes));
    let first = writer(&path(b"out\xff"));
    let before = first.folder().to_owned();
    write(&path(b"out\xfe"), &options());
    assert!(before.is_dir());
    drop(first);
    assert_eq!(fs::read_dir(scratch.path()).expect("folder").count(), 1);
}
