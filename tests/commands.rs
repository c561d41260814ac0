//! A rollout from its first day to GA, driven by the commands: what they write is what a check
//! wants, and nothing else is touched.
#![allow(clippy::unwrap_used)]

mod support;

use rolloutlint::template::BUILT_IN;
use support::{Repo, Run, compare_or_update, compliant, moved_on, root};

const PLAN: &str = "rollouts/one-page-checkout.md";

/// A team's repository with its plan, and the diary of what the commands did.
struct Team {
    repo: Repo,
    diary: String,
}

impl Team {
    fn new() -> Team {
        let repo = Repo::new();
        repo.git(&["config", "user.name", "Priya Nair"]);
        repo.git(&["config", "user.email", "priya@example.com"]);
        Team { repo, diary: String::new() }
    }

    fn commit(&mut self, day: &str, message: &str) {
        self.repo.commit(message, day);
        let check = self.repo.run(&["check", "--base", "HEAD~1"]);
        assert_eq!(check.code, 0, "{day} {message}:\n{}", check.out);
        self.diary.push_str(&format!("{day} {message}\n{}\n", indented(&check.out)));
    }

    /// Runs `decide` on a day, commits what it wrote, and keeps what it changed.
    fn decide(&mut self, day: &str, args: &[&str]) {
        let run = self.try_to_decide(day, args);
        assert_eq!(run.code, 0, "{day} {args:?}\n{}{}", run.out, run.err);
        let before = self.repo.read(PLAN);
        // Once more would be another row: the first run wrote everything.
        assert!(run.out.contains("+++ b/"), "{}", run.out);
        assert_eq!(before, self.repo.read(PLAN));
        self.diary.push_str(&format!("{day} $ rolloutlint decide PLAN {}\n{}\n", args.join(" "), indented(&run.out)));
    }

    fn try_to_decide(&self, day: &str, args: &[&str]) -> Run {
        self.repo.run(&[&["decide", PLAN, "--today", day], args].concat())
    }

    /// What the owner fills in by hand: the lines of a later version of the example that `wanted`
    /// says yes to, by stage and line.
    fn fill_in(&self, from: &str, to: &str, wanted: impl Fn(&str, &str) -> bool) {
        let text = self.repo.read(PLAN);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut section = String::new();
        let mut at = 0;
        assert_eq!(from.lines().count(), to.lines().count());
        for (old, new) in from.lines().zip(to.lines()) {
            if let Some(title) = old.strip_prefix("## ") {
                section = title.to_owned();
            }
            let by_command = ["- **Date:**", "- **Decision maker:**", "*Rollout plan", "# Rollout"];
            let is_row = new.starts_with("| 20") && new.contains('→');
            if old == new || is_row || by_command.iter().any(|start| new.starts_with(start)) || !wanted(&section, new) {
                continue;
            }
            let found = lines[at..].iter().position(|line| line.trim_end() == old.trim_end());
            if let Some(found) = found.map(|found| at + found) {
                lines[found] = new.to_owned();
                at = found + 1;
            }
        }
        self.repo.write(PLAN, lines.join("\n") + "\n");
    }

    fn write_footer(&self, day: &str) {
        let text = self.repo.read(PLAN);
        let (before, after) = text.rsplit_once("Last updated: ").unwrap();
        self.repo.write(PLAN, format!("{before}Last updated: {day}{}", &after[10..]));
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
}

fn always(_: &str, _: &str) -> bool {
    true
}

/// All that has to stand in the plan before it goes on to a stage: the values, the exit criteria of
/// the stages before, its own entry criteria.
fn before(stage: &'static str) -> impl Fn(&str, &str) -> bool {
    move |section, line| {
        let is_work = section.starts_with(stage) && line.starts_with("- [x]");
        !is_work || line.contains("complete") || ENTRY.iter().any(|words| line.contains(words))
    }
}

/// Words of the entry criteria of the stages that are entered by a row.
const ENTRY: &[&str] =
    &["recruited", "channel", "instrumented", "Guardrail alerts", "briefed", "metrics met", "published", "trained"];

#[test]
fn a_rollout_driven_by_the_commands_alone() {
    let mut team = Team::new();
    let init = team.repo.run(&["init"]);
    assert_eq!(init.code, 0, "{}", init.err);
    team.repo.commit("Set rolloutlint up", "2026-02-01");
    let new = team.repo.run(&["new", "One-page checkout", "--today", "2026-02-02"]);
    team.diary.push_str(&format!("2026-02-02 $ rolloutlint new \"One-page checkout\"\n{}\n", indented(&new.out)));
    team.commit("2026-02-02", "Start a plan");

    team.fill_in(BUILT_IN, &compliant("planned"), |_, line| !line.contains("RO-014"));
    team.commit("2026-02-02", "Fill in what is due at once");
    team.fill_in(&compliant("planned"), &compliant("stage-0"), always);
    team.write_footer("2026-02-20");
    team.commit("2026-02-20", "Work through Stage 0");

    team.decide(
        "2026-02-27",
        &["--hold", "--to", "1", "--by", "Priya Nair", "--because", "A P1 is open since Thursday | see #12"],
    );
    team.commit("2026-02-27", "Hold before the alpha");

    let early = team.try_to_decide(
        "2026-03-02",
        &["--to", "1", "--by", "Priya Nair", "--because", "No P0 or P1 in 3 days, team confident"],
    );
    assert_eq!(early.code, 1, "{}", early.out);
    assert!(early.out.contains("Exit criteria of Stage 0: Internal Dogfooding"), "{}", early.out);
    assert!(early.out.starts_with("refused: a check would have "), "{}", early.out);
    assert_eq!(team.repo.git(&["status", "--short"]), "");

    team.fill_in(&compliant("stage-0"), &compliant("stage-1"), before("Stage 1"));
    team.decide(
        "2026-03-02",
        &["--to", "1", "--by", "Priya Nair", "--because", "No P0 or P1 in 3 days, team confident"],
    );
    team.commit("2026-03-02", "Go on to the alpha");
    team.fill_in(&compliant("stage-0"), &compliant("stage-1"), always);
    team.write_footer("2026-03-09");
    team.commit("2026-03-09", "Work through Stage 1");

    team.fill_in(&compliant("stage-1"), &compliant("stage-2"), before("Stage 2"));
    team.decide(
        "2026-03-16",
        &["--to", "Beta", "--by", "Priya Nair", "--because", "3 of 3 customers completed orders alone"],
    );
    team.commit("2026-03-16", "Go on to the beta");
    team.decide(
        "2026-03-20",
        &["--rollback", "--to", "1", "--by", "Tomas Lindqvist", "--because", "Error rate at 2.4% for two hours"],
    );
    team.commit("2026-03-20", "Go back to the alpha");
    team.decide(
        "2026-03-27",
        &["--to", "2", "--by", "Priya Nair", "--because", "Timeout mended, error rate at 0.4% for a week"],
    );
    team.commit("2026-03-27", "Go on to the beta again");
    team.decide(
        "2026-03-28",
        &["--amend", "--by", "Priya Nair, Tomas Lindqvist", "--because", "Tomas decided with Priya and was left out"],
    );
    team.commit("2026-03-28", "Name both who decided");

    team.fill_in(&compliant("stage-1"), &compliant("stage-2"), always);
    team.fill_in(&compliant("stage-2"), &compliant("ga"), before("Stage 3"));
    team.decide(
        "2026-04-10",
        &["--to", "GA", "--by", "Priya Nair, Tomas Lindqvist", "--because", "Adoption 64%, error rate 0.5%"],
    );
    team.commit("2026-04-10", "Launch");
    team.fill_in(&compliant("stage-2"), &compliant("ga"), always);
    team.write_footer("2026-04-20");
    team.commit("2026-04-20", "Watch the launch");
    let whole = team.repo.run(&["check", "--today", "2026-04-20"]);
    assert_eq!((whole.code, whole.out.contains("no findings in 1 plan")), (0, true), "{}", whole.out);
    compare_or_update(&root().join("tests/snapshots/rollout-by-commands.txt"), &team.diary);
}

#[test]
fn an_abort_ends_a_rollout_until_it_is_restarted() {
    let mut team = Team::new();
    let crlf = compliant("stage-1")
        .replace('\n', "\r\n")
        .replace("**Created:**", "**Current stage:** Stage 1: Alpha  \r\n**Created:**");
    team.repo.write("README.md", "# Shop\n");
    team.repo.commit("Begin", "2026-01-01");
    team.repo.write(PLAN, format!("\u{feff}{crlf}"));
    team.repo.commit("A plan", "2026-03-09");
    team.decide("2026-03-12", &["--abort", "--by", "Priya Nair", "--because", "The bet was dropped by the board"]);
    team.commit("2026-03-12", "Abort");
    let onward = team.try_to_decide("2026-03-13", &["--to", "2", "--by", "Ann", "--because", "We go on all the same"]);
    assert_eq!(onward.code, 2, "{}", onward.out);
    assert!(onward.err.contains("record `--restart` first"), "{}", onward.err);
    team.decide("2026-03-20", &["--restart", "--by", "Priya Nair", "--because", "The board took the bet up again"]);
    team.commit("2026-03-20", "Restart");
    let text = team.repo.read(PLAN);
    assert!(text.starts_with('\u{feff}') && text.contains("**Current stage:** Stage 1  \r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "every line still ends as it did");
    compare_or_update(&root().join("tests/snapshots/abort-by-commands.txt"), &team.diary);
}

#[test]
fn nothing_is_written_when_a_decision_makes_no_sense() {
    let team = Team::new();
    team.repo.write(PLAN, compliant("stage-1"));
    team.repo.commit("A plan", "2026-03-09");
    let refused = |args: &[&str]| {
        let run = team.try_to_decide("2026-03-12", args);
        assert_eq!(team.repo.git(&["status", "--short"]), "", "{args:?}");
        (run.code, run.err + &run.out)
    };
    let who = ["--by", "Ann Lee", "--because", "It is time for this"];
    let (code, said) = refused(&[&["--to", "Betta"][..], &who].concat());
    assert_eq!(code, 2);
    assert!(said.contains("`Betta` is no stage of") && said.contains("did you mean `beta`?"), "{said}");
    let (code, said) = refused(&who);
    assert_eq!(code, 2);
    assert!(said.contains("name it: `--to N`, where N is 0, 1, 2 or 3"), "{said}");
    let (code, said) = refused(&[&["--to", "0"][..], &who].concat());
    assert_eq!((code, said.contains("record `--rollback --to 0`")), (2, true), "{said}");
    let (code, said) = refused(&[&["--to", "Alpha"][..], &who].concat());
    assert_eq!((code, said.contains("the rollout is at Stage 1 already")), (2, true), "{said}");
    let (code, said) = refused(&[&["--to", "2→3"][..], &who].concat());
    assert_eq!((code, said.contains("`2→3` is no stage of")), (2, true), "{said}");
    let (code, said) = refused(&["--to", "2", "--by", " ", "--because", "It is time for this"]);
    assert_eq!((code, said.contains("--by says nothing")), (2, true), "{said}");
    let (code, said) = refused(&[&["--restart"][..], &who].concat());
    assert_eq!((code, said.contains("was not aborted")), (2, true), "{said}");
    // What is a matter of judgement is a finding.
    for (args, rule) in [
        (&["--to", "3"][..], "log-stage-skip"),
        (&["--rollback", "--to", "2"], "log-decision-direction"),
        (&["--hold", "--date", "2026-02-20"], "log-order"),
        (&["--hold", "--date", "2026-04-20"], "log-date-future"),
    ] {
        let (code, said) = refused(&[args, &who, &["--format", "full"]].concat());
        assert_eq!((code, said.contains(&format!("error[{rule}]"))), (1, true), "{args:?}\n{said}");
    }
    // A weak reason is a warning, and does not hold anybody up.
    let weak = team.try_to_decide("2026-03-12", &["--hold", "--by", "Ann Lee", "--because", "ok", "--dry-run"]);
    assert_eq!((weak.code, weak.out.contains("warning[log-rationale-weak]")), (0, true), "{}", weak.out);
    assert_eq!(team.repo.git(&["status", "--short"]), "");
}

#[test]
fn a_new_plan_has_the_next_id_and_overwrites_nothing() {
    let repo = Repo::new();
    repo.write("rollouts/a.md", compliant("stage-1").replace("RO-014", "PAY-0099"));
    repo.write("rollouts/b.md", compliant("planned").replace("RO-014", "PAY-0007"));
    let new = repo.run(&["new", "Größe: 50 % | <b>", "--owner", "Ann Lee", "--today", "2026-05-05"]);
    assert_eq!(new.code, 0, "{}", new.err);
    let text = repo.read("rollouts/größe-50-b.md");
    assert!(text.contains("**Rollout ID:** PAY-0100") && text.contains("**Owner:** Ann Lee"), "{text}");
    assert!(text.contains("## Rollout: Größe: 50 % | <b>\n"), "{text}");
    let again = repo.run(&["new", "größe 50 b", "--today", "2026-05-05"]);
    assert_eq!((again.code, again.err.contains("is there already")), (2, true), "{}", again.err);
    let taken = repo.run(&["new", "Another", "--id", "PAY-0099"]);
    assert_eq!((taken.code, taken.err.contains("rollouts/a.md has this Rollout ID")), (2, true), "{}", taken.err);
    assert_eq!(repo.run(&["new", "…"]).code, 2);
}

#[test]
fn init_overwrites_nothing_and_its_workflow_is_the_readmes() {
    let repo = Repo::new();
    repo.write(".github/rolloutlint.yml", "plans: [\"plans/*.md\"]\n");
    repo.write("rollouts/TEMPLATE.md", "# Ours\n");
    let dry = repo.run(&["init", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(!repo.path().join(".github/workflows").exists());
    let init = repo.run(&["init"]);
    assert_eq!(init.code, 0, "{}", init.err);
    assert_eq!(repo.read("rollouts/TEMPLATE.md"), "# Ours\n");
    assert!(!repo.path().join(".rolloutlint.yml").exists(), "a configuration elsewhere is one");
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains(&repo.read(".github/workflows/rollouts.yml")), "the README shows what init writes");
}

#[test]
fn init_tells_programs_what_they_may_do_and_keeps_what_is_there() {
    const BLOCK: &str = include_str!("../src/cli/init/agents.md");
    let after_init = |before: Option<&str>| {
        let repo = Repo::new();
        before.iter().for_each(|text| repo.write("AGENTS.md", text));
        let init = repo.run(&["init"]);
        assert_eq!(init.code, 0, "{}", init.err);
        let text = repo.read("AGENTS.md");
        // Once is enough.
        assert!(repo.run(&["init"]).out.contains("which has the block already"));
        assert_eq!(repo.read("AGENTS.md"), text);
        text
    };
    assert_eq!(after_init(None), BLOCK);
    assert_eq!(after_init(Some("")), BLOCK);
    assert_eq!(after_init(Some("# Ours\n")), format!("# Ours\n\n{BLOCK}"));
    assert_eq!(after_init(Some("# Ours")), format!("# Ours\n\n{BLOCK}"));
    let dos = after_init(Some("# Ours\r\n"));
    assert_eq!(dos, format!("# Ours\n\n{BLOCK}").replace('\n', "\r\n"));
    // A dry run writes nothing, and neither does a file that cannot be read.
    let repo = Repo::new();
    repo.write("AGENTS.md", b"\xff ours\n");
    assert!(
        repo.run(&["init"]).out.contains("leaves  AGENTS.md: what programs may do with plans, which cannot be read")
    );
    assert_eq!(std::fs::read(repo.path().join("AGENTS.md")).unwrap(), b"\xff ours\n");
    let repo = Repo::new();
    repo.write("AGENTS.md", "# Ours\n");
    assert!(repo.run(&["init", "--dry-run"]).out.contains("adds to AGENTS.md"));
    assert_eq!(repo.read("AGENTS.md"), "# Ours\n");
}

#[test]
fn every_command_that_the_block_for_programs_names_is_one() {
    let block = include_str!("../src/cli/init/agents.md");
    let repo = Repo::new();
    let mut count = 0;
    for line in block.split('`').filter(|part| part.starts_with("rolloutlint ")) {
        let mut words = line.split(' ').skip(1);
        let help = repo.run(&[words.next().unwrap(), "--help"]);
        assert_eq!(help.code, 0, "{line}");
        for option in words.filter(|word| word.starts_with("--")) {
            assert!(help.out.contains(option), "{line}: {option}");
        }
        count += 1;
    }
    assert!(count >= 4, "{count}");
}

#[test]
fn the_configuration_names_its_schema_where_its_address_is_known() {
    let first_line = |variables: &[(&str, &str)]| {
        let repo = Repo::new();
        assert_eq!(repo.run_with(&["init"], variables).code, 0);
        assert_eq!(repo.run(&["check"]).code, 0, "it is read");
        repo.read(".rolloutlint.yml").lines().next().unwrap().to_owned()
    };
    let version = env!("CARGO_PKG_VERSION");
    let named =
        format!("# yaml-language-server: $schema=https://github.com/acme/lint/raw/v{version}/schema/config.json");
    assert_eq!(first_line(&[("ROLLOUTLINT_REPOSITORY", "acme/lint")]), named);
    assert!(!first_line(&[]).contains("$schema") || !env!("CARGO_PKG_REPOSITORY").is_empty());
}

#[test]
fn a_mark_in_a_heading_moves_with_the_rollout() {
    let mut team = Team::new();
    team.repo.write("README.md", "# Shop\n");
    team.repo.commit("Begin", "2026-01-01");
    let marked = compliant("stage-1").replace("(Friendly Customers)", "(Friendly Customers) — IN PROGRESS");
    team.repo.write(PLAN, marked);
    team.repo.commit("A plan", "2026-03-09");
    team.decide(
        "2026-03-12",
        &["--rollback", "--to", "0", "--by", "Priya Nair", "--because", "Two orders were lost this morning"],
    );
    team.commit("2026-03-12", "Go back");
    let text = team.repo.read(PLAN);
    assert!(text.contains("## Stage 0: Internal Dogfooding — IN PROGRESS\n"), "{text}");
    assert!(text.contains("## Stage 1: Alpha (Friendly Customers)\n"), "{text}");
    team.decide("2026-03-13", &["--abort", "--by", "Priya Nair", "--because", "The bet was dropped by the board"]);
    team.commit("2026-03-13", "Abort");
    assert!(!team.repo.read(PLAN).contains("IN PROGRESS"));
}

#[test]
fn what_stands_there_already_is_said_and_kept() {
    let team = Team::new();
    let plan = moved_on(&compliant("stage-1"));
    team.repo.write(
        PLAN,
        plan.replace(
            "| [Date] | 1→2 | Proceed | [Why] | [Name] |",
            "| [Date] | 1→2 | Proceed | Waiting for the review | Tomas Lindqvist |",
        ),
    );
    team.repo.commit("A plan", "2026-03-09");
    let run = team.try_to_decide("2026-03-12", &["--hold", "--by", "Ann Lee", "--because", "Support load is too high"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("a check still says:\n  error[stage-without-decision] rollouts/one-page-checkout.md:130"),
        "{}",
        run.out
    );
    assert!(team.repo.read(PLAN).contains("Waiting for the review | Tomas Lindqvist"), "a note of somebody is kept");
}

#[test]
fn a_new_plan_has_none_of_what_the_template_says_to_rolloutlint() {
    let repo = Repo::new();
    let template = BUILT_IN
        .replace("**Owner:**", "<!--  rolloutlint: due=created -->\n**Owner:**")
        .replace("**Tech Lead:** [Name]", "**Tech Lead:** [Name] <!--rolloutlint: due=created -->");
    assert!(template.matches("rolloutlint:").count() >= 3, "the template has both labels");
    repo.write("rollouts/TEMPLATE.md", template);
    repo.write(".rolloutlint.yml", "template: rollouts/TEMPLATE.md\n");
    repo.commit("Use a template of our own", "2026-03-02");
    let run = repo.run(&["new", "Checkout"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let plan = std::fs::read_dir(repo.path().join("rollouts")).unwrap().map(|entry| entry.unwrap().path());
    let plan = plan.into_iter().find(|path| !path.ends_with("TEMPLATE.md")).unwrap();
    let text = std::fs::read_to_string(plan).unwrap();
    assert!(!text.contains("rolloutlint") && text.contains("**Owner:**"), "{text}");
}

#[test]
fn a_plan_that_cannot_be_read_is_an_error_whatever_it_was_before() {
    let latin1 = |text: &str| [text.as_bytes(), b"\nCaf\xe9\n"].concat();
    let large = |text: &str| [text.as_bytes(), &b"\n\n.".repeat(600_000)].concat();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let ticked = moved_on(&compliant("stage-1"));
    type Form<'a> = &'a dyn Fn(&str) -> Vec<u8>;
    for (rule, form) in [("file-encoding", &latin1 as Form), ("file-too-large", &large), ("file-encoding", &wide)] {
        let repo = Repo::new();
        repo.write("rollouts/checkout.md", form(&compliant("stage-1")));
        repo.write("rollouts/search.md", compliant("stage-1").replace("RO-014", "RO-015"));
        repo.commit("Plan", "2026-03-09");
        let judged = || repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"]);
        repo.write("rollouts/checkout.md", form(&ticked));
        repo.commit("Go on", "2026-03-20");
        let run = judged();
        assert!(run.code == 1 && run.out.contains(&format!("error[{rule}]")), "{}", run.out);
        // Who leaves the file alone is not held up by it, and neither is who mends it.
        repo.write("rollouts/search.md", compliant("stage-1").replace("RO-014", "RO-015").replace("Tomas", "Tom"));
        repo.commit("Correct a name", "2026-03-20");
        assert!(!judged().out.contains(rule), "{}", judged().out);
        repo.write("rollouts/checkout.md", compliant("stage-1"));
        repo.commit("Save it as UTF-8", "2026-03-20");
        assert_eq!((judged().code, judged().out.contains("error")), (0, false), "{}", judged().out);
        // Text that comes back with a mark is judged by itself.
        repo.write("rollouts/checkout.md", form(&compliant("stage-1")));
        repo.commit("Break it", "2026-03-20");
        repo.write("rollouts/checkout.md", &ticked);
        repo.commit("Mend it, and go on", "2026-03-20");
        assert_eq!(judged().code, 1, "{}", judged().out);
    }
}

#[test]
fn what_was_there_before_a_step_is_told_from_what_the_step_brings() {
    let team = Team::new();
    team.repo.run(&["init"]);
    let row = "| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |";
    let hold = "| 5 March 2026 | 1 | Hold | Payments failed for two customers | Priya Nair |";
    team.repo.write(PLAN, compliant("stage-1").replace(row, &format!("{row}\n{hold}")));
    team.repo.commit("Hold the alpha", "2026-03-05");
    let step = ["--to", "2", "--by", "Priya Nair", "--because", "3 of 3 customers completed orders alone"];
    let refused = team.try_to_decide("2026-03-16", &step);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(refused.out.contains("and 1 finding of before would be an error in this step"), "{}", refused.out);
    assert!(refused.out.contains(&format!("`rolloutlint check --fix {PLAN}` mends what was there")), "{}", refused.out);
}
