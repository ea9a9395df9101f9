//! The analysis as a library, as the commands that measure and compare use it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use aiolint_core::Report;
use aiolint_engine::judge::Filter;
use aiolint_engine::pack::Pack;
use aiolint_engine::rules::PackName;
use aiolint_engine::world::Settings;
use aiolint_project::{Request, Workspace};
use aiolint_report::{Format, Options, Tool};

use crate::repository;

/// The built-in rules, and those of them that run by default.
pub(crate) struct Setup {
    pub pack: Arc<Pack>,
    filter: Filter,
}

impl Setup {
    pub(crate) fn new() -> Self {
        let pack = aiolint_rules::pack();
        let filter = Filter::new(&pack, |rule| rule.enabled && rule.pack == PackName::Recommended);
        Self { pack: Arc::new(pack), filter }
    }

    /// A workspace without files.
    pub(crate) fn workspace(&self) -> Workspace {
        Workspace::new(Arc::clone(&self.pack), self.filter.clone(), Settings::default())
    }

    /// Opens a folder.
    pub(crate) fn open(&self, folder: &Path) -> Result<Workspace, String> {
        let full = fs::canonicalize(folder).map_err(|error| format!("can't open {}: {error}", folder.display()))?;
        let request = Request { folder: full, paths: vec![".".into()], ..Request::default() };
        let mut workspace = self.workspace();
        let opened = aiolint_project::open(&request, &mut workspace);
        opened.map_err(|error| format!("can't open {}: {error}", folder.display()))?;
        Ok(workspace)
    }
}

/// The report in a format, notes included.
pub(crate) fn rendered(report: &Report, format: Format) -> Result<Vec<u8>, String> {
    let options = Options { notes: true, quiet: true, ..Options::default() };
    let tool = Tool {
        name: "aiolint",
        version: env!("CARGO_PKG_VERSION"),
        rules: &[],
        failures: &[],
        misconfigured: &[],
        category: None,
    };
    let mut out = Vec::new();
    aiolint_report::write(report, format, options, tool, &mut out)
        .map_err(|error| format!("can't write a report: {error}"))?;
    Ok(out)
}

/// Works with so many threads.
pub(crate) fn with_threads<T: Send>(
    threads: usize,
    work: impl FnOnce() -> Result<T, String> + Send,
) -> Result<T, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| format!("can't start {threads} threads: {error}"))?.install(work)
}

/// How the files end that can say what is deployed.
const ENDINGS: [&str; 4] = ["bicep", "bicepparam", "yaml", "yml"];

/// The files under a folder that can say what is deployed, by their names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Candidates {
    pub files: usize,
    pub bytes: u64,
}

impl Candidates {
    pub(crate) fn of(folder: &Path) -> Self {
        Self::with_endings(folder, &ENDINGS)
    }

    /// Those with one of these endings.
    pub(crate) fn with_endings(folder: &Path, endings: &[&str]) -> Self {
        let mut all = Self::default();
        for path in repository::files(folder).iter().filter(|path| repository::ends_in(path, endings)) {
            all.files += 1;
            all.bytes += fs::metadata(path).map_or(0, |metadata| metadata.len());
        }
        all
    }
}
