//! `rolloutlint new` and `rolloutlint init`: files that were not there before.

use super::agents::{self, Agents};
use super::arguments::{Common, Outcome, day, schema_address};
use super::files::Desk;
use super::propose::{self, Proposed};
use crate::change::Subject;
use crate::edit::create::{NewPlan, create};
use crate::error::Error;
use crate::git::Repository;
use crate::plan::{Plan, is_rollout_id, parse};
use crate::propose::exposure;
use crate::report::terminal;
use crate::template::{BUILT_IN, Template};
use crate::text::{Source, fold};
use crate::versions::{self, Request, machine_date};
use clap::Args;
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct NewArgs {
    /// The rollout's name.
    name: String,
    /// The Rollout ID; the next free one when it is left out.
    #[arg(long)]
    id: Option<String>,
    /// Who owns the rollout; the name that Git signs commits with when it is left out.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Date the plan as on this day instead of the machine's.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

#[derive(Args)]
pub(super) struct InitArgs {
    /// Make the template and the configuration from a plan that the team has already.
    #[arg(long, value_name = "PLAN")]
    from: Option<PathBuf>,
    /// Edit the plan that --from names, too: its decision log, and boxes before its gates.
    #[arg(long, requires = "from")]
    write: bool,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn new_plan(common: &Common, args: &NewArgs, out: &mut dyn Write) -> Outcome {
    let today = args.today.unwrap_or_else(machine_date);
    let request = Request { today: Some(today), ..common.request() };
    // Two new plans at once would take the same ID.
    let desk = Desk::take(&common.dir)?;
    let input = versions::plans_on_disk(&request)?;
    let plans: Vec<&Plan> = input.subjects.iter().map(Subject::plan).collect();
    if let Some(same) =
        plans.iter().find(|plan| plan.id.is_some() && plan.id.as_deref().map(fold) == args.id.as_deref().map(fold))
    {
        return Err(Error::new(format!("{} has this Rollout ID already", same.source.path))
            .help("leave out --id to take the next free one"));
    }
    if let Some(id) = args.id.as_ref().filter(|id| !is_rollout_id(id)) {
        return Err(
            Error::new(format!("`{id}` is no Rollout ID")).help("write capitals, a hyphen and a number: `RO-014`")
        );
    }
    let repository = Repository::discover(&common.dir).ok();
    let new = NewPlan {
        name: args.name.clone(),
        id: args.id.clone().unwrap_or_else(|| next_id(&plans, &input.ruleset.template)),
        owner: args
            .owner
            .clone()
            .filter(|owner| !owner.trim().is_empty())
            .or_else(|| repository.as_ref().and_then(Repository::user_name)),
        today,
    };
    let slug = slug(&args.name);
    if slug.is_empty() {
        return Err(Error::new("the name has no letter or digit").help("give the rollout a name that people can say"));
    }
    let folder = repository.as_ref().and_then(|repository| repository.relative_path(&common.dir)).unwrap_or_default();
    let path = versions::path_for_new_plan(&input.ruleset.policy, &slug, &folder)?.ok_or_else(|| {
        Error::new(format!("no pattern of `plans:` says where a new plan called `{slug}` belongs"))
            .help(way_to_a_pattern(input.ruleset.policy.plans.as_deref().unwrap_or_default()))
    })?;
    let policy = &input.ruleset.policy;
    // Read as a plan, the template has the slots of the plan to be.
    let template = parse::parse(input.ruleset.template.source.clone(), &input.ruleset.template, policy, Some(true));
    let full = input.disk(&path);
    if full.symlink_metadata().is_ok() {
        return Err(Error::new(format!("{path} is there already")).help("give the rollout another name"));
    }
    let text = create(&template, input.ruleset.template.name.as_deref(), &new);
    desk.create_all(input.root(), &[(full, &text)])?;
    writeln!(out, "wrote {}", terminal(&path))?;
    // What the template has no place for stands nowhere.
    let made = parse::parse(Source::new(path.as_str(), text), &input.ruleset.template, policy, Some(true));
    let owner =
        made.owner.as_deref().map_or_else(|| "nobody owns it yet".to_owned(), |owner| format!("owned by {owner}"));
    let id = made.id.as_deref().map_or_else(|| "without a Rollout ID".to_owned(), |id| format!("is {id}"));
    writeln!(out, "{} {}, {}", terminal(&new.name), terminal(&id), terminal(&owner))?;
    if made.id.is_none() {
        writeln!(
            out,
            "the template has no field for the ID; where its label is another word, `aliases:` says what it means"
        )?;
    }
    writeln!(out, "fill in what is in brackets, and run `rolloutlint check {}`", terminal(&path))?;
    Ok(ExitCode::SUCCESS)
}

/// What to write so that a new plan has a place: the patterns that are there with one more, or the
/// folder to go to where a pattern leaves it open.
fn way_to_a_pattern(globs: &[String]) -> String {
    if globs.iter().any(|glob| glob.contains('*')) {
        return "run it in the folder that keeps such plans, or add a pattern such as `rollouts/*.md`".to_owned();
    }
    let folder = globs.first().and_then(|glob| glob.rsplit_once('/')).map_or("", |(folder, _)| folder);
    let more = if folder.is_empty() { "rollouts/*.md".to_owned() } else { format!("{folder}/rollouts/*.md") };
    let all: Vec<String> = globs.iter().chain([&more]).map(|glob| format!("\"{glob}\"")).collect();
    format!("write `plans: [{}]` into the configuration, and run it again", all.join(", "))
}

/// The ID behind the highest ID of the plans, with its letters and its width. Without any, it is
/// the ID of the template.
fn next_id(plans: &[&Plan], template: &Template) -> String {
    let parts = |id: &str| {
        let (word, number) = id.rsplit_once('-')?;
        let known = Some((word.to_uppercase(), number.len(), number.parse::<u64>().ok()?));
        known.filter(|(word, _, _)| is_rollout_id(&format!("{word}-{number}")))
    };
    let ids = plans.iter().filter_map(|plan| parts(plan.id.as_deref()?));
    match ids.max_by_key(|(_, _, number)| *number) {
        Some((word, width, number)) => format!("{word}-{:0width$}", number.saturating_add(1)),
        None => template
            .slot("rollout id")
            .written
            .first()
            .map_or_else(|| "RO-001".to_owned(), |bracket| bracket.trim_matches(['[', ']']).to_owned()),
    }
}

/// A file name from a rollout's name: its words in lower case with hyphens between.
fn slug(name: &str) -> String {
    let words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("-").chars().take(80).collect::<String>().trim_end_matches('-').to_owned()
}

// --- init ---

/// The configuration that a team starts with.
const CONFIG: &str = include_str!("init/rolloutlint.yml");

/// The workflow that a team starts with; the README shows the same.
const WORKFLOW: &str = include_str!("init/workflow.yml");

/// The owner of the action in the workflow, until somebody says who that is.
const YOUR_ORG: &str = "your-org";

pub(super) fn init(common: &Common, args: &InitArgs, out: &mut dyn Write) -> Outcome {
    let workspace = versions::Workspace::of(&common.dir);
    if workspace.is_bare() {
        return Err(Error::new("a bare repository has no files on disk").help("run it in a checkout"));
    }
    let root = workspace.root().to_path_buf();
    let desk = (!args.dry_run).then(|| Desk::take(&common.dir)).transpose()?;
    let proposed = args.from.as_deref().map(|plan| propose::from_plan(common, plan)).transpose()?;
    let there = |path: &str| root.join(path).symlink_metadata().is_ok();
    let configured = crate::config::CONFIG_PATHS.iter().find(|path| there(path));
    let is_configured = configured.is_some();
    let near = match proposed.is_none() && !is_configured {
        true => versions::files_like_plans(&common.request())?,
        false => Vec::new(),
    };
    let owner = Repository::discover(&common.dir).ok().and_then(|repository| repository.github_owner());
    let workflow = owner.as_ref().map_or(WORKFLOW.to_owned(), |owner| WORKFLOW.replace(YOUR_ORG, owner));
    let flags = if is_configured { String::new() } else { exposure(&versions::flag_files(&common.request())?) };
    let (template_path, template, config) = match &proposed {
        Some(Proposed { proposal, .. }) => {
            (proposal.template_path.as_str(), proposal.template.as_str(), proposal.config.as_str())
        }
        None => ("rollouts/TEMPLATE.md", BUILT_IN, CONFIG),
    };
    // Editors complete and check the keys by the schema of this version.
    let schema = schema_address().map_or_else(String::new, |at| format!("# yaml-language-server: $schema={at}\n"));
    let config = format!("{schema}{config}{flags}");
    let agents = Agents::of(&root);
    let wanted = [
        (template_path, template, "the template that plans are made from"),
        (".rolloutlint.yml", config.as_str(), "the configuration"),
        (".github/workflows/rollouts.yml", workflow.as_str(), "the workflow that judges pull requests"),
    ];
    writeln!(out, "in {}:", terminal(&root.canonicalize().unwrap_or_else(|_| root.clone()).to_string_lossy()))?;
    let skipped_workflow = there(wanted[2].0);
    let skipped = |path: &str| there(path) || (path == ".rolloutlint.yml" && is_configured);
    for (path, text, what) in wanted {
        let lines = text.lines().count();
        let word = if skipped(path) { "leaves " } else { "writes " };
        let why = if skipped(path) { ", which is there already".to_owned() } else { format!(" ({lines} lines)") };
        writeln!(out, "{word} {}: {what}{why}", terminal(path))?;
    }
    let (lines, what) = (agents::BLOCK.lines().count(), "what programs may do with plans");
    match &agents {
        Agents::New => writeln!(out, "writes  {}: {what} ({lines} lines)", agents::PATH)?,
        Agents::Longer(_) => writeln!(out, "adds to {}: {what} ({lines} lines)", agents::PATH)?,
        Agents::Left(why) => writeln!(out, "leaves  {}: {what}, {why}", agents::PATH)?,
    }
    // The built-in template is long and the same for everybody. Somebody must read one that was
    // made from a plan.
    let is_shown = |path: &str| proposed.is_some() || (path != template_path && !skipped(path));
    for (path, text, _) in wanted.iter().filter(|(path, _, _)| is_shown(path)) {
        let text = if proposed.is_some() { terminal_lines(text) } else { (*text).to_owned() };
        writeln!(out, "\n--- {}\n{}", terminal(path), text.trim_end())?;
    }
    if !matches!(agents, Agents::Left(_)) {
        writeln!(out, "\n--- {}\n{}", agents::PATH, agents::BLOCK.trim_end())?;
    }
    if let Some(proposed) = &proposed {
        proposed.write_plan(args.write, &common.options(), out)?;
        proposed.write_verdict(out)?;
        if let Some(path) = configured {
            proposed.write_way_to_configuration(path, out)?;
        }
    }
    if let Some(first) = near.first() {
        let are = if near.len() == 1 { "looks like a plan" } else { "look like plans" };
        let (all, first) = (terminal(&near.join(", ")), terminal(first));
        let undo = if args.dry_run { "" } else { "to start from it instead, remove what was written and run " };
        let instead = if args.dry_run { " starts from it instead" } else { "" };
        writeln!(out, "\n{all} {are}: {undo}`rolloutlint init --from {first}`{instead}")?;
    }
    out.flush()?;
    let Some(desk) = desk else { return Ok(ExitCode::SUCCESS) };
    if let Some(proposed) = proposed.as_ref().filter(|_| args.write) {
        desk.replace_all(&root, std::slice::from_ref(&proposed.plan), |path| root.join(path))?;
    }
    let mut new: Vec<(&str, &str)> =
        wanted.iter().filter(|(path, _, _)| !skipped(path)).map(|(path, text, _)| (*path, *text)).collect();
    match &agents {
        Agents::New => new.push((agents::PATH, agents::BLOCK)),
        Agents::Longer(file) => desk.replace_all(&root, std::slice::from_ref(file), |path| root.join(path))?,
        Agents::Left(_) => {}
    }
    let edits_plan =
        args.write && proposed.as_ref().is_some_and(|proposed| proposed.plan.before != proposed.plan.after);
    if new.is_empty() && matches!(agents, Agents::Left(_)) && !edits_plan {
        writeln!(out, "\nnothing was written: all is there")?;
        return Ok(ExitCode::SUCCESS);
    }
    let new: Vec<(PathBuf, &str)> = new.into_iter().map(|(path, text)| (root.join(path), text)).collect();
    desk.create_all(&root, &new)?;
    if let (false, Some(owner)) = (skipped_workflow, &owner) {
        writeln!(
            out,
            "\nthe workflow takes rolloutlint from {owner} on GitHub; put another owner there if your copy is elsewhere"
        )?;
    }
    if !skipped_workflow && owner.is_none() {
        writeln!(out, "\nin the workflow, put the owner of your copy of rolloutlint in place of `{YOUR_ORG}`")?;
    }
    writeln!(out, "\nnext: `rolloutlint new \"NAME\"`, and commit what was written")?;
    Ok(ExitCode::SUCCESS)
}

/// A text of a plan, made harmless line by line.
fn terminal_lines(text: &str) -> String {
    text.lines().map(terminal).collect::<Vec<_>>().join("\n")
}
