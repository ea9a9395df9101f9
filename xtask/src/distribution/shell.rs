//! Completions in a real bash, and man pages in a real groff.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::expect;
use super::place::Place;
use super::process::{run, succeed};
use crate::Outcome;
use crate::steps::before_path;

/// Prints what bash offers for the last of the words that it is given.
const COMPLETE: &str = r#"
source <(aiolint completions bash)
function="$(complete -p aiolint | sed 's/.*-F \([^ ]*\).*/\1/')"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
"$function" "$1" "${@: -1}" "${@: -2:1}"
echo "${COMPREPLY[@]}"
"#;

/// Words, and what the last of them may become.
const COMPLETIONS: [(&[&str], &str); 4] = [
    (&["aiolint", "bas"], "baseline\n"),
    (&["aiolint", "baseline", "w"], "write\n"),
    (&["aiolint", "check", "--format", "sa"], "sarif\n"),
    (&["aiolint", "check", "--changed"], "--changed-lines\n"),
];

pub(super) fn check(place: &Place, program: &Path) -> Outcome {
    let path = before_path(program.parent().unwrap_or(program));
    for (words, offered) in COMPLETIONS {
        let mut bash = Command::new("bash");
        let said = succeed(bash.args(["--norc", "-euc", COMPLETE, "bash"]).args(words).env("PATH", &path))?;
        if said != offered {
            return Err(format!("bash completes `{}` to `{said}`, not to `{offered}`", words.join(" ")));
        }
    }
    let folder = place.fresh("man")?;
    succeed(Command::new(program).arg("man").arg(&folder))?;
    let entries = fs::read_dir(&folder).map_err(|error| format!("can't read {}: {error}", folder.display()))?;
    let mut pages = String::new();
    for entry in entries.filter_map(Result::ok) {
        let page = entry.path();
        let said = run(Command::new("groff").args(["-man", "-ww", "-Tutf8"]).arg(&page))
            .map_err(|error| format!("{error}; Debian has it in the package `groff-base`"))?;
        if said.code != Some(0) || !said.stderr.is_empty() {
            return Err(format!("groff does not like {}:\n{}", page.display(), said.stderr));
        }
        pages += &entry.file_name().to_string_lossy();
    }
    expect(&pages, &["aiolint.1", "aiolint-check.1", "aiolint-rules-test.1"])
}
