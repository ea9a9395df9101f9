//! Runs the program as users do: as a process, in a folder of its own outside of every project. Whatever is checked
//! is written as SARIF too, and that is held against its schema and the files.

#![allow(dead_code, reason = "each of the tests uses a part of it")]
#![expect(clippy::disallowed_methods, reason = "writes the files that the program is to check")]

pub(crate) mod sarif;

use std::fs;
use std::path::Path;
use std::time::Duration;

use snapbox::cmd::Command;
use tempfile::TempDir;

/// No file, however hostile, takes longer. Debug builds on busy machines are slow; a hang is slower.
const LIMIT: Duration = Duration::from_secs(60);

/// A folder with files to check, removed in the end.
pub(crate) struct Folder(TempDir);

/// What a run said.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; none if the program was stopped, by itself or because it took too long.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("there is a place for temporary folders"))
    }

    /// A folder with one file in it.
    pub(crate) fn with(path: &str, content: impl AsRef<[u8]>) -> Self {
        Self::new().and(path, content)
    }

    /// The folder with one more file in it.
    pub(crate) fn and(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let full = self.path().join(path);
        fs::create_dir_all(full.parent().expect("it is in the folder")).expect("the folder is ours");
        fs::write(full, content).expect("the folder is ours");
        self
    }

    /// What a file in it holds.
    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path().join(path)).expect("the file is there")
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the program in this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, Vec::new())
    }

    /// Runs the program in this folder, with this as its standard input.
    #[track_caller]
    pub(crate) fn run_with(&self, arguments: &[&str], stdin: Vec<u8>) -> Run {
        let beside = tempfile::tempdir().expect("there is a place for temporary folders");
        let log = beside.path().join("log.sarif");
        let mut arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        if arguments.first().is_some_and(|command| command == "check") {
            arguments.splice(1..1, ["--output".to_owned(), format!("sarif={}", log.display())]);
        }
        let command = Command::new(env!("CARGO_BIN_EXE_aiolint")).args(arguments).current_dir(self.path());
        let given = stdin.clone();
        let output = command.stdin(stdin).timeout(LIMIT).output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("all output is UTF-8");
        let run = Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        if let Ok(log) = fs::read_to_string(log) {
            sarif::read(&log, &|path| self.texts(path, &given));
        }
        run
    }

    /// The texts of the files in it whose path ends with this one, and of standard input, which has any name.
    pub(crate) fn texts(&self, path: &str, stdin: &[u8]) -> Vec<String> {
        let mut folders = vec![self.path().to_owned()];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            let file = folder.join(path);
            // A link may lead to what never ends.
            found.extend(file.is_file().then(|| fs::read(file).ok()).flatten());
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            folders.extend(entries.filter(|entry| entry.file_type().is_ok_and(|it| it.is_dir())).map(|it| it.path()));
        }
        found.extend((!stdin.is_empty()).then(|| stdin.to_vec()));
        found.into_iter().filter_map(|bytes| String::from_utf8(bytes).ok()).collect()
    }
}

impl Run {
    /// Ended with this code, and said nothing on standard error unless that is the code of a failure.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert_eq!(self.stderr.is_empty(), code != 2, "{self:#?}");
        self
    }

    /// Said this, on standard output or standard error.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.stdout.contains(words) || self.stderr.contains(words), "`{words}` is missing: {self:#?}");
        self
    }
}
