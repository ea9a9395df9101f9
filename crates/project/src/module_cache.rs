//! Modules of registries, from the cache that the Bicep CLI keeps of them. Nothing of it is read unless the
//! configuration says where it is, and a template names such a module.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aiolint_bicep::{Address, Remote, Version, folder_of};
use aiolint_core::{LoadError, Reason, archived, is_archived, join};
use jsonc_parser::{JsonValue, ParseOptions, parse_to_value};

use crate::archive::{Link, MOST_UNPACKED, unpack};
use crate::{Disk, decode};

/// All modules of a run have no more bytes than this, unpacked.
const MOST_OF_ALL: u64 = 512 << 20;

/// The source of a module, in its folder.
const SOURCE: &str = "source.tgz";

/// What the compiler makes of a module, in its folder.
const COMPILED: &str = "main.json";

/// The file that says what aliases stand for.
pub(crate) const ALIASES: &str = "bicepconfig.json";

/// The cache, with what was found in it.
pub(crate) struct ModuleCache {
    disk: Disk,
    /// What each module begins with.
    known: HashMap<Address, Begins>,
    /// What aliases stand for, by the folders of the files that use them.
    aliases: HashMap<String, Result<Aliases, Reason>>,
    /// So many bytes may still be unpacked.
    left: u64,
}

/// The path of the file that a module begins with, or why that is not known.
type Begins = Result<Arc<str>, Reason>;

/// What aliases stand for: a registry, perhaps with the first names of a repository.
type Aliases = BTreeMap<String, String>;

/// What a module brings.
#[derive(Default)]
pub(crate) struct Module {
    /// Its templates.
    pub templates: Vec<Unpacked>,
    /// The folder of a template, a path that is written there and leads out of the folder that was published, and the
    /// path of the file that it leads to.
    pub links: Vec<(String, String, Arc<str>)>,
}

/// A template of a module.
pub(crate) struct Unpacked {
    /// Its path: no file has it.
    pub path: String,
    /// Its path as the user should read it.
    pub shown: String,
    /// Its text.
    pub text: Arc<str>,
}

/// The folder where the Bicep CLI keeps its cache, unless it is told otherwise.
pub(crate) fn usual_folder() -> Option<PathBuf> {
    Some(std::env::home_dir()?.join(".bicep"))
}

impl ModuleCache {
    /// The cache in this folder.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { disk: Disk::new(folder), known: HashMap::new(), aliases: HashMap::new(), left: MOST_OF_ALL }
    }

    /// What the module begins with that a file in this folder of the project calls `written`. What it brings is given
    /// when it is found for the first time.
    pub(crate) fn find(&mut self, project: &Disk, folder: &str, written: &str) -> (Begins, Module) {
        let address = match self.address(project, folder, written) {
            Ok(address) => address,
            Err(reason) => return (Err(reason), Module::default()),
        };
        if let Some(known) = self.known.get(&address) {
            return (known.clone(), Module::default());
        }
        let (begins, module) = match self.unpack(&address) {
            Ok((begins, module)) => (Ok(begins), module),
            Err(words) => (Err(Reason::new(words)), Module::default()),
        };
        self.known.insert(address, begins.clone());
        (begins, module)
    }

    fn address(&mut self, project: &Disk, folder: &str, written: &str) -> Result<Address, Reason> {
        let wrong = || Reason::new(format!("`{written}` is no address of a module"));
        let full = match Remote::of(written).ok_or_else(wrong)? {
            Remote::Registry(address) => address.to_owned(),
            Remote::Alias(alias, rest) => format!("{}/{rest}", self.alias(project, folder, alias)?),
            Remote::Other => return Err(wrong()),
        };
        Address::read(&full).ok_or_else(wrong)
    }

    /// What an alias stands for in a folder of the project.
    fn alias(&mut self, project: &Disk, folder: &str, alias: &str) -> Result<String, Reason> {
        if !self.aliases.contains_key(folder) {
            self.aliases.insert(folder.to_owned(), aliases(project, folder));
        }
        let known = self.aliases[folder].as_ref().map_err(Reason::clone)?;
        // Whatever published a module knew its aliases: they are not in the archive.
        let known = known.get(alias).cloned();
        known.ok_or_else(|| Reason::new(format!("no `{ALIASES}` says what the alias `{alias}` stands for")))
    }

    /// Unpacks a module's source.
    fn unpack(&mut self, address: &Address) -> Result<(Arc<str>, Module), String> {
        let folder = place_of(address);
        let unreadable = |why: &str| format!("the source of `br:{address}` in the module cache can't be read: {why}");
        let packed = match self.disk.named_bytes(&format!("{folder}/{SOURCE}")) {
            Ok(packed) => packed,
            Err(LoadError::Missing) => return Err(self.without_source(address, &folder)),
            Err(LoadError::OutsideRoot) => return Err(unreadable("a link leads out of the cache")),
            Err(LoadError::TooLarge(size)) => return Err(unreadable(&format!("it has {size} bytes"))),
            Err(error) => return Err(unreadable(&error.to_string())),
        };
        if self.left == 0 {
            return Err(unreadable("the modules are too large together"));
        }
        let (size, unpacked) = unpack(&packed, self.left.min(MOST_UNPACKED));
        self.left = self.left.saturating_sub(size);
        let unpacked = unpacked.map_err(|why| unreadable(&why))?;
        let path = |name: &str| archived(&address.to_string(), name);
        let template = |(name, text): (String, Arc<str>)| Unpacked {
            path: path(&name),
            shown: format!("br:{address}/{name}"),
            text,
        };
        let out = unpacked.links.iter().filter(|link| join(&path(&link.from), &link.written).is_none());
        let link = |link: &Link| (folder_of(&path(&link.from)).to_owned(), link.written.clone(), path(&link.to).into());
        let links = out.map(link).collect();
        let templates = unpacked.templates.into_iter().map(template).collect();
        Ok((path(&unpacked.begins).into(), Module { templates, links }))
    }

    /// Why there is no source.
    fn without_source(&self, address: &Address, folder: &str) -> String {
        match self.disk.names(folder) {
            Ok(names) if names.iter().any(|name| name == COMPILED) => {
                format!("the module cache has `br:{address}` without its source, only as `{COMPILED}`")
            }
            _ => format!("`br:{address}` is not in the module cache; `bicep restore` puts it there"),
        }
    }
}

/// The folder of a module in the cache. Not even a hostile address leads elsewhere: it is made of names.
fn place_of(address: &Address) -> String {
    let version = match &address.version {
        Version::Tag(tag) => encoded(tag),
        Version::Digest(digest) => digest.replace(':', "#"),
    };
    format!("br/{}/{}/{version}", address.registry.replace(':', "$"), address.repository.replace('/', "$"))
}

/// A tag as the name of a folder where small and large letters are the same: with a number that says which are large.
fn encoded(tag: &str) -> String {
    let large = tag.bytes().enumerate().filter(|(_, letter)| letter.is_ascii_uppercase());
    match large.fold(0u128, |mask, (place, _)| mask | 1 << place) {
        0 => format!("{tag}$"),
        mask => format!("{tag}${mask:x}"),
    }
}

/// What aliases stand for in a folder: the nearest configuration of Bicep says it, beside what is always so.
fn aliases(project: &Disk, folder: &str) -> Result<Aliases, Reason> {
    let mut aliases = Aliases::from([("public".to_owned(), "mcr.microsoft.com/bicep".to_owned())]);
    if is_archived(folder) {
        return Ok(aliases);
    }
    for folder in Path::new(folder).ancestors() {
        let path = folder.join(ALIASES);
        let path = path.to_string_lossy();
        let said = match project.named_bytes(&path).and_then(decode) {
            Err(LoadError::Missing) => continue,
            Err(error) => Err(error.to_string()),
            Ok(text) => said_aliases(&text),
        };
        aliases.extend(said.map_err(|why| Reason::new(format!("`{path}` can't be read: {why}")))?);
        break;
    }
    Ok(aliases)
}

/// The aliases that a configuration of Bicep says.
fn said_aliases(text: &str) -> Result<Aliases, String> {
    let parsed = parse_to_value(text, &ParseOptions::default()).map_err(|error| error.kind().to_string())?;
    let Some(JsonValue::Object(mut all)) = parsed else { return Err("it is no JSON object".into()) };
    let said = all.take_object("moduleAliases").and_then(|mut aliases| aliases.take_object("br"));
    let one = |(alias, value): (Cow<'_, str>, JsonValue<'_>)| {
        let JsonValue::Object(value) = value else { return None };
        let registry = value.get_string("registry")?;
        let path = value.get_string("modulePath").map(|path| format!("/{path}")).unwrap_or_default();
        Some((alias.into_owned(), format!("{registry}{path}")))
    };
    Ok(said.into_iter().flatten().filter_map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_those_of_the_bicep_cli() {
        let folder = |text: &str| place_of(&Address::read(text).unwrap());
        assert_eq!(folder("MCR.microsoft.com/bicep/avm/x:1.2.3"), "br/mcr.microsoft.com/bicep$avm$x/1.2.3$");
        assert_eq!(folder("localhost:5000/a:v1"), "br/localhost$5000/a/v1$");
        let digest = "0".repeat(64);
        assert_eq!(folder(&format!("x.io/a@sha256:{digest}")), format!("br/x.io/a/sha256#{digest}"));
    }

    #[test]
    fn the_case_of_a_tag_is_a_number() {
        let all = |letter: &str| letter.repeat(128);
        for (tag, number) in [
            ("", ""),
            ("v1", ""),
            ("V1", "1"),
            ("aBc", "2"),
            ("ABC", "7"),
            (&all("a"), ""),
            (&all("A"), "ffffffffffffffffffffffffffffffff"),
            (&format!("{}A", "a".repeat(64)), "10000000000000000"),
        ] {
            assert_eq!(encoded(tag), format!("{tag}${number}"));
        }
    }

    #[test]
    fn a_configuration_of_bicep_says_aliases() {
        let text = "{ // ours\n \"moduleAliases\": { \"br\": { \"a\": { \"registry\": \"x.io\", \"modulePath\": \"m/n\" }, \
                    \"b\": { \"registry\": \"y.io\" }, \"c\": {}, }, \"ts\": {} } }";
        let said = said_aliases(text).unwrap();
        assert_eq!(
            said.into_iter().collect::<Vec<_>>(),
            [("a".into(), "x.io/m/n".into()), ("b".into(), "y.io".into())]
        );
        assert!(said_aliases("[").is_err() && said_aliases("[]").is_err());
    }
}
