//! Checks and compiles every built-in rule, kind and schema, so that the program loads them without parsing. A wrong
//! file fails the build with its place.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources and says where the output goes")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use aiolint_engine::pack::{File, Sources};
use aiolint_engine::schema;

fn main() -> Result<(), String> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?).join("../../rules");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|error| error.to_string())?);
    println!("cargo::rerun-if-changed={}", root.display());
    let (mut sources, mut schemas) = (Sources::default(), Vec::new());
    collect(&root, &root, &mut sources, &mut schemas)?;
    schemas.sort();
    sources.kinds.sort();
    sources.rules.sort();
    let compiled = sources.compile().map_err(|errors| {
        errors.iter().fold(String::from("a built-in rule is wrong\n"), |mut all, error| {
            let _ =
                writeln!(all, "{error}{}", error.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default());
            all
        })
    });
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(errors) => {
            errors.lines().for_each(|line| println!("cargo::error={line}"));
            return Ok(());
        }
    };
    if let Err(error) = write_schemas(&out, &schemas) {
        println!("cargo::error={error}");
        return Ok(());
    }
    fs::write(out.join("pack.bin"), compiled.pack.to_bytes()?).map_err(|error| error.to_string())?;
    fs::write(out.join("texts.rs"), texts(&sources, &root)).map_err(|error| error.to_string())
}

/// Each schema in a file of its own, so that those that nobody asks for are never read.
fn write_schemas(out: &Path, files: &[File]) -> Result<(), String> {
    let mut code = String::from("pub(crate) const SCHEMAS: &[(&str, &[u8])] = &[\n");
    for (number, (path, text)) in files.iter().enumerate() {
        let schema = schema::compile(path, text).map_err(|error| format!("a built-in schema is wrong: {error}"))?;
        let name = format!("schema-{number}.bin");
        let _ = writeln!(
            code,
            "    ({:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\"))),",
            schema.resource_type
        );
        fs::write(out.join(name), schema.to_bytes()?).map_err(|error| error.to_string())?;
    }
    code.push_str("];\n");
    fs::write(out.join("schemas.rs"), code).map_err(|error| error.to_string())
}

fn collect(root: &Path, folder: &Path, sources: &mut Sources, schemas: &mut Vec<File>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            collect(root, &path, sources, schemas)?;
            continue;
        }
        let into = match path.extension().and_then(|extension| extension.to_str()) {
            Some("md") => &mut sources.rules,
            Some("yaml") if folder.ends_with("kinds") => &mut sources.kinds,
            Some("yaml") if folder.ends_with("schemas") => &mut *schemas,
            _ => continue,
        };
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        into.push(file(root, &path, text));
    }
    Ok(())
}

fn file(root: &Path, path: &Path, text: String) -> File {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    (format!("rules/{}", parts.join("/")), text)
}

/// The files themselves: `explain` shows a rule's text, `rules test` runs its examples, and users' rules are
/// compiled against the kinds.
fn texts(sources: &Sources, root: &Path) -> String {
    let mut code = String::new();
    for (name, files) in [("RULES", &sources.rules), ("KINDS", &sources.kinds)] {
        let _ = writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[");
        for (path, _) in files {
            let real = root.join(path.trim_start_matches("rules/"));
            let _ = writeln!(code, "    ({path:?}, include_str!({:?})),", real.display().to_string());
        }
        code.push_str("];\n");
    }
    code
}
