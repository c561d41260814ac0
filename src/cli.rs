//! The command line: arguments, and the wiring of what the other layers do.

mod audit;
mod create;
mod decide;
mod demo;
mod files;
mod fix;
mod output;
mod propose;
#[cfg(feature = "github")]
mod review;
mod schema;
mod status;
mod template;

use crate::check::{Report, Settings, check};
use crate::config::{Policy, closest};
use crate::difference;
use crate::error::Error;
use crate::finding::Severity;
use crate::git::{CommitId, Repository};
use crate::report::{self, Format, Options};
use crate::rules::{self, RULES};
use crate::versions::{self, Gathered, HeadVersion, Request};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use output::{Output, Printed, aside, outputs, write_output, write_to, writers_of};
pub use schema::config_schema;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Keeps staged rollouts honest: refuses a stage change that nobody recorded a decision for.
#[derive(Parser)]
#[command(
    name = "rolloutlint",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 nothing to refuse, 1 findings, 2 could not check."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args)]
struct Common {
    /// Run as if started in this folder.
    #[arg(short = 'C', value_name = "DIR", global = true, default_value = ".", hide_default_value = true)]
    dir: PathBuf,
    /// Use this configuration instead of the repository's .rolloutlint.yml.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// When to use colours.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", hide_default_value = true)]
    color: Color,
    /// Print findings only.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Print what is compared and by which configuration.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Show the main job on a built-in example.
    Demo,
    /// Judge plans, or what a change does to them.
    Check(CheckArgs),
    /// Tell a change in the plans' own words.
    Diff(DiffArgs),
    /// Show where each rollout stands and what it waits for.
    Status(status::StatusArgs),
    /// Judge what a pull request does, and post a review of it.
    #[cfg(feature = "github")]
    Review(review::ReviewArgs),
    /// Read history: who moved what, when, on what grounds, and who rewrote the record.
    Audit(audit::AuditArgs),
    /// Record a decision in a plan.
    Decide(decide::DecideArgs),
    /// Make a new plan from the template.
    New(create::NewArgs),
    /// Set a repository up: template, configuration, workflow.
    Init(create::InitArgs),
    /// Judge the team's template, or print what it asks for.
    Template(template::TemplateArgs),
    /// Show a rule's page.
    Explain {
        /// The rule's id.
        id: String,
    },
    /// List all rules.
    Rules,
    /// Print the JSON Schema of the configuration, of the JSON report, or of the JSON audit.
    Schema {
        /// What it describes.
        subject: schema::Subject,
    },
}

#[derive(Args)]
struct CheckArgs {
    /// Files and folders; all plans of the repository when none is given. A file is always a plan.
    paths: Vec<PathBuf>,
    /// Judge what changed since the merge base with this revision.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// The revision to judge instead of the files on disk.
    #[arg(long, value_name = "REV", requires = "base")]
    head: Option<String>,
    /// Apply the safe fixes, and say what was done.
    #[arg(long, conflicts_with = "head")]
    fix: bool,
    /// Show what the safe fixes would change, and write nothing.
    #[arg(long, conflicts_with = "head")]
    diff: bool,
    #[command(flatten)]
    options: CheckOptions,
}

/// How to judge and how to report, wherever the changes come from.
#[derive(Args)]
struct CheckOptions {
    /// Judge as on this day instead of the commit's or the machine's.
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The lowest severity that makes the exit code 1.
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<Level>,
    /// How to write the report: human, short, json, sarif, github, markdown or gitlab, each with =FILE to write it there besides what is printed. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output>,
    /// Judge everything at full severity, also what the base had already.
    #[arg(long)]
    all: bool,
    /// Show what is not due yet, as information.
    #[arg(long)]
    show_not_due: bool,
}

impl CheckOptions {
    fn settings(&self) -> Settings {
        Settings { all: self.all, show_not_due: self.show_not_due }
    }

    fn fail_on(&self, policy: &Policy) -> Severity {
        self.fail_on.map_or(policy.fail_on, Level::severity)
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Level {
    Error,
    Warning,
    Info,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Info,
        }
    }
}

/// What a command ends with.
type Outcome = Result<ExitCode, Error>;

const FINDINGS: u8 = 1;
const COULD_NOT_CHECK: u8 = 2;

/// Runs the program on the process's own arguments.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let mut out = io::BufWriter::new(Printed::new(io::stdout().lock()));
    let outcome = dispatch(&cli, &mut out).and_then(|code| out.flush().map(|()| code).map_err(Error::from));
    outcome.unwrap_or_else(|error| {
        let text = output::error_text(&error);
        // What was written so far is still of use; the error says why there is no more.
        output::say_where_people_look(&text, &mut out);
        let _ = out.flush();
        aside(format!("{text}\n").as_bytes());
        ExitCode::from(COULD_NOT_CHECK)
    })
}

fn dispatch(cli: &Cli, out: &mut dyn Write) -> Outcome {
    if !cli.common.dir.is_dir() {
        return Err(Error::new(format!("{} is no folder", cli.common.dir.display())));
    }
    match &cli.command {
        Command::Demo => demo::run(&cli.common.options(), out),
        Command::Check(args) => run_check(&cli.common, args, out),
        Command::Status(args) => status::run(&cli.common, args, out),
        Command::Diff(args) => run_diff(&cli.common, args, out),
        #[cfg(feature = "github")]
        Command::Review(args) => review::run(&cli.common, args, out),
        Command::Audit(args) => audit::run(&cli.common, args, out),
        Command::Decide(args) => decide::run(&cli.common, args, out),
        Command::New(args) => create::new_plan(&cli.common, args, out),
        Command::Init(args) => create::init(&cli.common, args, out),
        Command::Template(args) => template::run(&cli.common, args, out),
        Command::Explain { id } => explain(id, out),
        Command::Rules => list_rules(out),
        Command::Schema { subject } => schema::run(*subject, out),
    }
}

impl Common {
    fn options(&self) -> Options {
        let on_terminal = io::stdout().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => on_terminal && !no_color,
        };
        let width = terminal_size::terminal_size().filter(|_| on_terminal).map(|(width, _)| usize::from(width.0));
        let defaults = Options::default();
        // GitHub's runner reads its log for commands.
        let in_workflow = std::env::var_os("GITHUB_ACTIONS").is_some();
        let exact = !on_terminal && !color && !in_workflow;
        Options { color, width: width.unwrap_or(defaults.width), exact, ..defaults }
    }
}

// --- check ---

fn run_check(common: &Common, args: &CheckArgs, out: &mut dyn Write) -> Outcome {
    let request = Request {
        dir: &common.dir,
        config: common.config.as_deref(),
        paths: &args.paths,
        today: args.options.today,
        is_gate: false,
    };
    let mut gathered = match &args.base {
        Some(base) => compare(&request, base, args.head.as_deref())?,
        None => {
            let mut gathered = versions::alone(&request)?;
            let note = "nothing was compared, so it is not judged what changed; use --base origin/main";
            gathered.notes.insert(0, note.to_owned());
            gathered
        }
    };
    let fail_on = args.options.fail_on(&gathered.policy);
    if common.verbose {
        let side = |id: &Option<CommitId>| {
            id.as_ref().map_or_else(|| "the files on disk".to_owned(), |id| id.short().to_owned())
        };
        let compared = gathered.base.as_ref().map_or_else(String::new, |base| format!(" against {}", base.short()));
        let _ =
            writeln!(io::stderr(), "judging {}{compared}: {} plan(s)", side(&gathered.head), gathered.subjects.len());
    }
    if args.diff {
        fix::show(gathered.clone(), args.options.settings(), &common.options(), out)?;
        return Ok(verdict(&judge(&gathered, args.options.settings()), fail_on));
    }
    if args.fix {
        // What programs read is not mixed with what was done.
        let is_for_people =
            args.options.format.iter().all(|output| output.file.is_some() || output.format == Format::Human);
        let mut said: Vec<u8> = Vec::new();
        let fixed = fix::apply(&mut gathered, args.options.settings(), &mut said);
        if is_for_people {
            out.write_all(&said)?
        } else {
            aside(&said)
        };
        fixed?;
    }
    let mut report = judge(&gathered, args.options.settings());
    if common.quiet {
        report.notes.clear();
    }
    for output in outputs(&args.options.format) {
        write_output(&output, &report, &common.options(), out)?;
    }
    // The process ends: to give back the many small strings of thousands of plans one by one would only take time.
    std::mem::forget(gathered);
    Ok(verdict(&report, fail_on))
}

#[derive(Args)]
struct DiffArgs {
    /// The revision to compare with: what changed since the merge base with it.
    base: String,
    /// The revision to look at instead of the files on disk.
    head: Option<String>,
    /// How to write it: human, json or markdown, each with =FILE to write it there. May be repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

fn run_diff(common: &Common, args: &DiffArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(report::difference::FORMATS, &args.format, "a difference")?;
    let request =
        Request { dir: &common.dir, config: common.config.as_deref(), paths: &[], today: None, is_gate: false };
    let gathered = compare(&request, &args.base, args.head.as_deref())?;
    let found = difference::differences(&gathered.subjects);
    for (write, file) in writers {
        write_to(file.as_deref(), &common.options(), out, |options, out| write(&found, options, out))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn compare(request: &Request, base: &str, head: Option<&str>) -> Result<Gathered, Error> {
    let repository = Repository::discover(request.dir)?;
    let (head_id, head) = match head {
        Some(head) => {
            let head = repository.resolve(head)?;
            (head.id.clone(), HeadVersion::Commit(head.id, head.committed_on))
        }
        None => {
            let newest = repository.head()?.ok_or_else(|| {
                Error::new("the branch that is checked out has no commit yet")
                    .help("commit something first, leave out --base, or name the version after the change, too")
            })?;
            (newest.id, HeadVersion::Worktree)
        }
    };
    let base = repository.resolve(base)?;
    let bases = repository.merge_bases(&base.id, &head_id)?;
    compare_with_each(&repository, &bases, &head, request)
}

/// Compares with each of the common ancestors that two histories have, and tells the comparison that finds most. Where branches merged each other in both
/// directions there are several, equally good, and what came by way of one of them can be undone without a trace in the eyes of another.
fn compare_with_each(
    repository: &Repository,
    bases: &[CommitId],
    head: &HeadVersion,
    request: &Request,
) -> Result<Gathered, Error> {
    let gravity = |gathered: &Gathered| {
        let report = judge(gathered, Settings::default());
        let summary = &report.summary;
        (report.fails_at(gathered.policy.fail_on), summary.errors, summary.warnings, summary.infos)
    };
    let mut gravest: Option<Gathered> = None;
    for base in bases {
        let gathered = versions::compare(repository, base, head.clone(), request)?;
        if gravest.as_ref().is_none_or(|gravest| gravity(&gathered) > gravity(gravest)) {
            gravest = Some(gathered);
        }
    }
    let mut gravest = gravest.expect("two histories have a common ancestor, or there is an error");
    if let (Some(compared), true) = (&gravest.base, bases.len() > 1) {
        gravest.notes.push(format!(
            "the branches merged each other, and have {} common ancestors that are equally good; each was compared with, and this is against {}, where most was \
             found: what another of them brought may count as changed here. One more merge of the base leaves one ancestor",
            bases.len(),
            compared.short()
        ));
    }
    Ok(gravest)
}

fn judge(gathered: &Gathered, settings: Settings) -> Report {
    let mut report = check(&gathered.subjects, &gathered.policy, &gathered.facts, settings);
    report.base = gathered.base.as_ref().map(|id| id.0.clone());
    report.head = gathered.head.as_ref().map(|id| id.0.clone());
    report.notes.extend(gathered.notes.iter().cloned());
    report
}

fn verdict(report: &Report, fail_on: Severity) -> ExitCode {
    if report.fails_at(fail_on) { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS }
}

// --- explain, rules ---

fn explain(id: &str, out: &mut dyn Write) -> Outcome {
    let Some(rule) = rules::find(id) else {
        let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        let help = closest(id, &ids).map_or_else(
            || "`rolloutlint rules` lists them all".to_owned(),
            |close| format!("did you mean `{close}`?"),
        );
        return Err(Error::new(format!("there is no rule `{id}`")).help(help));
    };
    out.write_all(report::page::page(rule).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn list_rules(out: &mut dyn Write) -> Outcome {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut by_group: Vec<_> = RULES.iter().collect();
    by_group.sort_by_key(|rule| (rule.group, rule.id));
    let mut group = None;
    for rule in by_group {
        if group != Some(rule.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}", rule.group.title())?;
            group = Some(rule.group);
        }
        writeln!(out, "  {:width$}  {:7}  {}  {}", rule.id, rule.severity.as_str(), rule.fix.sign(), rule.summary())?;
    }
    Ok(ExitCode::SUCCESS)
}
