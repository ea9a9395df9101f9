//! A soak: files and documents change at random, in all ways that a user has, for as long as is wanted. Nothing panics,
//! what is told stays what a new run of the command line finds, and the memory does not grow.
//!
//! In the usual tests it is a thousand steps of one seed. `cargo xtask soak` runs it for half an hour.
//!
//! "No growth of memory beyond 10 % after the first five minutes" is read so: the resident memory is measured all the time,
//! and the highest value after the first sixth of the run is at most 10 % above the highest one within it. The test keeps
//! the number of files, their names and their sizes within bounds, so that growth means a leak. A run of less than
//! [`STEADY`] minutes has not seen most mixtures of files in its first sixth; there memory is shown and not checked.

mod files;
mod memory;
mod requests;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;
use crate::document::Units;
use crate::random::{Random, edit};
use crate::texts::ENDPOINTS;
use files::{CONFIGURATIONS, FOLDERS, KEPT, bytes, collect, depth, path, text};
use memory::Memory;

/// How many minutes it takes; without it, [`SHORT`] is done.
const MINUTES: &str = "AIOLINT_SOAK_MINUTES";
/// The seed of the numbers, to see the same again.
const SEED: &str = "AIOLINT_SOAK_SEED";
/// The steps of a short run.
const SHORT: usize = 1_200;
/// So many minutes are enough to judge memory.
const STEADY: f64 = 12.0;
/// Every so many steps the server is waited for.
const SETTLED: usize = 10;
/// Every so many steps all is compared with a new run.
const COMPARED: usize = 100;
/// There are no more files than this, and no more open documents.
const MOST_FILES: usize = 60;
const MOST_DOCUMENTS: usize = 12;
/// A longer document is written anew, in bytes.
const LONGEST: usize = 8_000;

/// Where a folder is while it changes its place with another.
const BETWEEN: &str = "between";

/// Does something, if there is something to do it with; says with what.
type Step = fn(&mut Soak) -> Option<String>;

/// What is done, and how often among the others.
const STEPS: &[(usize, &str, Step)] = &[
    (40, "edits", Soak::edit),
    (4, "rewritten documents", Soak::rewrite),
    (5, "opened documents", Soak::open),
    (4, "closed documents", Soak::close),
    (4, "saved documents", Soak::save),
    (8, "created files", Soak::create),
    (5, "changed files", Soak::change),
    (3, "deleted files", Soak::delete),
    (4, "renamed files", Soak::rename),
    (8, "renamed folders", Soak::rename_folder),
    (1, "exchanged folders", Soak::exchange_folders),
    (2, "deleted folders", Soak::delete_folder),
    (1, "ignore files", Soak::ignore),
    (2, "configurations", Soak::configure),
    (14, "requests", Soak::ask),
    (2, "cancelled requests", Soak::cancel),
];

struct Soak {
    client: Client,
    random: Random,
    /// What became of files that the server was not told yet.
    untold: Vec<(String, i64)>,
    /// The steps since the last comparison.
    steps: Steps,
    done: BTreeMap<&'static str, usize>,
    comparisons: usize,
    memory: Memory,
}

impl Soak {
    fn start(seed: u64) -> Self {
        let client = Client::start(&[(KEPT, ENDPOINTS)], Units::Utf16);
        let random = Random::new(seed);
        let (untold, steps, done) = (Vec::new(), Steps(Vec::new()), BTreeMap::new());
        Self { client, random, untold, steps, done, comparisons: 0, memory: Memory::default() }
    }

    /// Steps until enough was done; gets how many were.
    fn run(&mut self, progress: impl Fn(usize) -> f64) {
        let mut number = 0;
        while progress(number) < 1.0 {
            number += 1;
            self.step();
            if number % SETTLED == 0 {
                self.settle();
                self.memory.sample(&self.client, progress(number) <= 1.0 / 6.0);
            }
            if number % COMPARED == 0 {
                self.compare(number);
            }
        }
        self.compare(number);
    }

    fn step(&mut self) {
        let all: usize = STEPS.iter().map(|(times, ..)| times).sum();
        let mut at = self.random.below(all);
        for (times, what, step) in STEPS {
            if at < *times {
                if let Some(of) = step(self) {
                    self.steps.0.push(format!("{what}: {of}"));
                    *self.done.entry(what).or_default() += 1;
                }
                break;
            }
            at -= times;
        }
        // Those who watch files collect what they see for some time.
        if !self.random.one_in(3) {
            self.tell();
        }
    }

    fn tell(&mut self) {
        if !self.untold.is_empty() {
            self.client.tell_files(&std::mem::take(&mut self.untold));
        }
    }

    fn settle(&mut self) {
        self.tell();
        self.client.settle();
        assert_eq!(self.client.errors(), "");
        assert_eq!(self.client.unread, [Value::Null; 0]);
    }

    fn compare(&mut self, number: usize) {
        self.settle();
        self.client.compare(&format!("after {number} steps"));
        self.steps.0.clear();
        self.comparisons += 1;
    }

    /// The paths of all files and folders, in order.
    fn all(&self) -> (Vec<String>, Vec<String>) {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        collect(&self.client.folder, "", &mut files, &mut folders);
        (files, folders)
    }

    fn any_file(&mut self) -> Option<String> {
        let (mut files, _) = self.all();
        files.retain(|path| path != KEPT);
        (!files.is_empty()).then(|| self.random.pick(&files).clone())
    }

    fn any_folder(&mut self) -> Option<String> {
        let (_, folders) = self.all();
        (!folders.is_empty()).then(|| self.random.pick(&folders).clone())
    }

    fn any_document(&mut self) -> Option<String> {
        let open: Vec<_> = self.client.documents.keys().cloned().collect();
        (!open.is_empty()).then(|| self.random.pick(&open).clone())
    }

    fn exists(&self, path: &str) -> bool {
        self.client.folder.join(path).exists()
    }

    fn put(&mut self, path: &str, bytes: &[u8]) {
        let full = self.client.folder.join(path);
        let kind = if full.exists() { 2 } else { 1 };
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
        self.untold.push((path.to_owned(), kind));
    }

    fn edit(&mut self) -> Option<String> {
        let path = self.any_document()?;
        if self.client.documents[&path].text.len() > LONGEST {
            let text = text(&mut self.random, &path);
            self.client.rewrite(&path, &text);
        } else {
            edit(&mut self.client, &mut self.random, &path);
        }
        Some(path)
    }

    fn rewrite(&mut self) -> Option<String> {
        let path = self.any_document()?;
        let text = text(&mut self.random, &path);
        self.client.rewrite(&path, &text);
        Some(path)
    }

    /// Opens a file, or now and then a document that is not on the disk.
    fn open(&mut self) -> Option<String> {
        let path = if self.random.one_in(6) { path(&mut self.random) } else { self.any_file()? };
        if self.client.documents.contains_key(&path) || self.client.documents.len() == MOST_DOCUMENTS {
            return None;
        }
        let text = match fs::read(self.client.folder.join(&path)) {
            Ok(bytes) => String::from_utf8(bytes).ok()?,
            Err(_) => text(&mut self.random, &path),
        };
        self.client.open_with(&path, &text);
        Some(path)
    }

    fn close(&mut self) -> Option<String> {
        let path = self.any_document()?;
        self.client.close(&path);
        Some(path)
    }

    fn save(&mut self) -> Option<String> {
        let path = self.any_document()?;
        let text = self.client.documents[&path].text.clone();
        self.put(&path, text.as_bytes());
        let document = json!({ "uri": self.client.uri(&path) });
        self.client.notify("textDocument/didSave", json!({ "textDocument": document }));
        Some(path)
    }

    fn create(&mut self) -> Option<String> {
        let path = path(&mut self.random);
        if self.exists(&path) || self.all().0.len() >= MOST_FILES {
            return None;
        }
        let bytes = bytes(&mut self.random, &path);
        self.put(&path, &bytes);
        Some(path)
    }

    fn change(&mut self) -> Option<String> {
        let path = self.any_file()?;
        let bytes = bytes(&mut self.random, &path);
        self.put(&path, &bytes);
        Some(path)
    }

    fn delete(&mut self) -> Option<String> {
        let path = self.any_file()?;
        fs::remove_file(self.client.folder.join(&path)).unwrap();
        self.untold.push((path.clone(), 3));
        if self.client.documents.contains_key(&path) && self.random.one_in(2) {
            self.client.close(&path);
        }
        Some(path)
    }

    fn rename(&mut self) -> Option<String> {
        let (old, new) = (self.any_file()?, path(&mut self.random));
        if self.exists(&new) {
            return None;
        }
        let full = self.client.folder.join(&new);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::rename(self.client.folder.join(&old), full).unwrap();
        self.untold.extend([(old.clone(), 3), (new.clone(), 1)]);
        self.move_documents(&old, &new);
        Some(format!("{old} to {new}"))
    }

    fn rename_folder(&mut self) -> Option<String> {
        let (old, new) = (self.any_folder()?, (*self.random.pick(FOLDERS)).to_owned());
        // Folders must not come to lie deeper and deeper.
        let is_deeper =
            depth(&new) > depth(&old) && self.all().1.iter().any(|path| path.starts_with(&format!("{old}/")));
        if self.exists(&new) || Path::new(&new).starts_with(&old) || is_deeper {
            return None;
        }
        self.move_folder(&old, &new);
        Some(format!("{old} to {new}"))
    }

    fn exchange_folders(&mut self) -> Option<String> {
        let (one, other) = (self.any_folder()?, self.any_folder()?);
        if one == other || depth(&one) != depth(&other) || self.exists(BETWEEN) {
            return None;
        }
        self.move_folder(&one, BETWEEN);
        self.move_folder(&other, &one);
        self.move_folder(BETWEEN, &other);
        Some(format!("{one} and {other}"))
    }

    fn move_folder(&mut self, old: &str, new: &str) {
        let full = self.client.folder.join(new);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::rename(self.client.folder.join(old), &full).unwrap();
        self.untold.extend([(old.to_owned(), 3), (new.to_owned(), 1)]);
        // Some of those who watch files name what is in a new folder too.
        if self.random.one_in(2) {
            let (mut files, mut folders) = (Vec::new(), Vec::new());
            collect(&full, &format!("{new}/"), &mut files, &mut folders);
            self.untold.extend(files.into_iter().chain(folders).map(|path| (path, 1)));
        }
        self.move_documents(old, new);
    }

    /// Documents follow their files, as an editor does it that renamed them itself; now and then another has.
    fn move_documents(&mut self, old: &str, new: &str) {
        if self.random.one_in(4) {
            return;
        }
        for (path, document) in self.client.documents.clone() {
            let Ok(below) = Path::new(&path).strip_prefix(old) else { continue };
            let to = Path::new(new).join(below).to_str().unwrap().trim_end_matches('/').to_owned();
            self.client.close(&path);
            if !self.client.documents.contains_key(&to) {
                self.client.open_with(&to, &document.text);
            }
        }
    }

    fn delete_folder(&mut self) -> Option<String> {
        let path = self.any_folder()?;
        fs::remove_dir_all(self.client.folder.join(&path)).unwrap();
        self.untold.push((path.clone(), 3));
        Some(path)
    }

    fn ignore(&mut self) -> Option<String> {
        let folder = *self.random.pick(&["", "", "a/", "out/"]);
        self.put_or_remove(format!("{folder}.gitignore"))
    }

    fn configure(&mut self) -> Option<String> {
        let name = *self.random.pick(CONFIGURATIONS);
        let folder = if self.random.one_in(6) { "a/" } else { "" };
        self.put_or_remove(format!("{folder}{name}"))
    }

    fn put_or_remove(&mut self, path: String) -> Option<String> {
        if self.exists(&path) && self.random.one_in(2) {
            fs::remove_file(self.client.folder.join(&path)).unwrap();
            self.untold.push((path.clone(), 3));
        } else {
            let text = text(&mut self.random, &path);
            self.put(&path, text.as_bytes());
        }
        Some(path)
    }
}

/// What was done, shown if something breaks.
struct Steps(Vec<String>);

impl Drop for Steps {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("since the last comparison: {:#?}", self.0);
        }
    }
}

#[test]
fn files_and_documents_change_at_random_and_nothing_breaks_or_grows() {
    let minutes: Option<f64> = std::env::var(MINUTES).ok().map(|text| text.parse().expect(MINUTES));
    let seed: u64 = std::env::var(SEED).map_or(1, |text| text.parse().expect(SEED));
    println!("seed {seed}");
    let mut soak = Soak::start(seed);
    let begin = Instant::now();
    match minutes {
        Some(minutes) => {
            let whole = Duration::from_secs_f64(minutes * 60.0);
            soak.run(|_| begin.elapsed().as_secs_f64() / whole.as_secs_f64());
        }
        None => soak.run(|number| number as f64 / SHORT as f64),
    }
    let steps: usize = soak.done.values().sum();
    println!("{steps} steps in {:.0?}, compared {} times with a new run", begin.elapsed(), soak.comparisons);
    for (what, times) in &soak.done {
        println!("{times:>8} {what}");
    }
    assert_eq!(soak.done.len(), STEPS.len(), "some steps were never taken");
    println!("memory in the {}", soak.memory.words());
    if minutes.is_some_and(|minutes| minutes >= STEADY) {
        soak.memory.check();
    }
    soak.client.end();
}
