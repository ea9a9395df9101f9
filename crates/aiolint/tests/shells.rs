//! `aiolint completions` and `aiolint man`: something for each shell, a page for each command. What shells and readers
//! of pages make of them is tried by `cargo xtask distribution`.

mod support;

use support::Folder;

const COMMANDS: [&str; 11] =
    ["check", "fix", "explain", "rules", "inspect", "baseline", "graph", "config", "init", "completions", "man"];

#[test]
fn each_shell_gets_completions_for_each_command() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = folder.run(&["completions", shell]).code(0).stdout;
        let missing: Vec<_> = COMMANDS.iter().filter(|command| !script.contains(**command)).collect();
        assert!(missing.is_empty(), "{shell}: {missing:?}");
        assert!(script.contains("changed-lines"), "{shell}");
    }
    folder.run(&["completions", "tcsh"]).code(2).says("possible values: bash, elvish, fish, powershell, zsh");
}

#[test]
fn each_command_has_a_page() {
    let folder = Folder::new();
    folder.run(&["man", "share/man1"]).code(0);
    for command in COMMANDS {
        let page = String::from_utf8(folder.read(&format!("share/man1/aiolint-{command}.1"))).expect("it is UTF-8");
        assert!(page.contains(&format!(".TH aiolint-{command} 1 \"\" \"aiolint ")), "{page}");
    }
    let page = String::from_utf8(folder.read("share/man1/aiolint.1")).expect("it is UTF-8");
    assert!(page.contains("Exit codes"), "{page}");
    folder.read("share/man1/aiolint-rules-test.1");
}

#[test]
fn what_is_in_the_way_of_the_pages_is_said() {
    let folder = Folder::with("man1", "a file");
    folder.run(&["man", "man1"]).code(2);
}
