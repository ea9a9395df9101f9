//! What docs/configuration.md shows is what happens: its files are written and its commands run, in its order, in
//! the demo project.

use super::Folder;

const TEXT: &str = include_str!("../../../../docs/configuration.md");

/// A block of the text: its language, and its lines.
fn blocks() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for line in TEXT.lines() {
        match (line.strip_prefix("```"), inside) {
            (Some(language), false) => blocks.push((language, Vec::new())),
            (None, true) => blocks.last_mut().expect("a block").1.push(line),
            _ => {}
        }
        inside ^= line.starts_with("```");
    }
    blocks
}

fn demo() -> Folder {
    macro_rules! files {
        ($($path:literal),*) => { [$(($path, include_str!(concat!("../../../../fixtures/projects/plant/", $path)))),*] };
    }
    let files = files!(
        "broker/listener.yaml",
        "cloud/analysis.bicep",
        "cloud/eventgrid.bicep",
        "dataflows/endpoints.yaml",
        "dataflows/flows.yaml",
        "dataflows/profiles.yaml",
        "dataflows/secrets.yaml"
    );
    let folder = Folder::new().and(".git/HEAD", "");
    files.into_iter().fold(folder, |folder, (path, text)| folder.and(path, text))
}

/// The lines with the folder's name as the text has it, and one space before comments: how wide they are is no matter.
fn lines(text: &str, folder: &Folder) -> Vec<String> {
    let root = folder.path().display().to_string();
    let comment = |line: &str| match line.split_once(" # ") {
        Some((value, comment)) => format!("{} # {comment}", value.trim_end()),
        None => line.to_owned(),
    };
    text.lines().map(|line| comment(&line.replace(&root, "/plant"))).collect()
}

#[test]
fn the_documentation_shows_what_happens() {
    let mut folder = demo();
    let (mut files, mut commands) = (0, 0);
    for (language, block) in blocks() {
        if language == "yaml" {
            let path = block[0].strip_prefix("# ").expect("a file's first line is its name");
            folder = folder.and(path, block.join("\n"));
            files += 1;
            continue;
        }
        assert_eq!(language, "console");
        // The files are right, all of those that the last commands are about.
        let run = folder.run(&["config", "show"]);
        assert_eq!(run.code, Some(0), "{run:#?}");
        for part in block.join("\n").split("$ ").skip(1) {
            let (command, expected) = part.split_once('\n').expect("what it prints");
            let arguments: Vec<&str> = command.split(' ').skip(1).collect();
            let run = folder.run(&arguments);
            assert_eq!(lines(&run.stdout, &folder), lines(expected, &folder), "{command}");
            commands += 1;
        }
    }
    assert_eq!((files, commands), (4, 4), "nothing of the text is passed over");
}

#[test]
fn every_key_is_documented() {
    let schema = include_str!("../../../../docs/aiolint.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("it is JSON");
    let keys: Vec<&String> = schema["properties"].as_object().expect("keys").keys().collect();
    assert!(keys.len() > 15, "{keys:?}");
    for key in keys {
        let row = |line: &str| {
            line.starts_with("| ") && line.split(" | ").next().is_some_and(|it| it.contains(&format!("`{key}`")))
        };
        assert!(TEXT.lines().any(row), "{key}");
    }
}
