//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Checks Bicep and Kubernetes manifests of Azure IoT Operations before they are deployed
#[derive(Debug, Parser)]
#[command(name = "aiolint", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str =
    "Exit codes: 0 nothing found at or above --fail-on, 1 findings, 2 usage, rules or paths are wrong";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check files and folders
    Check(Check),
    /// Mend what can be mended, and write the files
    Fix(Fix),
    /// Show what a rule checks, why, and what to do
    Explain(Explain),
    /// List the rules, or run their examples
    Rules(Rules),
    /// Show resources and values as aiolint understands them
    Inspect(Inspect),
    /// Write down the findings that an old project has, so that only new ones count
    Baseline(Baseline),
    /// Draw data flows, endpoints, brokers and Event Grid, with what was found on them
    Graph(Graph),
    /// Serve an editor, over standard input and output
    Lsp(Lsp),
    /// Show the configuration as it is understood
    Config(Config),
    /// Write a configuration to start with
    Init(Init),
    /// Print the completions for a shell
    #[command(after_help = COMPLETIONS)]
    Completions(Completions),
    /// Write the man pages, one for each command
    Man(Man),
}

#[derive(Args, Debug)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Check {
    /// Files and folders; `-` reads standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// The file that standard input stands for: its project is the context
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// The output format
    #[arg(long, value_enum, default_value_t = Format::Full)]
    pub format: Format,
    /// Write the report to a file too, in a format of its own: `sarif=out.sarif`
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub output: Vec<(Format, PathBuf)>,
    /// The least severity that makes the exit code 1; `error` if the configuration says nothing else
    #[arg(long, value_enum)]
    pub fail_on: Option<FailOn>,
    /// Mend what can be mended, as `aiolint fix` does, and report the rest
    #[arg(long)]
    pub fix: bool,
    /// With `--fix`, apply fixes too that may change what is meant
    #[arg(long, requires = "fix")]
    pub unsafe_fixes: bool,
    /// Run only these rules, by id or name; what can't be read is reported all the same
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not run these rules, by id or name
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// A folder with rules of your own, as Markdown files
    #[arg(long, value_name = "FOLDER")]
    pub rules: Option<PathBuf>,
    /// The known findings, which do not count; else `.aiolint-baseline.json` in the project's root, if it is there
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Known findings count too
    #[arg(long, conflicts_with = "baseline")]
    pub no_baseline: bool,
    /// Report only what touches a line that this unified diff changes; `-` reads the diff from standard input
    #[arg(long, value_name = "DIFF")]
    pub changed_lines: Option<PathBuf>,
    /// Show notes too
    #[arg(long)]
    pub notes: bool,
    /// List the checks that could not be decided, with the reason
    #[arg(long)]
    pub show_undecided: bool,
    /// Read nothing but the paths: the rest of the project is no context
    #[arg(long)]
    pub isolated: bool,
    /// Deploy its template with this parameter file alone: `.bicepparam`, or JSON if the path is one Bicep file
    #[arg(long, value_name = "FILE")]
    pub parameters: Vec<PathBuf>,
    /// The named files must be manifests
    #[arg(long)]
    pub as_manifest: bool,
    /// The files are about to be deployed as they are: a placeholder that is left is a warning
    #[arg(long)]
    pub deploy: bool,
    /// When to colour the output
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Leave out the summary
    #[arg(long, short)]
    pub quiet: bool,
    /// How many threads to use; all processors by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
    /// The date to judge by, such as 2026-11-01, for reproducible runs; today by default
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub now: Option<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "Exit codes: 0 done, 1 with --diff if there is something to change, \
    2 usage, rules or paths are wrong, or a file can't be written")]
pub(crate) struct Fix {
    /// Files and folders; `-` reads standard input and writes the mended text to standard output
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// The file that standard input stands for: its project is the context
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub diff: bool,
    /// Apply fixes too that may change what is meant
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Mend only the findings of these rules, by id or name
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not mend those of these rules, by id or name
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// A folder with rules of your own, as Markdown files
    #[arg(long, value_name = "FOLDER")]
    pub rules: Option<PathBuf>,
    /// Read nothing but the paths: the rest of the project is no context
    #[arg(long)]
    pub isolated: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The rule's id or name
    pub rule: String,
    /// A folder with rules of your own
    #[arg(long, value_name = "FOLDER")]
    pub rules: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Rules {
    #[command(subcommand)]
    pub command: RulesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// List the rules
    List {
        /// A folder with rules of your own
        #[arg(long, value_name = "FOLDER")]
        rules: Option<PathBuf>,
        /// The output format
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
    },
    /// Run the examples of the built-in rules, or of the rules in a folder
    Test {
        /// The folder
        folder: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Inspect {
    /// The file
    pub file: PathBuf,
    /// Deploy its template with this parameter file alone
    #[arg(long, value_name = "FILE")]
    pub parameters: Vec<PathBuf>,
    /// The output format
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

#[derive(Args, Debug)]
pub(crate) struct Baseline {
    /// What to do
    #[arg(value_enum)]
    pub action: BaselineAction,
    /// The file; `.aiolint-baseline.json` in the project's root by default
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// A folder with rules of your own, as Markdown files
    #[arg(long, value_name = "FOLDER")]
    pub rules: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BaselineAction {
    /// Write down all findings of the project
    Write,
    /// Say which of them are gone, and how many are new; the exit code is 1 if some are gone
    Check,
    /// Remove those that are gone, and add none
    Prune,
}

#[derive(Args, Debug)]
pub(crate) struct Lsp {
    /// Use standard input and output, which is what it does anyway: many editors say it
    #[arg(long)]
    pub stdio: bool,
    /// The process of the editor; the one that `initialize` names counts
    #[arg(long = "clientProcessId", value_name = "PID", hide = true)]
    pub client_process: Option<i32>,
}

#[derive(Args, Debug)]
pub(crate) struct Graph {
    /// Files and folders
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// The output format
    #[arg(long, value_enum, default_value_t = GraphFormat::Mermaid)]
    pub format: GraphFormat,
    /// A folder with rules of your own, as Markdown files
    #[arg(long, value_name = "FOLDER")]
    pub rules: Option<PathBuf>,
    /// Mark notes too
    #[arg(long)]
    pub notes: bool,
    /// Read nothing but the paths: the rest of the project is no context
    #[arg(long)]
    pub isolated: bool,
    /// Deploy its template with this parameter file alone: `.bicepparam`, or JSON if the path is one Bicep file
    #[arg(long, value_name = "FILE")]
    pub parameters: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Config {
    #[command(subcommand)]
    pub command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Show the values that hold, and where each comes from
    Show {
        /// A file: what holds for it
        file: Option<PathBuf>,
        /// The output format
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
    },
    /// Print the JSON Schema of configurations
    Schema,
}

#[derive(Args, Debug)]
pub(crate) struct Init {
    /// A folder of the project; the configuration goes into the project's root
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,
}

const COMPLETIONS: &str = "For example in ~/.bashrc: source <(aiolint completions bash)";

#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The folder to write them into, such as ~/.local/share/man/man1; it is made if it is missing
    pub folder: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// A flowchart for Markdown files
    Mermaid,
    /// A picture, for light and dark
    Svg,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Findings with the lines that they are about
    Full,
    /// A line for each finding
    Concise,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// Issues of a run of Azure Pipelines
    Azure,
    /// JUnit's XML
    Junit,
    /// A summary in Markdown
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// A format and a file: `sarif=out.sarif`.
fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text.split_once('=').ok_or("write the format and the file, as in `sarif=out.sarif`")?;
    match file {
        "" => Err("the file is missing".into()),
        file => Ok((Format::from_str(format, false)?, file.into())),
    }
}

/// A date: `2026-11-01`, with a time after `T` if wanted.
fn date(text: &str) -> Result<String, String> {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let parts: Vec<Option<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
    let valid = matches!(parts[..], [Some(1970..=9999), Some(1..=12), Some(1..=31)]) && day.len() == 10;
    let timed = time.is_none_or(|time| time.ends_with('Z') && time.len() == 9 && time.matches(':').count() == 2);
    if valid && timed { Ok(text.to_owned()) } else { Err("write 2026-11-01 or 2026-11-01T12:00:00Z".into()) }
}
