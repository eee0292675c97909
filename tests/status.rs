//! How commands end: what the exit status means, and what reaches a terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::fs::{self, File};
use std::io::Read;
use std::process::{Command, Stdio};

use common::{Ended, Scene, root};

/// A scene with a dataset, a page, a table of texts and a large text.
fn scene() -> Scene {
    let large = "河边的磨坊换了三个主人，水车还是那一架。\n\n".repeat(20_000);
    let scene = Scene::new().file("large.txt", large).file("page.html", "<title>t</title><p>河边的磨坊。</p>");
    fs::write(scene.path("rows.jsonl"), "{\"id\": 1, \"text\": \"水车还是那一架。\"}\n".repeat(3)).unwrap();
    fs::write(scene.path("lines.jsonl"), "\"水车 还是 那 一 架 。\"\n".repeat(20_000)).unwrap();
    scene.run(&["-q"]);
    scene
}

/// Every command, as it works.
const WORKING: [&[&str]; 14] = [
    &["run", "in", "-o", "again"],
    &["explain", "in/page.html"],
    &["extract", "in/page.html"],
    &["detect", "in/page.html"],
    &["dedup", "rows.jsonl", "-o", "kept"],
    &["verify", "out"],
    &["restore", "out", "page.html"],
    &["diff", "out", "out"],
    &["schema"],
    &["rules"],
    &["rules", "test"],
    &["init", "-"],
    &["completions", "bash"],
    &["stage", "mend"],
];

fn call(scene: &Scene, arguments: &[&str]) -> Ended {
    let lines = File::open(scene.path("lines.jsonl")).unwrap();
    scene.command(arguments).stdin(lines).output().unwrap().into()
}

#[test]
fn nought_is_for_what_is_clean() {
    let scene = scene();
    for arguments in WORKING {
        call(&scene, arguments).with_status(0);
    }
}

#[test]
fn two_is_for_what_could_not_run() {
    let scene = scene();
    // A file that is not there, a folder that is no dataset.
    for arguments in [
        &["run", "gone", "-o", "again"][..],
        &["explain", "gone"],
        &["extract", "gone"],
        &["dedup", "gone", "-o", "kept"],
        &["verify", "gone"],
        &["verify", "in"],
        &["restore", "in", "page.html"],
        &["diff", "out", "in"],
        &["rules", "--rules", "gone"],
        &["stage", "html", "--root", "gone"],
        &["run", "in", "-o", "again", "--token-dictionary", "words.txt"],
        &["restore", "out", "nobody"],
    ] {
        call(&scene, arguments).with_status(2).saying("error: ");
    }
    // Settings that cannot be used, also where a command has no use for them.
    for arguments in WORKING {
        for bad in [&["--set", "strip.confidence=80"], &["--config", "gone.toml"]] {
            call(&scene, &[arguments, &bad[..]].concat()).with_status(2).saying(bad[1]);
        }
        call(&scene, &[arguments, &["--threads", "0"]].concat()).with_status(2).saying("1..=1024");
        call(&scene, &[arguments, &["--set"]].concat()).with_status(2).saying("SECTION.KEY=VALUE");
    }
    assert!(!scene.path("again").exists(), "a run began with settings that cannot be used");
}

#[test]
fn what_a_newcomer_types_is_answered_with_what_to_type() {
    let scene = scene();
    call(&scene, &["in"]).with_status(2).saying("`taojin run in -o OUT`");
    call(&scene, &["verfy", "out"]).with_status(2).saying("verify");
    call(&scene, &["run", "in"]).with_status(2).saying("--output <DIR>");
    call(&scene, &["run", "in", "-o", "x", "--set", "dedup.near"]).with_status(2).saying("--set SECTION.KEY=VALUE");
    call(&scene, &["run", "in", "-o", "x", "--encoding", "bog5"]).with_status(2).saying("--encoding: ");
    let unused = ["run", "in", "-o", "x", "--token-dictionary", "words.txt"];
    call(&scene, &unused).with_status(2).saying("leave `--token-dictionary` out");
    let missing = call(&scene, &["verify", "out", "--config", "gone.toml"]).with_status(2);
    assert_eq!(missing.stderr.matches("No such file").count(), 1, "{}", missing.stderr);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let scene = scene();
    for arguments in [
        &["explain", "in/large.txt"][..],
        &["explain", "--json", "in/large.txt"],
        &["extract", "in/large.txt"],
        &["extract", "--format", "json", "in/large.txt"],
        &["restore", "out", "large.txt"],
        &["stage", "mend"],
        &["rules", "--markdown"],
        &["schema"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let lines = File::open(scene.path("lines.jsonl")).unwrap();
        let mut command = scene.command(arguments);
        let mut child = command.stdin(lines).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // One byte is read, if there is time for it, and nothing after it.
        let _ = child.stdout.take().unwrap().read(&mut [0]);
        let ended: Ended = child.wait_with_output().unwrap().into();
        assert_eq!((ended.status, ended.stderr.as_str()), (0, ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_an_error() {
    let scene = scene();
    for arguments in WORKING.iter().filter(|arguments| arguments[0] != "run").chain(&[&["--help"][..], &["--version"]])
    {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let lines = File::open(scene.path("lines.jsonl")).unwrap();
        let ended: Ended = scene.command(arguments).stdin(lines).stdout(full).output().unwrap().into();
        ended.with_status(2).saying("No space left");
    }
}

#[test]
fn escapes_reach_programs_but_no_reader() {
    let text = "河边的磨坊\u{1b}]0;renamed\u{7}换了\u{1b}[31m主人，\u{9b}2J水车还是\u{202e}那一架。\n";
    let scene = Scene::new().file("a.txt", text);
    let harmless = |shown: &str| {
        let found =
            ["\u{1b}]", "\u{1b}[31m主", "\u{7}", "\u{9b}", "\u{202e}"].iter().find(|escape| shown.contains(*escape));
        assert_eq!(found, None, "{shown:?}");
    };
    let page = scene.call(&["explain", "--all", "in/a.txt"]).with_status(0).stdout;
    harmless(&page);
    assert!(page.contains("<U+001B>]0;renamed<U+0007>"), "{page}");
    for arguments in [&["explain", "a\u{1b}]0;x\u{7}"][..], &["run", "\u{9b}2J\u{202e}", "-o", "out"]] {
        let said = scene.call(arguments).with_status(2).stderr;
        harmless(&said);
        assert!(said.contains("<U+"), "{said:?}");
    }
    scene.run(&["-q"]);
    assert_eq!(scene.call(&["restore", "out", "a.txt"]).with_status(0).stdout, text);
    // `script` gives a terminal to a command.
    let program = format!("'{}' restore out a.txt", env!("CARGO_BIN_EXE_taojin"));
    let shown = Command::new("script").args(["-qec", &program, "/dev/null"]).current_dir(scene.path("")).output();
    match shown {
        Ok(shown) => {
            let shown = String::from_utf8_lossy(&shown.stdout);
            harmless(&shown);
            assert!(shown.contains("<U+009B>2J"), "{shown:?}");
        }
        Err(_) => eprintln!("skipped: no program `script` to make a terminal"),
    }
}

#[cfg(unix)]
#[test]
fn sources_and_pages_do_not_leave_their_folder() {
    let scene = Scene::new().file("a.txt", "河边的磨坊换了三个主人，水车还是那一架。\n");
    scene.run(&["-q", "--ledger", "none"]);
    let restore = ["restore", "out", "a.txt", "--sources", "moved"];
    fs::create_dir(scene.path("moved")).unwrap();
    scene.call(&restore).with_status(2).saying("moved/a.txt: ");
    std::os::unix::fs::symlink(scene.path("in/a.txt"), scene.path("moved/a.txt")).unwrap();
    scene.call(&restore).with_status(2).saying("leads out of the folder moved");
    scene.call(&["restore", "out", "a.txt", "--sources", "in"]).with_status(0);

    fs::write(scene.path("page.html"), "<p>x</p>").unwrap();
    let outside = scene.path("page.html").display().to_string();
    for page in ["../page.html", outside.as_str()] {
        fs::write(scene.path("pages.jsonl"), serde_json::json!({"id": 1, "html": page}).to_string()).unwrap();
        let pages = File::open(scene.path("pages.jsonl")).unwrap();
        let mut stage = scene.command(&["stage", "html", "--root", "in"]);
        Ended::from(stage.stdin(pages).output().unwrap()).with_status(2).saying("leads out of the folder in");
    }
}

#[test]
fn a_limit_of_the_size_of_files_is_kept() {
    let mut seed = 7_u32;
    let mut han = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4E00 + (seed >> 12) % 0x3000).unwrap()
    };
    let mut scene = Scene::new();
    for name in 0..30 {
        let text: String =
            (0..200).map(|_| (0..50).map(|_| han()).chain("。\n\n".chars()).collect::<String>()).collect();
        scene = scene.file(&format!("{name}.txt"), text);
    }
    scene.run(&["-q", "--set", "write.shard_bytes=200000"]);
    for (name, bytes) in scene.bytes("out").iter().filter(|(name, _)| name.ends_with(".parquet")) {
        assert!(bytes.len() <= 200_000, "{name} has {} bytes", bytes.len());
    }
    assert!(fs::read_dir(scene.path("out/data")).unwrap().count() > 2);
    scene.call(&["verify", "out"]).with_status(0);
}

#[test]
fn the_readme_says_what_is_so() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let help = Scene::new().call(&["--help"]).with_status(0).stdout;
    let ends = "Exit status: 0 all clean, 1 done but problems found, 2 could not run.";
    assert!(readme.contains(ends) && help.contains(ends), "{help}");
    let cargo = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let rust = cargo.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"');
    assert!(readme.contains(&format!("They need Rust {rust}, a C compiler")), "needs Rust {rust}");
}

#[cfg(unix)]
#[test]
fn the_commands_of_the_readme_run() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let scene = Scene::new();
    fs::create_dir(scene.path("texts")).unwrap();
    for file in ["texts/page.html", "old.txt"] {
        fs::write(scene.path(file), "<title>t</title><p>河边的磨坊换了三个主人，水车还是那一架。</p>").unwrap();
    }
    fs::write(scene.path("lines.jsonl"), "\"水车 还是 那 一 架 。\"\n").unwrap();
    fs::write(scene.path("corpus.jsonl"), "{\"id\": 1, \"text\": \"水车还是那一架。\"}\n").unwrap();
    for out in ["before", "after"] {
        scene.call(&["run", "texts", "-o", out]).with_status(0);
    }
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_taojin")).parent().unwrap().display().to_string();
    let path = format!("{binary}:{}", std::env::var("PATH").unwrap());
    let blocks = readme.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let lines: Vec<&str> = blocks.flat_map(str::lines).filter(|line| line.starts_with("taojin ")).collect();
    assert!(lines.len() >= 10, "{lines:?}");
    for line in lines {
        let line = line.replace(" ID ", " page.html ");
        let ended = Command::new("sh").args(["-ec", &line]).env("PATH", &path).current_dir(scene.path("")).output();
        Ended::from(ended.unwrap()).with_status(0);
    }
}

/// The commands that a page shows: in backticks, in blocks of code, and as steps of a workflow.
fn commands(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in page.lines() {
        fenced ^= line.starts_with("```");
        let step = line.trim_start().strip_prefix("- run: ");
        let code = step.or_else(|| (fenced || line.starts_with("    ")).then(|| line.trim_start()));
        let ticks = line.split('`').skip(1).step_by(2);
        found.extend(ticks.chain(code).filter_map(|command| command.strip_prefix("taojin ")));
    }
    found
}

#[test]
fn the_documents_name_commands_and_options_that_there_are() {
    let scene = Scene::new();
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> =
        docs.filter(|page| page.extension().is_some_and(|kind| kind == "md" || kind == "yml")).collect();
    pages.extend(["README.md", "DESIGN.md", "CONTRIBUTING.md", "rules/README.md"].map(|page| root().join(page)));
    let mut seen = 0;
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for command in commands(&text) {
            let words: Vec<&str> =
                command.split_whitespace().take_while(|word| !["#", "|", "&&"].contains(word)).collect();
            // `taojin --set …`: options of all commands, in `--help` itself.
            if words.first().is_none_or(|word| !word.chars().all(|c| c.is_ascii_lowercase())) {
                continue;
            }
            let sub =
                words.get(1).copied().filter(|word| words[0] == "rules" && ["test", "try", "count"].contains(word));
            let call: Vec<&str> = words.iter().take(1).copied().chain(sub).chain(["--help"]).collect();
            let help = scene.call(&call).with_status(0).stdout;
            for option in words.iter().filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().unwrap();
                assert!(help.contains(option), "{}: `taojin {command}`: no {option}", page.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen} commands");
}
