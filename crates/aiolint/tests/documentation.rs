//! The commands in the documentation: each page is run in a folder with the files that it shows.

#[cfg(unix)]
#[path = "documentation/pipelines.rs"]
mod pipelines;
mod support;

use support::Folder;

/// A block of code: what stands behind the backticks, and its text.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut open = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(info) if !open => blocks.push((info, String::new())),
            None if open => blocks.last_mut().into_iter().for_each(|(_, text)| *text += &format!("{line}\n")),
            _ => {}
        }
        open ^= line.starts_with("```");
    }
    blocks
}

/// Runs the commands of a page; gives how many there were.
fn run(page: &str) -> usize {
    let mut folder = Folder::new();
    let mut count = 0;
    for (info, text) in blocks(page) {
        if let Some((_, file)) = info.split_once(" file=") {
            folder = folder.and(file, &text);
        }
        for command in text.split("$ ").skip(1).filter(|_| info == "console") {
            let (line, expected) = command.split_once('\n').expect("a command is a line");
            // Other programs are run by tests of their own.
            let Some(arguments) = line.strip_prefix("aiolint ") else { continue };
            let (code, expected) = match expected.strip_prefix("? ").and_then(|rest| rest.split_once('\n')) {
                Some((code, expected)) => (code.parse().expect("a code is a number"), expected),
                None => (0, expected),
            };
            let run = folder.run(&arguments.split(' ').collect::<Vec<_>>()).code(code);
            // What depends on where the folder is.
            let stdout = run.stdout.replace(&folder.path().display().to_string(), "/plant");
            assert_eq!(stdout, expected, "$ {line}");
            count += 1;
        }
    }
    count
}

#[test]
fn the_commands_about_suppressions_do_what_the_page_says() {
    assert_eq!(run(include_str!("../../../docs/suppressions.md")), 5);
}

#[test]
fn getting_started_is_how_it_goes() {
    assert_eq!(run(include_str!("../../../docs/getting-started.md")), 6);
}
