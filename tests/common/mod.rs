//! Drives the real binary on folders made for a test.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The folder of this package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder below the shared data, if it is there; says so when it is not.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(name);
    if !path.exists() {
        eprintln!("skipped: ../shared/{name} is not here");
        return None;
    }
    Some(path)
}

/// How often a test does what it does: `bounded` times as a rule, `full` times where `TAOJIN_TORTURE` is set.
pub fn rounds(bounded: usize, full: usize) -> usize {
    if std::env::var_os("TAOJIN_TORTURE").is_some() { full } else { bounded }
}

/// Whether calls of the system can be made to fail; says so when they cannot.
pub fn can_inject() -> bool {
    let probe = Command::new("strace").args(["-qq", "-e", "trace=none", "true"]).status();
    let can = probe.is_ok_and(|status| status.success());
    if !can {
        eprintln!("skipped: strace is not here, or may not trace");
    }
    can
}

/// Sends `signal` to a process.
pub fn kill(signal: &str, child: &Child) {
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
}

/// The binary under test, with nothing of this machine's settings.
pub fn taojin() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taojin"));
    command.env("NO_COLOR", "1");
    command
}

/// A scratch folder with inputs in `in/`; the dataset goes to `out/`.
pub struct Scene {
    folder: TempDir,
}

/// What a command printed and how it ended.
pub struct Ended {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Ended {
    /// Checks the exit status, showing what was said when it is another.
    #[track_caller]
    pub fn with_status(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// Checks that standard error says `words`.
    #[track_caller]
    pub fn saying(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "expected {words:?} in: {}", self.stderr);
        self
    }
}

impl Scene {
    /// An empty scene.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        Self { folder }
    }

    /// A scene with the project's own seeds as inputs.
    pub fn of_seeds() -> Self {
        let scene = Self::new();
        copy(&root().join("seeds"), &scene.path("in"));
        scene
    }

    /// A path in the scene.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Adds an input file.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path("in").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// A command of the binary in the scene's folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = taojin();
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// A command of the binary in the scene's folder in which calls of the system fail, as `strace` is to inject `faults`.
    pub fn command_with_faults(&self, faults: &[&str], arguments: &[&str]) -> Command {
        let mut command = Command::new("strace");
        command.current_dir(self.folder.path()).env("NO_COLOR", "1");
        command.args(["-f", "-qq", "-o", "/dev/null"]);
        command.args(faults.iter().flat_map(|fault| ["-e".to_owned(), format!("inject={fault}")]));
        command.arg(env!("CARGO_BIN_EXE_taojin")).args(arguments);
        command
    }

    /// Runs a command of the binary in the scene's folder.
    pub fn call(&self, arguments: &[&str]) -> Ended {
        self.command(arguments).output().unwrap().into()
    }

    /// `taojin run in -o out` with further arguments; must end well.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.call(&[&["run", "in", "-o", "out"], arguments].concat()).with_status(0)
    }

    /// What `explain --json` says of an input.
    #[track_caller]
    pub fn explain(&self, name: &str) -> Value {
        let ended = self.call(&["explain", "--json", &format!("in/{name}")]).with_status(0);
        serde_json::from_str(&ended.stdout).unwrap()
    }

    /// The inputs that are texts, with their content: not hidden, not left out, not made to be refused.
    pub fn texts(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.bytes("in");
        files.retain(|name, _| !name.starts_with('.') && !["README.md", "empty.txt", "picture.txt"].contains(&&**name));
        files
    }

    /// Every file of a folder with its content.
    pub fn bytes(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(folder), &self.path(folder), &mut files);
        files
    }
}

fn collect(base: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(base, &path, files);
        } else {
            let name = path.strip_prefix(base).unwrap().display().to_string();
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

/// Copies a folder, files in reverse order of their names.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let mut entries: Vec<PathBuf> = std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries.into_iter().rev() {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
