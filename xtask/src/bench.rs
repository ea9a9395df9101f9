//! `cargo xtask bench [FOLDER…]`: how long the program takes as a whole process, and where the time goes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aiolint_bicep::syntax::Dialect;
use aiolint_core::Source;
use aiolint_report::Format;

use crate::analysis::{Candidates, Setup, rendered, with_threads};
use crate::{Outcome, cpu, repository, synthetic, table};

/// The project of the demonstration.
pub(crate) const DEMO: &str = "fixtures/projects/plant";

/// How often each is run; the median counts.
const RUNS: usize = 31;
/// How often the stages are measured.
const STAGE_RUNS: usize = 9;

/// What the demonstration may take.
const DEMO_TARGET: Duration = Duration::from_millis(15);
/// What the large project may take of the processor.
const LARGE_TARGET: Duration = Duration::from_millis(300);

/// The public modules of Bicep, all of them: they are measured if their checkout is among the folders.
const REGISTRY: &str = "bicep-registry-modules";
/// What they may take of the processor.
const REGISTRY_TARGET: Duration = Duration::from_secs(2);

/// How long a folder takes.
struct Measured {
    name: String,
    candidates: Candidates,
    /// The median of a process.
    wall: Duration,
    /// The processor's time of a process, the mean over all: a single one is too short for the clock of /proc.
    cpu: Option<Duration>,
    stages: [Duration; STAGES.len()],
}

/// The stages, measured in this process with one thread.
const STAGES: [&str; 5] = ["load rules", "discover, read, parse", "parse alone", "evaluate, link, judge", "report"];

pub(crate) fn run(folders: &[PathBuf]) -> Outcome {
    if cfg!(debug_assertions) {
        return run_optimized(folders);
    }
    let binary = build()?;
    let demo_folder = repository::root().join(DEMO);
    // As users have it, a project of its own: in place its root would be this repository, build folder and all.
    let alone = temporary()?;
    repository::copy(&demo_folder, alone.path())?;
    let demo = measure(&binary, alone.path(), DEMO)?;
    let mut targets = vec![Target { what: "the demonstration's median", time: Some(demo.wall), most: DEMO_TARGET }];
    let mut all = vec![demo];
    if folders.is_empty() {
        let folder = temporary()?;
        synthetic::write(&demo_folder, folder.path())?;
        let large = measure(&binary, folder.path(), &format!("{} files", synthetic::FILES))?;
        targets.push(Target { what: "the large project's CPU time", time: large.cpu, most: LARGE_TARGET });
        all.push(large);
    }
    for folder in folders {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
        let measured = measure(&binary, folder, &name)?;
        if name == REGISTRY {
            targets.push(Target { what: "the registry's CPU time", time: measured.cpu, most: REGISTRY_TARGET });
        }
        all.push(measured);
    }
    print(&all);
    targets.iter().for_each(|target| println!("{}", target.line()));
    let missed = targets.iter().filter(|target| !target.is_met()).count();
    if missed == 0 { Ok(()) } else { Err(format!("{missed} targets are missed")) }
}

pub(crate) fn temporary() -> Result<tempfile::TempDir, String> {
    tempfile::tempdir().map_err(|error| format!("can't make a temporary folder: {error}"))
}

/// The stages are measured in this process, which must be optimized as the program is.
fn run_optimized(folders: &[PathBuf]) -> Outcome {
    let full = |folder: &PathBuf| std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
    let full: Vec<_> = folders.iter().map(|folder| full(folder).to_string_lossy().into_owned()).collect();
    let mut arguments = vec!["run", "--quiet", "--release", "--package", "xtask", "--", "bench"];
    arguments.extend(full.iter().map(String::as_str));
    repository::cargo(&arguments, &[])
}

/// What must be reached.
struct Target {
    what: &'static str,
    time: Option<Duration>,
    most: Duration,
}

impl Target {
    /// What can't be measured is not missed.
    fn is_met(&self) -> bool {
        self.time.is_none_or(|time| time < self.most)
    }

    fn line(&self) -> String {
        let Self { what, time, most } = self;
        match time {
            None => format!("{what}: can't be measured without /proc, must be under {} ms", millis(*most)),
            Some(time) => {
                let met = if self.is_met() { "met" } else { "MISSED" };
                format!("{what}: {} ms, must be under {} ms: {met}", millis(*time), millis(*most))
            }
        }
    }
}

pub(crate) fn build() -> Result<PathBuf, String> {
    repository::cargo(&["build", "--release", "--package", "aiolint"], &[])?;
    Ok(repository::target()?.join("release").join(format!("aiolint{}", std::env::consts::EXE_SUFFIX)))
}

fn measure(binary: &Path, folder: &Path, name: &str) -> Result<Measured, String> {
    let process = |arguments: &[&str]| {
        let start = Instant::now();
        let status =
            Command::new(binary).arg("check").args(arguments).current_dir(folder).stdout(Stdio::null()).status();
        let status = status.map_err(|error| format!("can't run aiolint: {error}"))?;
        match status.code() {
            Some(0 | 1) => Ok(start.elapsed()),
            _ => Err(format!("aiolint fails on {name}: {status}")),
        }
    };
    // The first run reads the disk.
    process(&[])?;
    let walls = (0..RUNS).map(|_| process(&[])).collect::<Result<Vec<_>, _>>()?;
    // Two threads of one core make each other slower: how much there is to do, one thread tells.
    let before = cpu::children();
    for _ in 0..RUNS {
        process(&["--jobs", "1"])?;
    }
    let cpu = before.zip(cpu::children()).map(|(before, after)| (after - before) / u32::try_from(RUNS).unwrap_or(1));
    Ok(Measured {
        name: name.to_owned(),
        candidates: Candidates::of(folder),
        wall: median(walls),
        cpu,
        stages: with_threads(1, || stages(folder))?,
    })
}

/// The medians of the stages. What is read is parsed once more by itself, because an analysis does not say
/// how long its parts take.
fn stages(folder: &Path) -> Result<[Duration; STAGES.len()], String> {
    let mut runs: [Vec<Duration>; STAGES.len()] = Default::default();
    for _ in 0..STAGE_RUNS {
        let (setup, load) = timed(Setup::new);
        let (workspace, open) = timed(|| setup.open(folder));
        let mut workspace = workspace?;
        let (report, analyse) = timed(|| workspace.analyse());
        let (written, write) = timed(|| rendered(&report, Format::Full));
        written?;
        let sources: Vec<Arc<Source>> = workspace.facts().map(|facts| Arc::clone(&facts.source)).collect();
        let ((), parse) = timed(|| sources.iter().for_each(|source| parse_alone(source)));
        let times = [load, open, parse, analyse, write];
        runs.iter_mut().zip(times).for_each(|(stage, time)| stage.push(time));
    }
    Ok(runs.map(median))
}

fn parse_alone(source: &Source) {
    match Dialect::of_path(&source.path) {
        Some(dialect) => drop(aiolint_bicep::syntax::parse(&source.text, dialect)),
        None => drop(aiolint_yaml::read(source)),
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn print(all: &[Measured]) {
    let rows = all.iter().map(|measured| {
        let Measured { name, candidates, wall, cpu, .. } = measured;
        let speed = candidates.bytes as f64 / wall.as_secs_f64();
        vec![
            name.clone(),
            candidates.files.to_string(),
            candidates.bytes.to_string(),
            millis(*wall),
            cpu.map_or("-".to_owned(), |cpu| format!("{:.4}", cpu.as_secs_f64())),
            format!("{speed:.0}"),
        ]
    });
    table::print(&["project", "files", "bytes", "median ms", "CPU s, 1 thread", "bytes/s"], &rows.collect::<Vec<_>>());
    println!("\nms of each stage, as a library with one thread:");
    let heads: Vec<_> = ["project"].into_iter().chain(STAGES).collect();
    let rows = all.iter().map(|measured| {
        [measured.name.clone()].into_iter().chain(measured.stages.iter().map(|time| millis(*time))).collect()
    });
    table::print(&heads, &rows.collect::<Vec<Vec<_>>>());
    println!();
}

pub(crate) fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}
