//! `rolloutlint review`: finds out from the event what to compare, judges it, and says the result
//! where the reviewers are.

mod approvals;
mod compare;
mod instances;
mod objects;

use super::arguments::{CheckOptions, Common, Outcome, variable};
use super::files::failed_to_write;
use super::judge::{judge, verdict};
use super::output::{Output, outputs, write_output};
use super::trial::aheads;
use crate::approval::Status;
use crate::check::Report;
use crate::error::Error;
use crate::exposure::Exposure;
use crate::git::hunks;
use crate::github::event::Says;
use crate::github::{self, Conclusion, Credentials, Network, Options, ReviewRequest};
use crate::report::{Format, json_moves, terminal};
use crate::text::{Hunk, Source};
use crate::version::Version;
use crate::versions::{Input, Request};
use approvals::cause_of;
use clap::{Args, ValueEnum};
use compare::{Checkout, Comparison, Found, compare, event, say, source_of};
use instances::{gone, instance};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Args)]
pub(super) struct ReviewArgs {
    /// Files and folders; all plans of the repository when none is given. A log or a flag file
    /// stands for its plans.
    paths: Vec<PathBuf>,
    /// The pull request to review, when no event names one.
    #[arg(long, value_name = "N", requires = "repo", value_parser = number)]
    pr: Option<u64>,
    /// The repository of that pull request.
    #[arg(long, value_name = "OWNER/NAME", requires = "pr")]
    repo: Option<String>,
    /// Print what would be posted, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Tells apart several set-ups that comment in one repository: each touches only its own
    /// comments. Made from --config and PATHS when not given.
    #[arg(long, value_name = "NAME")]
    instance: Option<String>,
    /// Where findings are said beside the log and the job summary.
    #[arg(long, value_name = "WHERE", default_value = "review")]
    comments: Comments,
    /// Keep what was seen of approvals in this file, as JSON, where `approvals:` is configured.
    #[arg(long, value_name = "FILE")]
    approvals_out: Option<PathBuf>,
    /// Fail with exit code 2 when the review could not be posted.
    #[arg(long)]
    require_post: bool,
    #[command(flatten)]
    check: CheckOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Comments {
    /// A review with comments on the lines, and annotations.
    Review,
    /// Annotations only.
    Annotations,
    /// Neither.
    Off,
}

/// The number of a pull request on the command line.
fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "write the number of the pull request in digits".to_owned())
}

pub(super) fn run(common: &Common, args: &ReviewArgs, out: &mut dyn Write) -> Outcome {
    let credentials = Credentials::from_variables(variable)?;
    let options = Options {
        instance: instance(args.instance.as_ref(), common, &args.paths),
        network: Network::from_variables(variable),
        pages: common.options().pages,
        ..Options::default()
    };
    github::check_instance(&options)?;
    let named = args.pr.zip(args.repo.as_deref());
    let (event, seen) = event(named, credentials.as_ref(), &options)?;
    let says = event.says();
    let request = Request { paths: &args.paths, today: args.check.today, ..common.request() };
    let comparison = match compare(event, &request, credentials.as_ref(), &options)? {
        Found::Comparison(comparison) => *comparison,
        Found::Nothing(why) => {
            say(why);
            return Ok(ExitCode::SUCCESS);
        }
    };
    let policy = &comparison.input.ruleset.policy;
    let fail_on = args.check.fail_on(policy);
    let options = Options { outside_diff: policy.outside_diff, fail_on, ..options };
    let local_hunks = local_hunks(&comparison.input);
    let mut report = judge(&comparison.input, args.check.settings());
    let mut aheads = aheads(&comparison.input);
    for plan in &mut report.plans {
        plan.ahead = aheads.remove(&plan.path);
    }
    let annotates = args.comments != Comments::Off && says != Says::InTheSummary;
    for output in outputs(&args.check.format) {
        let is_asked = args.check.format.iter().any(|asked| asked.format == output.format);
        if output.format == Format::Github && !is_asked && !annotates {
            continue;
        }
        write_output(&output, &report, &common.options(), out)?;
    }
    out.flush()?;
    write_action_outputs(&report, &args.check.format, &common.options())?;
    let source =
        comparison.pull_request.as_ref().map(|pull_request| &pull_request.repository).zip(credentials.as_ref());
    let source = source.map(|(repository, credentials)| source_of(repository, credentials, &options)).transpose()?;
    let checkout = Checkout { credentials: credentials.as_ref(), options: &options, source };
    let known = approvals_of(&comparison, &checkout, common, args)?;
    if let Some(known) = known.as_ref().filter(|_| args.dry_run) {
        args.check.say(terminal_lines(&known.planned()).as_bytes(), out)?;
    }
    if let Some(pull_request) = comparison.pull_request.filter(|_| args.comments == Comments::Review) {
        let request = ReviewRequest {
            repository_url: Some(pull_request.repository.address(variable)),
            edit_url: pull_request.edit_address(variable),
            repository: pull_request.repository.clone(),
            number: pull_request.number,
            head: pull_request.head.clone(),
            base_ref: pull_request.base_ref.clone(),
            hunks: local_hunks,
            approvals: known.map(|known| known.approvals),
            gone: gone(&comparison.input, &checkout, common, &options.instance),
            seen,
        };
        if args.dry_run {
            let plan = github::dry_run(&report, &request, credentials.as_ref(), &options)?;
            plan.remarks.iter().for_each(|remark| say(remark));
            let lines = terminal_lines(&plan.to_string());
            args.check.say(lines.as_bytes(), out)?;
        } else if !pull_request.is_open {
            say("not posted: the pull request is closed");
        } else {
            let posted = post(&report, &request, credentials.as_ref(), &options, common.verbose);
            if !posted && args.require_post {
                return Err(Error::new("the review was not posted, and --require-post is set"));
            }
        }
    }
    verdict(&report, fail_on)
}

/// Looks who approved, where the configuration asks, and writes the commit status.
fn approvals_of(
    comparison: &Comparison,
    checkout: &Checkout,
    common: &Common,
    args: &ReviewArgs,
) -> Result<Option<approvals::Known>, Error> {
    let Comparison { input, pull_request, queued } = comparison;
    if let (Some((repository, head)), Some(_)) = (queued, input.ruleset.policy.approvals) {
        approvals::publish(repository, head, &Status::of_queue(), checkout);
    }
    let Some(pull_request) = pull_request else { return Ok(None) };
    let known = approvals::known(input, pull_request, checkout, &common.dir);
    if let Some(known) = &known {
        if let Some(path) = &args.approvals_out {
            known.keep(pull_request, path)?;
        }
        if !args.dry_run && pull_request.is_open {
            known.publish(pull_request, checkout);
        }
    }
    Ok(known)
}

/// Posts the review, and gives whether the pull request says all of it now. A failure is said, and
/// changes no verdict.
fn post(
    report: &Report,
    request: &ReviewRequest,
    credentials: Option<&Credentials>,
    options: &Options,
    is_verbose: bool,
) -> bool {
    let Some(credentials) = credentials else {
        say("no GITHUB_TOKEN, so the findings are only in the log, the annotations and the job summary");
        return false;
    };
    match github::review(report, request, credentials, options) {
        Ok(outcome) => {
            outcome.remarks.iter().for_each(|remark| say(remark));
            say(&outcome.to_string());
            if is_verbose {
                say(&format!("{} requests to GitHub", outcome.requests));
            }
            // A newer head has a run of its own, which says what holds now.
            matches!(
                outcome.conclusion,
                Conclusion::Written
                    | Conclusion::NothingNew
                    | Conclusion::Superseded { .. }
                    | Conclusion::Retargeted { .. }
            )
        }
        Err(error) => {
            say(&format!("not posted: {error}{} ({})", cause_of(&error), error.advice().unwrap_or_default()));
            false
        }
    }
}

fn terminal_lines(text: &str) -> String {
    text.lines().map(|line| terminal(line) + "\n").collect()
}

/// The hunks of our own diff, for files whose diff GitHub leaves out.
fn local_hunks(input: &Input) -> HashMap<String, Vec<Hunk>> {
    let mut found = HashMap::new();
    for subject in &input.subjects {
        // A plan that was renamed is one file; a log keeps its name.
        for wants_log in [false, true] {
            let file = |version: Option<&Arc<Version>>| {
                let files = version?.files().find(|(in_log, _, _)| *in_log == wants_log);
                files.map(|(_, source, _)| (source.path.clone(), source.text.to_string()))
            };
            let (base, head) = (file(subject.base()), file(subject.head()));
            let Some((path, _)) = head.as_ref().or(base.as_ref()) else { continue };
            let text =
                |file: &Option<(String, String)>| file.as_ref().map_or_else(String::new, |(_, text)| text.clone());
            found.insert(path.clone(), hunks(&text(&base), &text(&head), CONTEXT_LINES));
        }
        let (base, head) = (flag_files(subject.base()), flag_files(subject.head()));
        for (path, after) in head {
            let before = base.get(path).map_or("", |source| &source.text);
            found.entry(path.to_owned()).or_insert_with(|| hunks(before, &after.text, CONTEXT_LINES));
        }
    }
    let text = |source: &Option<Source>| source.as_ref().map_or_else(String::new, |source| source.text.to_string());
    for edit in &input.facts.policy_edits {
        let Some(source) = edit.head.as_ref().or(edit.base.as_ref()) else { continue };
        found.insert(source.path.clone(), hunks(&text(&edit.base), &text(&edit.head), CONTEXT_LINES));
    }
    found
}

/// The flag files that a version was read with, by their paths.
fn flag_files(version: Option<&Arc<Version>>) -> BTreeMap<&str, &Source> {
    let places = version.into_iter().flat_map(|version| version.exposures()).flat_map(Exposure::places);
    places.map(|place| (place.source.path.as_str(), &place.source)).collect()
}

/// Lines around a change that GitHub shows and lets people comment on.
pub(super) const CONTEXT_LINES: u32 = 3;

// --- what later steps of the workflow read ---

fn write_action_outputs(report: &Report, asked: &[Output], options: &crate::report::Options) -> Result<(), Error> {
    let Some(path) = std::env::var_os("GITHUB_OUTPUT").filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(());
    };
    let folder =
        std::env::var_os("RUNNER_TEMP").filter(|path| !path.is_empty()).map_or_else(std::env::temp_dir, PathBuf::from);
    let json = folder.join("rolloutlint-report.json");
    let whole = Output { format: Format::Json, file: Some(json.clone()) };
    write_output(&whole, report, options, &mut io::sink())?;
    let failed = failed_to_write(&path);
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path).map_err(&failed)?;
    let sarif = asked.iter().find(|output| output.format == Format::Sarif).and_then(|output| output.file.as_deref());
    let outputs = [
        ("errors", report.summary.errors.to_string()),
        ("warnings", report.summary.warnings.to_string()),
        ("report", json.display().to_string()),
        ("sarif-file", sarif.map(|path| path.display().to_string()).unwrap_or_default()),
        ("transitions", json_moves(report).to_string()),
    ];
    for (name, value) in outputs {
        // A line break would begin another output.
        if value.contains(['\n', '\r']) {
            return Err(Error::new(format!("the output `{name}` has a line break")).help("choose another file name"));
        }
        writeln!(file, "{name}={value}").map_err(&failed)?;
    }
    Ok(())
}
