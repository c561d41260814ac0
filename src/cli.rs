//! The command line: which commands there are, and which arguments lead to which.

mod agents;
mod answers;
mod arguments;
mod ask;
mod audit;
mod check;
mod create;
mod decide;
mod demo;
mod diff;
mod exposure;
mod files;
mod fix;
mod judge;
#[cfg(feature = "lsp")]
mod lsp;
mod next;
mod output;
mod portfolio;
mod propose;
#[cfg(feature = "github")]
mod review;
mod rules;
mod schema;
mod shell;
mod status;
mod template;
mod trial;

use crate::error::Error;
use arguments::{COULD_NOT_CHECK, Common, Outcome, variable, wanted_color};
use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};
use output::{Printed, aside, error_text, say_where_people_look};
pub use schema::config_schema;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread::{self, available_parallelism};

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

#[derive(Subcommand)]
enum Command {
    /// Show the main job on a built-in example.
    Demo,
    /// Judge plans, or what a change does to them.
    Check(check::CheckArgs),
    /// Tell a change in the plans' own words.
    Diff(diff::DiffArgs),
    /// Show where each rollout stands and what it waits for.
    Status(status::StatusArgs),
    /// List what is open before a rollout goes on, and the row that records the decision.
    Next(next::NextArgs),
    /// Show who sees each feature, by its flag files.
    Exposure(exposure::ExposureArgs),
    /// Judge what a pull request does, and post a review of it.
    #[cfg(feature = "github")]
    Review(review::ReviewArgs),
    /// Read history: who moved what, when, on what grounds, and who rewrote the record.
    Audit(audit::AuditArgs),
    /// Put many audits together: all rollouts on one page, with metrics.
    ///
    /// A rollout is overdue when it is in its stage for longer than planned, and stalled after more
    /// than twice that time.
    Portfolio(portfolio::PortfolioArgs),
    /// Serve an editor: judge the change while it is typed.
    #[cfg(feature = "lsp")]
    Lsp(lsp::LspArgs),
    /// Record a decision in a plan.
    Decide(decide::DecideArgs),
    /// Make a new plan from the template.
    New(create::NewArgs),
    /// Set a repository up: template, configuration, workflow, and what programs may do.
    Init(create::InitArgs),
    /// Judge the team's template, or print what it asks for.
    Template(template::TemplateArgs),
    /// Show a rule's page.
    Explain(rules::ExplainArgs),
    /// List all rules.
    Rules(rules::RulesArgs),
    /// Print the JSON Schema of the configuration, of the JSON report, of an audit, or of a
    /// portfolio.
    Schema {
        /// What it describes.
        subject: schema::Subject,
    },
    /// Print a script that completes this command line in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the program, or of one command.
    Man {
        /// The command.
        command: Option<String>,
    },
}

/// Runs the program on the process's own arguments.
pub fn run() -> ExitCode {
    // What clap itself says is coloured as the rest is.
    let color = match wanted_color(variable) {
        Some(true) => ColorChoice::Always,
        Some(false) => ColorChoice::Never,
        None => ColorChoice::Auto,
    };
    let arguments = Cli::command().color(color).get_matches();
    let cli = Cli::from_arg_matches(&arguments).unwrap_or_else(|error| error.exit());
    start_threads();
    let mut out = io::BufWriter::new(Printed::new(io::stdout()));
    let outcome = dispatch(cli, &mut out).and_then(|code| out.flush().map(|()| code).map_err(Error::from));
    outcome.unwrap_or_else(|error| {
        let text = error_text(&error);
        // What was written so far is still of use; the error says why there is no more.
        say_where_people_look(&text, &mut out);
        let _ = out.flush();
        aside(format!("{text}\n").as_bytes());
        ExitCode::from(COULD_NOT_CHECK)
    })
}

/// Starts as many threads as there are processors, or as many of them as the system gives. Without
/// any, this thread does all the work.
fn start_threads() {
    let asked = std::env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse::<NonZeroUsize>().ok());
    let wanted = asked.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    // A pool that could not get its threads cannot be made again: they are there before it is.
    let start = |_| {
        let (give, take) = mpsc::channel::<rayon::ThreadBuilder>();
        let work = move || take.recv().map_or((), rayon::ThreadBuilder::run);
        thread::Builder::new().spawn(work).ok().map(|_| give)
    };
    let mut started: Vec<mpsc::Sender<rayon::ThreadBuilder>> = (0..wanted).map_while(start).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(started.len().max(1));
    // It fails when there is one already, which does as well.
    let _ = match started.is_empty() {
        true => pool.use_current_thread().build_global(),
        false => pool
            .spawn_handler(|thread| {
                let gone = || io::Error::other("a thread ended before it began");
                started.pop().ok_or_else(gone)?.send(thread).map_err(|_| gone())
            })
            .build_global(),
    };
}

fn dispatch(Cli { mut common, command }: Cli, out: &mut dyn Write) -> Outcome {
    let dir = std::mem::replace(&mut common.dir, PathBuf::from("."));
    if !dir.is_dir() {
        return Err(Error::new(format!("{} is no folder", dir.display())).help("-C takes a folder that is there"));
    }
    let failed = |error| Error::new(format!("{} cannot be entered", dir.display())).because(error);
    std::env::set_current_dir(&dir).map_err(failed)?;
    let common = &common;
    match &command {
        Command::Demo => demo::run(&common.options(), out),
        Command::Check(args) => check::run(common, args, out),
        Command::Status(args) => status::run(common, args, out),
        Command::Next(args) => next::run(common, args, out),
        Command::Diff(args) => diff::run(common, args, out),
        Command::Exposure(args) => exposure::run(common, args, out),
        #[cfg(feature = "github")]
        Command::Review(args) => review::run(common, args, out),
        Command::Audit(args) => audit::run(common, args, out),
        Command::Portfolio(args) => portfolio::run(common, args, out),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(common, args),
        Command::Decide(args) => decide::run(common, args, out),
        Command::New(args) => create::new_plan(common, args, out),
        Command::Init(args) => create::init(common, args, out),
        Command::Template(args) => template::run(common, args, out),
        Command::Explain(args) => rules::explain(common, args, out),
        Command::Rules(args) => rules::list(common, args, out),
        Command::Schema { subject } => schema::run(*subject, out),
        Command::Completions { shell } => shell::completions(*shell, Cli::command(), out),
        Command::Man { command } => shell::man(command.as_deref(), Cli::command(), out),
    }
}
