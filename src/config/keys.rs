//! The declaration of all keys of `.rolloutlint.yml`. Reading, the JSON Schema, the documentation
//! and "did you mean" follow from it.

use super::exposure::ExposureEntry;
use super::key::Key;
use super::kinds::{
    DecidedStep, DecisionWord, Evidence, Level, People, PlanGlob, RelativePath, RepositoryPath, RuleId, StageHeading,
    StageNames, TextPattern,
};
use super::policy::{ApprovalMode, OutsideDiff};
use super::read::{At, Either, Kind, keys};
use crate::finding::Severity;
use crate::stage_number::StageNumber;
use std::collections::BTreeMap;

const AT_ONCE: Option<&str> = Some("counts at once");
const FROM_THE_NEXT: Option<&str> = Some("counts from the next change on, so that no change brings its own exemption");

/// All keys, in the order in which a configuration is best written.
pub const KEYS: &[Key] = File::KEYS;

keys! {
    /// The whole file.
    File {
        /// Another file of this repository, whose keys count here, too: a path from the folder of
        /// this file. A platform team can keep such a file the same in all its repositories. A key
        /// of this file goes before the same key there. Keys inside of a key are joined one by one,
        /// and a list takes the place of the other list. That file may extend another one. It is
        /// read from the same version as the file that names it, and nothing is fetched. Whoever
        /// edits it edits the configuration.
        "extends" extends: Option<At<RelativePath>> {
            default: "none: the file stands alone",
            written_default: None,
            example: "extends: .github/rollouts/platform.yml\n",
            first: AT_ONCE,
            since: "0.1.0",
        }
        /// Globs of the files that are rollout plans, from the repository's root, with `/`. `*`
        /// stays inside a folder, `**` does not. Every file that matches is a plan, whatever it
        /// looks like. `TEMPLATE.md` and the configured template never are, and neither is a file
        /// that a glob with `!` before it matches.
        "plans" plans: Option<Vec<PlanGlob>> {
            default: "`rollouts/**/*.md`, `rollout-plans/**/*.md`, `**/*rollout*.md` and `**/*.rollout.md`, as far as a file looks like a plan: \
                      it has a `Rollout:` heading or a Rollout ID, and at least two stages",
            written_default: None,
            example: "plans: [\"rollouts/**/*.md\"]\n",
            first: Some("adds to the default, so that no plan gets out of sight"),
            since: "0.1.0",
        }
        /// The team's own template: a path from the repository's root. Its sections, labels, tables
        /// and brackets are what plans are held to.
        "template" template: Option<RepositoryPath> {
            default: "the template that `rolloutlint init` writes",
            written_default: None,
            example: "template: rollouts/TEMPLATE.md\n",
            first: AT_ONCE,
            since: "0.1.0",
        }
        /// The lowest severity that makes a run fail: `error`, `warning` or `info`. `--fail-on`
        /// goes before it.
        "fail-on" fail_on: Option<Severity> {
            default: "`error`",
            written_default: Some("fail-on: error\n"),
            example: "fail-on: warning\n",
            first: AT_ONCE,
            since: "0.1.0",
        }
        /// Rules with another severity than their own: `error`, `warning`, `info` or `off`.
        /// `rolloutlint rules` lists them with theirs.
        "rules" rules: BTreeMap<RuleId, Level> {
            default: "each rule's own severity",
            written_default: Some("rules: {}\n"),
            example: "rules:\n  log-rationale-weak: error\n  todo-marker: off\n",
            first: Some("may lower only rules about what is filled in; all others can only become stricter"),
            since: "0.1.0",
        }
        /// How stages are called.
        "stages" stages: Stages {
            default: "`Stage`, `Phase`, `Wave`, `Ring` or `Cohort`, each with a number",
            written_default: Some("stages: {}\n"),
            example: "stages:\n  heading: \"Fase {n}: {name}\"\n",
            first: Some("adds to the default, so that no stage gets out of sight"),
            since: "0.1.0",
        }
        /// More words for a decision, by the decision's own word, in any language. A word that
        /// rolloutlint knows keeps its meaning.
        "decisions" decisions: BTreeMap<DecisionWord, Vec<String>> {
            default: "`Go`, `Approved`, `No-go`, `Revert` and the like are known",
            written_default: Some("decisions: {}\n"),
            example: "decisions:\n  proceed: [Weiter]\n  hold: [Halt]\n",
            first: AT_ONCE,
            since: "0.1.0",
        }
        /// By the name of each person the login. A name, a login and `@login` are one person
        /// wherever deciders are compared. Whoever is named here is a person, whatever the name;
        /// and `log-decider-not-person` is an error then.
        "people" people: BTreeMap<String, String> {
            default: "nobody is named, and names are compared as they are written",
            written_default: Some("people: {}\n"),
            example: "people:\n  Priya Nair: priya-n\n  Tomas Lindqvist: tlq\n",
            first: FROM_THE_NEXT,
            since: "0.1.0",
        }
        /// Where decisions are logged, when not in the plans: a file for all of them, or a folder
        /// with a file for each plan. A log without stages, such as one of architecture decisions,
        /// is named with `file` and `append-only: true`: plans keep their own logs then, and
        /// `audit` tells what became of each of its entries.
        "log" log: Option<Either<RepositoryPath, LogKeys>> {
            default: "each plan holds its own log",
            written_default: None,
            example: "log: docs/decision-log.md\n",
            first: AT_ONCE,
            since: "0.1.0",
        }
        /// Up to which stage a rollout may have come, without a row in its log, when its plan comes
        /// under rolloutlint. Its first row may start there. What it does from then on needs rows
        /// as everywhere, and a plan that has rows gains nothing by it.
        "initial-stage" initial_stage: Option<StageNumber> {
            default: "the first stage",
            written_default: Some("initial-stage: 0\n"),
            example: "initial-stage: 2\n",
            first: Some("counts for plans that were there before, as far as they had come; a plan that is new in that change needs a row *adopt*"),
            since: "0.1.0",
        }
        /// Numbers of the stages that this team leaves out. Nothing is due in them, and a step may
        /// go over them.
        "skipped" skipped: Vec<StageNumber> {
            default: "none",
            written_default: Some("skipped: []\n"),
            example: "skipped: [1]\n",
            first: FROM_THE_NEXT,
            since: "0.1.0",
        }
        /// A team's own words for sections, labels and columns, by the word that rolloutlint knows.
        "aliases" aliases: BTreeMap<String, Vec<String>> {
            default: "none",
            written_default: Some("aliases: {}\n"),
            example: "aliases:\n  Exit Criteria: [Success gates, Critérios de saída]\n",
            first: Some("counts at once, but for words that the built-in template has itself"),
            since: "0.1.0",
        }
        /// More words that say that something does not apply. A reason is asked for behind them all
        /// the same.
        "not-applicable" not_applicable: Vec<String> {
            default: "`N/A`, `n.a.`, `none`, `not applicable` and dashes are known",
            written_default: Some("not-applicable: []\n"),
            example: "not-applicable: [entfällt, não se aplica]\n",
            first: FROM_THE_NEXT,
            since: "0.1.0",
        }
        /// Where flag files are, and how they say who sees a feature. A raise in such a file needs
        /// a decision as the plan's stage does. [Who sees it](exposure.md) has a set-up for each
        /// kind of file.
        "exposure" exposure: Vec<ExposureEntry> {
            default: "none: nothing is known of flags",
            written_default: Some("exposure: []\n"),
            example: "exposure:\n  - file: config/production.json\n    at: features.{flag}\n    scale: 100\n",
            first: Some("counts at once, for both sides: what is above the log already is a warning"),
            since: "0.1.0",
        }
        /// Whether those who decide must approve the pull request that records their decision.
        /// `review` writes it as the commit status `rolloutlint/approvals`: with `required` that is
        /// a failure while somebody is missing, with `reported` it only tells. No approval changes
        /// the exit code.
        "approvals" approvals: Option<ApprovalMode> {
            default: "nobody asks who approved",
            written_default: None,
            example: "approvals: required\n",
            first: FROM_THE_NEXT,
            since: "0.1.0",
        }
        /// Who may decide which step, by login or by a name of `people`: `1→2` for a step, `last`
        /// for the step into the last stage. One of a list is enough; `of` with `at-least` asks for
        /// several. Who skips a stage needs the people of each step.
        "deciders" deciders: BTreeMap<DecidedStep, Either<People, DecidersKeys>> {
            default: "anybody",
            written_default: Some("deciders: {}\n"),
            example: "deciders:\n  \"1→2\": [priya-n, tlq]\n  last: { of: [priya-n, tlq, sam], at-least: 2 }\n",
            first: FROM_THE_NEXT,
            since: "0.1.0",
        }
        /// How a change ticket is written, as a regular expression. `audit` looks for it in the
        /// trailer `Change-Ticket`, in the message of the commit, and in the row. A key of letters
        /// alone is no part of a longer word.
        "tickets" tickets: Option<TextPattern> {
            default: "what stands in the trailer `Change-Ticket`",
            written_default: None,
            example: "tickets: \"CHG-[0-9]+\"\n",
            first: AT_ONCE,
            since: "0.1.0",
        }
        /// Trailers that say that a program made a commit or helped: the name of the trailer, or
        /// the trailer with the beginning of its value. `audit` tells of decisions and ticks by
        /// such commits. An author or a co-author whose name ends in `[bot]` or `-bot` is always
        /// one.
        "agent-trailers" agent_trailers: Option<Vec<String>> {
            default: "`Assisted-by` and `Generated-by`",
            written_default: Some("agent-trailers: [Assisted-by, Generated-by]\n"),
            example: "agent-trailers: [Assisted-by, \"Co-authored-by: Release Robot\"]\n",
            first: AT_ONCE,
            since: "0.1.0",
        }
        /// What is asked of criteria beyond their ticks.
        "criteria" criteria: Criteria {
            default: "nothing",
            written_default: Some("criteria: {}\n"),
            example: "criteria: { evidence: link }\n",
            first: FROM_THE_NEXT,
            since: "0.1.0",
        }
        /// How findings are said on a pull request.
        "review" review: Review {
            default: "`outside-diff: summary`",
            written_default: Some("review: { outside-diff: summary }\n"),
            example: "review:\n  outside-diff: file\n",
            first: AT_ONCE,
            since: "0.1.0",
        }
    }
}

keys! {
    /// How a team's stages are called.
    Stages {
        /// The pattern of a stage's heading, with its word before `{n}`.
        "heading" heading: Option<StageHeading> {
            default: "any of the known words",
            written_default: None,
            example: "heading: \"Fase {n}: {name}\"\n",
            first: None,
            since: "0.1.0",
        }
        /// Headings without a number that open a stage each, in their order.
        "names" names: StageNames {
            default: "none",
            written_default: Some("names: []\n"),
            example: "names: [Canary, Everyone]\n",
            first: None,
            since: "0.1.0",
        }
        /// The heading or the label above a table whose rows are the stages. A row is a stage as a
        /// section is one: its cells are the labels with their values, and a cell with boxes, or
        /// under a header such as Exit Criteria, is a list.
        "table" table: Option<String> {
            default: "none: stages are headings",
            written_default: None,
            example: "table: Rollout stages\n",
            first: None,
            since: "0.1.0",
        }
        /// The heading or the label above a list whose items are the stages. What is nested in an
        /// item stands in the stage as it would below a heading.
        "list" list: Option<String> {
            default: "none: stages are headings",
            written_default: None,
            example: "list: Rollout stages\n",
            first: None,
            since: "0.1.0",
        }
    }
}

keys! {
    /// A decision log in a file of its own.
    LogKeys {
        /// The file, a path from the repository's root.
        "file" file: RepositoryPath {
            default: "none: it must be there",
            written_default: None,
            example: "file: docs/decisions.md\n",
            first: None,
            since: "0.1.0",
        }
        /// Whether its entries name no stages. They may only be added to; their state may change.
        "append-only" append_only: Option<bool> {
            default: "`false`",
            written_default: None,
            example: "{ append-only: true, file: docs/decisions.md }\n",
            first: None,
            since: "0.1.0",
        }
    }
}

keys! {
    /// What is asked of criteria beyond their ticks.
    Criteria {
        /// What must stand in the line of an exit criterion that is ticked. With `link` that is a
        /// link, a commit, a ticket or a run: `criterion-without-evidence` is an error then, unless
        /// `rules:` says otherwise.
        "evidence" evidence: Option<Evidence> {
            default: "nothing",
            written_default: None,
            example: "evidence: link\n",
            first: None,
            since: "0.1.0",
        }
    }
}

keys! {
    /// How findings are said on a pull request.
    Review {
        /// Where findings go that no line of the diff can carry: `summary` lists them in the
        /// summary comment, `file` opens one thread for each file.
        "outside-diff" outside_diff: Option<OutsideDiff> {
            default: "`summary`",
            written_default: Some("outside-diff: summary\n"),
            example: "outside-diff: file\n",
            first: None,
            since: "0.1.0",
        }
    }
}

keys! {
    /// Some of several people.
    DecidersKeys {
        /// The people.
        "of" of: People {
            default: "none: it must be there",
            written_default: None,
            example: "last: { of: [priya-n, tlq], at-least: 2 }\n",
            first: None,
            since: "0.1.0",
        }
        /// How many of them must decide.
        "at-least" at_least: Option<u32> {
            default: "1",
            written_default: None,
            example: "last: { of: [priya-n, tlq], at-least: 2 }\n",
            first: None,
            since: "0.1.0",
        }
    }
}
