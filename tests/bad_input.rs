//! Bad input is recorded and never lost; nothing panics; the dataset that was there stays whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::io::Write;
use std::process::Stdio;

use common::{Scene, can_inject, kill, taojin};
use taojin::internals::dataset::Dataset;

/// Status and message of every input of `out/`, by path.
fn inputs(scene: &Scene) -> Vec<(String, String, String)> {
    let dataset = Dataset::open(&scene.path("out")).unwrap();
    dataset.inputs().map(|row| row.unwrap()).map(|row| (row.path, row.status.name().to_owned(), row.error)).collect()
}

#[track_caller]
fn status_of(scene: &Scene, name: &str) -> (String, String) {
    let found = inputs(scene).into_iter().find(|(path, _, _)| path == name);
    let (_, status, error) = found.unwrap_or_else(|| panic!("{name} has no row"));
    (status, error)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

const GOOD: &str = "好文件一直在这里，不受旁边坏文件的影响。\n";

#[test]
fn each_bad_file_has_a_status_and_the_good_one_is_kept() {
    let packed = gzip(&GOOD.repeat(99));
    let scene = Scene::new()
        .file("good.txt", GOOD)
        .file("empty.txt", "")
        .file("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0")
        .file("cut.txt.gz", &packed[..packed.len() / 2])
        .file("bytes.txt", b"\xE5\xA5\xBD\xFF\xE6\x96\x87\xE4\xBB\xB6\n")
        .file("matter.md", "---\n: : [\n\t- }\n---\nA body that must not be lost.\n");
    scene.run(&[]);
    let statuses: Vec<(String, String)> = inputs(&scene).into_iter().map(|(path, status, _)| (path, status)).collect();
    let expected = [
        ("bytes.txt", "ok"),
        ("cut.txt.gz", "damaged"),
        ("empty.txt", "empty"),
        ("good.txt", "ok"),
        ("matter.md", "ok"),
        ("picture.txt", "binary"),
    ];
    assert_eq!(statuses, expected.map(|(path, status)| (path.to_owned(), status.to_owned())));
    assert!(inputs(&scene).iter().all(|(_, status, error)| (status == "ok") == error.is_empty()));
    scene.call(&["run", "in", "-o", "out", "--strict"]).with_status(1);
    scene.call(&["verify", "out"]).with_status(0);
    let restored = scene.command(&["restore", "out", "bytes.txt"]).output().unwrap().stdout;
    assert_eq!(restored, b"\xE5\xA5\xBD\xFF\xE6\x96\x87\xE4\xBB\xB6\n");
    assert!(scene.explain("matter.md")["text"].as_str().unwrap().contains("A body that must not be lost."));
}

#[cfg(unix)]
#[test]
fn loops_and_unreadable_files_are_recorded() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scene =
        Scene::new().file("good.txt", GOOD).file("secret.txt", GOOD).file("deep/other.txt", "另一篇不同的文字。\n");
    symlink(scene.path("in"), scene.path("in/deep/loop")).unwrap();
    symlink(scene.path("nowhere"), scene.path("in/dangling.txt")).unwrap();
    let secret = scene.path("in/secret.txt");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    scene.run(&[]);
    assert_eq!(status_of(&scene, "good.txt").0, "ok");
    assert_eq!(status_of(&scene, "deep/other.txt").0, "ok");
    assert_eq!(status_of(&scene, "dangling.txt").0, "unreadable");
    assert_eq!(status_of(&scene, "deep/loop").0, "unreadable");
    // The superuser may read everything.
    if std::fs::File::open(&secret).is_err() {
        assert_eq!(status_of(&scene, "secret.txt").0, "unreadable");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_listing_that_breaks_off_is_said_with_its_folder() {
    if !can_inject() {
        return;
    }
    let mut scene = Scene::new();
    for number in 0..20 {
        scene = scene.file(&format!("a/b/{number}.txt"), GOOD).file(&format!("c/{number}.txt"), GOOD);
    }
    let mut said = std::collections::BTreeSet::new();
    for at in 1..9 {
        // Of a folder whose listing failed, some files may be missing; never without a word.
        let inject = format!("getdents64:error=EIO:when={at}");
        let mut command =
            scene.command_with_faults(&[&inject], &["run", "in", "-o", "out", "--strict", "--allow-empty"]);
        let ended = common::Ended::from(command.output().unwrap()).with_status(1);
        let folder = ended.stderr.lines().find_map(|line| line.split_once(": files are missing, for the folder"));
        said.insert(folder.unwrap_or_else(|| panic!("{at}: {}", ended.stderr)).0.to_owned());
        assert_eq!(inputs(&scene).iter().filter(|(_, status, _)| status == "unreadable").count(), 1);
        std::fs::remove_dir_all(scene.path("out")).unwrap();
    }
    assert_eq!(said.iter().collect::<Vec<_>>(), [".", "a", "a/b", "c"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_never_ends_is_read_to_its_limit() {
    let scene = Scene::new();
    let limit = ["--set", "read.max_bytes=100000"];
    scene.call(&[&["run", "/dev/zero", "-o", "out"], &limit[..]].concat()).with_status(1);
    assert_eq!(status_of(&scene, "zero").0, "too_large");
    scene.call(&["verify", "out"]).with_status(0);
    scene.call(&[&["detect", "/dev/zero"], &limit[..]].concat()).with_status(1).saying("more than 100000 bytes");
}

#[cfg(unix)]
#[test]
fn detect_reads_what_a_run_reads() {
    let scene = Scene::new().file("packed.txt.gz", gzip(GOOD)).file("empty.txt", "");
    assert!(std::process::Command::new("mkfifo").arg(scene.path("in/pipe")).status().unwrap().success());
    let ended = scene.call(&["detect", "in", "none.txt"]).with_status(1);
    let rows: Vec<&str> = ended.stdout.lines().collect();
    assert_eq!(rows, ["in/empty.txt\tUTF-8\t1.00", "in/packed.txt.gz\tUTF-8\t0.99"]);
    ended.saying("in/pipe: not a regular file").saying("none.txt: no such file");
}

#[test]
fn hostile_pages_and_giant_lines_end_well() {
    let nested = format!("<html><body>{}word{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
    let line = "一行很长很长的字，中间没有换行。".repeat(400_000);
    let scene = Scene::new().file("nested.html", nested).file("line.txt", &line);
    scene.run(&[]);
    assert_eq!(status_of(&scene, "nested.html").0, "ok");
    assert_eq!(status_of(&scene, "line.txt").0, "ok");
    scene.call(&["verify", "out"]).with_status(0);
}

#[test]
fn a_full_disk_leaves_the_old_dataset() {
    let scene = Scene::new().file("good.txt", GOOD);
    scene.run(&[]);
    let before = scene.bytes("out");
    // Text that does not compress, and a limit on the size of files that stands for a full disk.
    let noise: String = (0..400_000_u64)
        .map(|n| char::from_u32(0x4E00 + (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as u32).unwrap_or('字'))
        .collect();
    let scene = scene.file("noise.txt", noise);
    let script = format!("ulimit -f 64; trap '' XFSZ; exec {} run in -o out", env!("CARGO_BIN_EXE_taojin"));
    let mut shell = std::process::Command::new("bash");
    let ended: common::Ended = shell.args(["-c", &script]).current_dir(scene.path("")).output().unwrap().into();
    assert_eq!(ended.status, 2, "{}", ended.stderr);
    assert!(scene.bytes("out") == before);
    let left: Vec<_> = std::fs::read_dir(scene.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    scene.run(&[]);
}

/// Starts a run that waits for standard input, sends it `signal`, and checks that the dataset is still the old one.
#[cfg(unix)]
fn stop(signal: &str, status: Option<i32>) {
    let scene = Scene::new().file("good.txt", GOOD);
    scene.run(&[]);
    let before = scene.bytes("out");
    let mut child = scene
        .command(&["run", "in", "-", "-o", "out"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Once this much is taken, the run is under way: it is more than a pipe holds.
    stdin.write_all(GOOD.repeat(20_000).as_bytes()).unwrap();
    kill(signal, &child);
    if status.is_some() {
        // The signal is noticed between two documents; it was sent before this one ends.
        drop(stdin);
    }
    assert_eq!(child.wait().unwrap().code(), status);
    assert!(scene.bytes("out") == before);
    // What a killed run leaves behind does not disturb the next one, which clears it away.
    scene.run(&[]);
    let left: Vec<_> = std::fs::read_dir(scene.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_the_old_dataset() {
    stop("-INT", Some(2));
}

#[cfg(unix)]
#[test]
fn a_kill_leaves_the_old_dataset() {
    stop("-KILL", None);
}

#[test]
fn wrong_arguments_say_what_to_do() {
    let scene = Scene::new().file("good.txt", GOOD);
    let cases: &[(&[&str], &str)] = &[
        (&["run", "nowhere", "-o", "out"], "nowhere"),
        (&["run", "in", "-o", "out", "--set", "dedup.nera=false"], "did you mean `dedup.near`"),
        (&["run", "in", "-o", "out", "--include", "[z-a]"], "glob"),
        (&["run", "in", "-o", "out", "--config", "none.toml"], "none.toml"),
        (&["verify", "in"], "manifest.json"),
        (&["restore", "in", "x"], "manifest.json"),
        (&["stage", "nothing"], "no stage"),
        (&["run", "in", "-o", "out", "--include", "*.nope"], "--allow-empty"),
        (&["run", "in", "-o", "in/good.txt"], "good.txt"),
        (&["run", "in", "-o", "in"], "in"),
    ];
    for (arguments, words) in cases {
        scene.call(arguments).with_status(2).saying(words);
    }
    assert!(scene.path("in/good.txt").is_file());
}

#[test]
fn standard_input_is_an_input() {
    let scene = Scene::new();
    let mut child = taojin()
        .current_dir(scene.path(""))
        .args(["run", "-", "-o", "out", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(GOOD.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(status_of(&scene, "-").0, "ok");
}

#[test]
fn what_is_behind_a_compressed_text_is_left_out_and_said() {
    let text = GOOD.repeat(20);
    let scene = Scene::new()
        .file("padded.txt.gz", [gzip(&text), vec![0; 512]].concat())
        .file("followed.txt.gz", [gzip(&format!("另一篇。\n{text}")), b"<html>".to_vec()].concat());
    let ended = scene.run(&[]).saying("followed.txt.gz: 6 bytes behind the gzip stream");
    assert!(!ended.stderr.contains("padded.txt.gz"), "{}", ended.stderr);
    assert_eq!(status_of(&scene, "padded.txt.gz").0, "ok");
    assert_eq!(status_of(&scene, "followed.txt.gz").0, "partial");
    scene.call(&["verify", "out"]).with_status(0);
    scene.call(&["explain", "in/followed.txt.gz"]).with_status(1).saying("in/followed.txt.gz: 6 bytes");
}

#[test]
fn formats_that_are_read_as_prose_are_said_once_each() {
    let scene = Scene::new().file("a.csv", "名字,岁数\n甲,7\n").file("b.csv", "名字,岁数\n乙,8\n").file("c.txt", GOOD);
    let ended = scene.run(&[]).saying("read as prose: 2 files that look like CSV");
    assert_eq!(ended.stderr.matches("read as prose").count(), 1);
}

#[test]
fn datasets_among_the_inputs_are_not_read() {
    let scene = Scene::new().file("good.txt", GOOD);
    let run = |out: &str| scene.call(&["run", "in", "-o", out]).with_status(0);
    run("in/out");
    let first = scene.bytes("in/out");
    run("in/out").saying("not read: out (the dataset being written)");
    assert!(scene.bytes("in/out") == first);
    run("other").saying("not read: out (datasets of earlier runs)");
    scene.call(&["run", "in/out", "-o", "other"]).with_status(2).saying("datasets of earlier runs");
    scene.call(&["run", "in/out/README.md", "-o", "in/out"]).with_status(2).saying("is in the output folder");
    assert!(scene.bytes("in/out") == first);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_told_apart_and_restored() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let scene = Scene::new().file("a%FF.txt", "第一个名字里有百分号，它是文字。\n");
    for (name, text) in
        [(b"a\xFF.txt", "第二个名字里有一个不是文字的字节。\n"), (b"a\xFE.txt", "第三个也有，但不是同一个。\n")]
    {
        if std::fs::write(scene.path("in").join(OsStr::from_bytes(name)), text).is_err() {
            eprintln!("skipped: this file system has no such names");
            return;
        }
    }
    scene.run(&[]);
    let paths: Vec<String> = inputs(&scene).into_iter().map(|(path, ..)| path).collect();
    assert_eq!(paths, ["a%25FF.txt", "a%FE.txt", "a%FF.txt"]);
    assert_eq!(
        scene.call(&["restore", "out", "a%FF.txt"]).with_status(0).stdout,
        "第二个名字里有一个不是文字的字节。\n"
    );
    scene.run(&["--ledger", "none"]);
    let sources = ["restore", "out", "a%FE.txt", "--sources", "in"];
    assert_eq!(scene.call(&sources).with_status(0).stdout, "第三个也有，但不是同一个。\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_waits_for_a_pipe_ends_at_the_first_signal() {
    let scene = Scene::new();
    let pipe = scene.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = scene.command(&["run", "pipe", "-o", "out", "-q"]).spawn().unwrap();
    // Once the handler is there, the signal no longer kills.
    let status = format!("/proc/{}/status", child.id());
    let caught = || {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
        u64::from_str_radix(mask.trim(), 16).unwrap_or(0) >> 14 & 1 == 1
    };
    while !caught() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    kill("-TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ignored_from_the_beginning_stays_ignored() {
    let scene = Scene::new();
    let script = format!("trap '' HUP; exec '{}' run - -o out -q", env!("CARGO_BIN_EXE_taojin"));
    let mut run = std::process::Command::new("sh");
    let mut child = run.current_dir(scene.path("")).args(["-c", &script]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Once this much is taken, the run is under way: it is more than a pipe holds.
    stdin.write_all(GOOD.repeat(20_000).as_bytes()).unwrap();
    kill("-HUP", &child);
    drop(stdin);
    assert!(child.wait().unwrap().success());
    assert_eq!(status_of(&scene, "-").0, "ok");
}

#[test]
fn a_document_is_found_by_the_beginning_of_its_id() {
    let scene = Scene::new().file("good.txt", GOOD).file("other.txt", "另外一篇文章，写的是山上的茶园和采茶的人。\n");
    scene.run(&[]);
    let dataset = Dataset::open(&scene.path("out")).unwrap();
    let ids: Vec<(String, String)> =
        dataset.documents().map(|record| record.unwrap()).map(|record| (record.id, record.origin.path)).collect();
    for (id, path) in ids {
        let restored = scene.call(&["restore", "out", &id[..8]]).with_status(0).stdout;
        assert_eq!(restored.as_bytes(), std::fs::read(scene.path("in").join(path)).unwrap());
    }
    scene.call(&["restore", "out", ""]).with_status(2).saying("no document");
}
