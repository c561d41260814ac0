//! `rolloutlint review`: finds out from the event what to compare, judges it, and says the result
//! where the reviewers are.

use super::arguments::{CheckOptions, Common, Outcome};
use super::judge::{compare_with_each, judge, verdict};
use super::output::{Output, outputs, write_output};
use crate::check::Report;
use crate::error::Error;
use crate::finding::Fingerprint;
use crate::git::{Commit, CommitId, Repository, hunks};
use crate::github::event::Says;
use crate::github::{self, Conclusion, Credentials, Event, Options, PullRequest, ReviewRequest};
use crate::report::{Format, json_moves, terminal};
use crate::text::{Hunk, Source};
use crate::version::Version;
use crate::versions::{self, Head, Input, Request};
use clap::{Args, ValueEnum};
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Args)]
pub(super) struct ReviewArgs {
    /// Files and folders; all plans of the repository when none is given.
    paths: Vec<PathBuf>,
    /// The pull request to review, when no event names one.
    #[arg(long, value_name = "N", requires = "repo")]
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

/// The comparison that an event asks for.
struct Comparison {
    input: Input,
    /// The pull request to comment on.
    pull_request: Option<PullRequest>,
}

pub(super) fn run(common: &Common, args: &ReviewArgs, out: &mut dyn Write) -> Outcome {
    let credentials = Credentials::from_variables(variable)?;
    let options = Options::default();
    let options = Options { instance: instance(common, args), ..options };
    github::check_instance(&options)?;
    let event = event(args, credentials.as_ref(), &options)?;
    let says = event.says();
    let request = Request { paths: &args.paths, today: args.check.today, is_gate: true, ..common.request() };
    let comparison = match compare(event, &request, credentials.as_ref(), &options)? {
        Found::Comparison(comparison) => *comparison,
        Found::Nothing(why) => {
            say(why);
            return Ok(ExitCode::SUCCESS);
        }
    };
    let policy = &comparison.input.ruleset.policy;
    let options = Options { outside_diff: policy.outside_diff, ..options };
    let fail_on = args.check.fail_on(policy);
    let local_hunks = local_hunks(&comparison.input);
    let report = judge(&comparison.input, args.check.settings());
    let annotates = args.comments != Comments::Off && says != Says::InTheSummary;
    for output in outputs(&args.check.format) {
        let is_asked = args.check.format.iter().any(|asked| asked.format == output.format);
        if output.format == Format::Github && !is_asked && !annotates {
            continue;
        }
        write_output(&output, &report, &common.options(), out)?;
    }
    out.flush()?;
    write_action_outputs(&report, &args.check.format)?;
    if let Some(pull_request) = comparison.pull_request.filter(|_| args.comments == Comments::Review) {
        let request = ReviewRequest {
            repository_url: Some(pull_request.repository.address(variable)),
            repository: pull_request.repository.clone(),
            number: pull_request.number,
            head: pull_request.head.clone(),
            hunks: local_hunks,
        };
        if args.dry_run {
            let plan = github::dry_run(&report, &request, credentials.as_ref(), &options)?;
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

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Two jobs that judge different plans, or by different rules, must not close each other's threads.
fn instance(common: &Common, args: &ReviewArgs) -> String {
    if let Some(name) = &args.instance {
        return name.clone();
    }
    if common.config.is_none() && args.paths.is_empty() {
        return Options::default().instance;
    }
    // From the repository's root: two jobs may name the same path in two folders.
    let repository = Repository::discover(&common.dir).ok();
    let name = |path: &PathBuf| {
        let inside = repository.as_ref().and_then(|repository| repository.relative_path(&common.dir.join(path)));
        inside.unwrap_or_else(|| path.display().to_string())
    };
    let paths: Vec<String> = args.paths.iter().map(name).collect();
    let config = common.config.as_ref().map(name).unwrap_or_default();
    Fingerprint::new("instance", &config, &paths.join("\n"), 0).0.chars().take(12).collect()
}

/// Standard error is only for people here; when it is closed, nobody is reading.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "review: {}", terminal(text));
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
            say(&outcome.to_string());
            if is_verbose {
                say(&format!("{} requests to GitHub", outcome.requests));
            }
            // A newer head has a run of its own, which says what holds now.
            matches!(outcome.conclusion, Conclusion::Written | Conclusion::NothingNew | Conclusion::Superseded { .. })
        }
        Err(error) => {
            let cause = error.cause().map_or_else(String::new, |cause| format!(": {cause}"));
            say(&format!("not posted: {error}{cause} ({})", error.advice().unwrap_or_default()));
            false
        }
    }
}

fn terminal_lines(text: &str) -> String {
    text.lines().map(|line| terminal(line) + "\n").collect()
}

// --- what to compare ---

fn event(args: &ReviewArgs, credentials: Option<&Credentials>, options: &Options) -> Result<Event, Error> {
    if let (Some(number), Some(repo)) = (args.pr, &args.repo) {
        let repository = github::Repository::parse(repo)?;
        let credentials = credentials.ok_or_else(no_token)?;
        return Ok(Event::PullRequest(github::pull_request(&repository, number, credentials, options)?));
    }
    match (variable("GITHUB_EVENT_NAME"), variable("GITHUB_EVENT_PATH")) {
        (Some(name), Some(path)) => Ok(Event::from_file(&name, Path::new(&path))?),
        _ => Err(Error::new("no event to review: GITHUB_EVENT_NAME and GITHUB_EVENT_PATH are not set")
            .help("run it in a workflow, name a pull request with --pr N --repo OWNER/NAME, or use `rolloutlint check --base origin/main`")),
    }
}

/// What an event leads to.
enum Found {
    Comparison(Box<Comparison>),
    /// Nothing, and why.
    Nothing(&'static str),
}

impl Found {
    fn comparison(input: Input, pull_request: Option<PullRequest>) -> Found {
        Found::Comparison(Box::new(Comparison { input, pull_request }))
    }
}

/// What the event compares, judged from Git's data alone.
fn compare(
    event: Event,
    request: &Request,
    credentials: Option<&Credentials>,
    options: &Options,
) -> Result<Found, Error> {
    let repository = Repository::discover(request.dir)?;
    let checkout = Checkout { credentials, options };
    let between = |repository: &Repository, bases: &[CommitId], head: Commit| {
        compare_with_each(repository, bases, &Head::Commit(head.id, head.committed_on), request)
    };
    let of_pull_request = |repository: Repository, pull_request: PullRequest| {
        let repository = checkout.with_commit(repository, &pull_request.head)?;
        let head = repository.resolve(&pull_request.head)?;
        let PullRequest { repository: on_github, base_ref, .. } = &pull_request;
        let (repository, bases) = checkout.merge_bases(repository, Some(on_github), base_ref, &head.id)?;
        Ok(Found::comparison(between(&repository, &bases, head)?, Some(pull_request)))
    };
    match event {
        Event::PullRequest(pull_request) => of_pull_request(repository, pull_request),
        Event::WorkflowRun { repository: on_github, head_owner, head_branch, head } => {
            let credentials = credentials.ok_or_else(no_token)?;
            let found = github::pull_request_from(&on_github, &head_owner, &head_branch, &head, credentials, options)?;
            let newer = "superseded: no open pull request has the head of this run any more";
            found.map_or(Ok(Found::Nothing(newer)), |pull_request| of_pull_request(repository, pull_request))
        }
        Event::MergeGroup { head, base } => {
            let repository = checkout.with_commit(checkout.with_commit(repository, &head)?, &base)?;
            let (head, base) = (repository.resolve(&head)?, repository.resolve(&base)?);
            Ok(Found::comparison(between(&repository, &[base.id], head)?, None))
        }
        Event::Push { after: None, .. } => Ok(Found::Nothing("the branch is gone: there is nothing to judge")),
        Event::Push { after: Some(head), before, default_branch, repository: on_github } => {
            let repository = checkout.with_commit(repository, &head)?;
            let head = repository.resolve(&head)?;
            let known = before.map(|before| {
                let repository = checkout.with_commit(Repository::discover(request.dir)?, &before)?;
                let base = repository.resolve(&before)?.id;
                Ok::<_, Error>((repository, vec![base]))
            });
            let (repository, bases) = match (known, default_branch) {
                (Some(Ok(known)), _) => known,
                (Some(Err(error)), None) => return Err(error),
                // A new branch, or one whose old commit a force push has left behind, is compared
                // with where it left the default branch.
                (_, Some(branch)) => checkout.merge_bases(repository, on_github.as_ref(), &branch, &head.id)?,
                (None, None) => {
                    return Err(Error::new("the event names no commit to compare with")
                        .help("use `rolloutlint check --base REV`"));
                }
            };
            // The first push of the default branch: all of it is new.
            if bases.contains(&head.id) {
                return Ok(Found::comparison(whole_tree(request)?, None));
            }
            Ok(Found::comparison(between(&repository, &bases, head)?, None))
        }
        Event::Other { .. } => Ok(Found::comparison(whole_tree(request)?, None)),
    }
}

/// All plans as they stand.
fn whole_tree(request: &Request) -> Result<Input, Error> {
    let mut input = versions::plans_on_disk(request)?;
    let note = "the event names nothing to compare with, so every plan is judged by itself";
    input.notes.insert(0, note.to_owned());
    Ok(input)
}

fn no_token() -> Error {
    Error::new("a pull request can only be looked up with a token").help("set GITHUB_TOKEN")
}

/// How commits come into a checkout that lacks them.
struct Checkout<'a> {
    credentials: Option<&'a Credentials>,
    options: &'a Options,
}

impl Checkout<'_> {
    /// Makes sure that a commit is there. The checkout of a workflow for a fork has only its own
    /// branch.
    fn with_commit(&self, repository: Repository, id: &str) -> Result<Repository, Error> {
        if repository.resolve(id).is_ok() {
            return Ok(repository);
        }
        let server = github::server(variable);
        let login = self.credentials.map(|credentials| (server.as_str(), credentials.token.secret()));
        repository.fetch_commit(&CommitId(id.to_owned()), login)
    }

    /// The merge bases with a branch as it is now; GitHub knows one of them. `base.sha` of a pull
    /// request's event does not count: it goes stale when the branch moves on.
    fn merge_bases(
        &self,
        repository: Repository,
        on_github: Option<&github::Repository>,
        branch: &str,
        head: &CommitId,
    ) -> Result<(Repository, Vec<CommitId>), Error> {
        let local = || -> Result<Vec<CommitId>, Error> {
            // In full, because a tag may be called `origin/main`, too, and would go first.
            let tip = repository.resolve(&format!("refs/remotes/origin/{branch}"))?;
            repository.merge_bases(&tip.id, head)
        };
        let error = match local() {
            Ok(bases) => return Ok((repository, bases)),
            Err(error) => error,
        };
        let way_out =
            "give the step a token, so that the merge base can be asked for, or check out with `fetch-depth: 0`";
        let Some((credentials, on_github)) = self.credentials.zip(on_github) else {
            return Err(error.help(way_out));
        };
        let base = github::merge_base(on_github, branch, &head.0, credentials, self.options);
        let base = base.map_err(|error| error.help(way_out))?;
        let repository = self.with_commit(repository, &base)?;
        Ok((repository, vec![CommitId(base)]))
    }
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
    }
    let text = |source: &Option<Source>| source.as_ref().map_or_else(String::new, |source| source.text.to_string());
    for edit in &input.facts.policy_edits {
        let Some(source) = edit.head.as_ref().or(edit.base.as_ref()) else { continue };
        found.insert(source.path.clone(), hunks(&text(&edit.base), &text(&edit.head), CONTEXT_LINES));
    }
    found
}

/// Lines around a change that GitHub shows and lets people comment on.
pub(super) const CONTEXT_LINES: u32 = 3;

// --- what later steps of the workflow read ---

fn write_action_outputs(report: &Report, asked: &[Output]) -> Result<(), Error> {
    let Some(path) = std::env::var_os("GITHUB_OUTPUT").filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(());
    };
    let folder =
        std::env::var_os("RUNNER_TEMP").filter(|path| !path.is_empty()).map_or_else(std::env::temp_dir, PathBuf::from);
    let json = folder.join("rolloutlint-report.json");
    let whole = Output { format: Format::Json, file: Some(json.clone()) };
    write_output(&whole, report, &crate::report::Options::default(), &mut io::sink())?;
    let failed = |error: io::Error| Error::new(format!("{} cannot be written", path.display())).because(error);
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
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
        writeln!(file, "{name}={value}").map_err(failed)?;
    }
    Ok(())
}
