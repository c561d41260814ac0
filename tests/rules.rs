//! The rules' pages: their examples are executed, their metadata checked, and what is generated
//! from them is compared.
#![allow(clippy::unwrap_used)]

mod support;

use jiff::civil::Date;
use rolloutlint::approval::{self, Conversation, Review, Verdict, statements};
use rolloutlint::audit::{
    Answer, Approver, Audit, AuditedTransition, Auditor, Closing, CommitFacts, Earlier, EarlierDecision, Exposed,
    Somebody, Step,
};
use rolloutlint::change::{Change, Facts, Missed, OutOfSight, Subject};
use rolloutlint::check::{Report, Settings, check};
use rolloutlint::config::Policy;
use rolloutlint::exposure::Exposure;
use rolloutlint::finding::{Finding, Location, Severity, Side};
use rolloutlint::loosening::PolicyEdit;
use rolloutlint::plan::parse;
use rolloutlint::report::page::page;
use rolloutlint::rule::{Group, Rule};
use rolloutlint::rules::RULES;
use rolloutlint::template;
use rolloutlint::text::{CommitId, SIZE_LIMIT, Source, Span};
use rolloutlint::version::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;
use support::flags::{configuration, with_flags};
use support::{compliant, root};

/// The day that a compliant plan was last updated: it is judged as on that day.
fn day_of(text: &str) -> Date {
    let found =
        text.rsplit_once("Last updated: ").and_then(|(_, rest)| rest.get(..10)).and_then(|day| day.parse().ok());
    found.unwrap_or(jiff::civil::date(2026, 2, 2))
}

fn read(bytes: &[u8], held: Option<bool>) -> Arc<Version> {
    Version::new(parse::parse(
        Source::from_bytes("rollouts/checkout.md", bytes),
        template::built_in(),
        &Policy::default(),
        held,
    ))
}

/// One example of a page.
struct Example {
    info: Vec<String>,
    body: String,
}

fn examples(rule: &Rule) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<Example> = None;
    for line in rule.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)) {
        match (&mut open, line.strip_prefix("~~~")) {
            (None, Some(info)) => {
                open = Some(Example { info: info.split(' ').map(str::to_owned).collect(), body: String::new() })
            }
            (Some(_), Some(_)) => examples.extend(open.take()),
            (Some(example), None) => {
                example.body.push_str(line);
                example.body.push('\n');
            }
            (None, None) => {}
        }
    }
    examples
}

/// The good or the bad examples of a page; each page has both.
fn examples_that_are(what: &str, rule: &Rule) -> Vec<Example> {
    let mut found = examples(rule);
    found.retain(|example| example.info.get(1).is_some_and(|info| info == what));
    assert!(!found.is_empty(), "{}: the page has no {what} example", rule.id);
    found
}

/// Applies a diff without line numbers: the lines that stand or go must follow each other in the
/// text.
fn apply(text: &str, diff: &str) -> String {
    let same = |a: &str, b: &str| a.trim_end() == b.trim_end();
    let before: Vec<&str> =
        diff.lines().filter(|line| !line.starts_with('+')).map(|line| line.get(1..).unwrap_or("")).collect();
    let lines: Vec<&str> = text.lines().collect();
    let anchors: Vec<&str> = before.clone();
    let first_found = (0..lines.len()).find(|start| {
        anchors.iter().enumerate().all(|(index, line)| lines.get(start + index).is_some_and(|other| same(other, line)))
    });
    if let Some(start) = first_found {
        let after: Vec<&str> =
            diff.lines().filter(|line| !line.starts_with('-')).map(|line| line.get(1..).unwrap_or("")).collect();
        let mut out: Vec<&str> = lines[..start].to_vec();
        out.extend(after);
        out.extend(&lines[start + before.len()..]);
        return out.join("\n") + "\n";
    }
    // The lines of an example may also stand apart: then each is found by itself, behind the one
    // before.
    let mut out: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    let mut at = 0;
    for line in diff.lines() {
        let (mark, content) = line.split_at(1.min(line.len()));
        if mark == "+" {
            out.insert(at, content.to_owned());
            at += 1;
            continue;
        }
        let found = (at..out.len())
            .find(|index| same(&out[*index], content))
            .unwrap_or_else(|| panic!("`{content}` is not in the plan"));
        at = found + 1;
        if mark == "-" {
            out.remove(found);
            at = found;
        }
    }
    out.join("\n") + "\n"
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend(before.bytes());
        bytes.push(u8::from_str_radix(&after[..2], 16).unwrap());
        rest = &after[2..];
    }
    bytes.extend(rest.bytes());
    bytes
}

/// The repository of the examples: there is another plan with the ID `RO-013`, and a file
/// `bets/42.md`, but no `bets/24.md`.
fn surroundings() -> Facts {
    Facts {
        absent: BTreeSet::from(["bets/24.md".to_owned()]),
        ids: BTreeMap::from([("ro-013".to_owned(), BTreeSet::from(["rollouts/search.md".to_owned()]))]),
        ..Facts::default()
    }
}

/// What an example does to the configuration, or to the built-in template that a team took over.
fn policy_edit(example: &Example) -> PolicyEdit {
    if example.info[0] == "template-edit" {
        let policy = Policy::default();
        let source = |text: &str| Source::new("rollouts/TEMPLATE.md", text);
        let (base, head) = (source(template::BUILT_IN), source(&apply(template::BUILT_IN, &example.body)));
        return PolicyEdit::of_template((&base, &policy), Some((&head, &policy)));
    }
    let (base, head) = example.body.split_once("@@ to\n").expect("an example of a configuration has two versions");
    let (base, head) = (configuration(base), configuration(head));
    let rules: Vec<_> = RULES.iter().map(|rule| (rule.id, rule.gravest_by_default())).collect();
    PolicyEdit::of_configuration(Some((&base.0, &base.1)), Some((&head.0, &head.1)), &rules, &[], &[])
}

/// The globs of a configuration that do not take the path behind `@@`.
fn out_of_sight(example: &Example) -> Vec<OutOfSight> {
    let (text, path) = example.body.split_once("@@ ").expect("an example has a configuration and a path");
    let (source, policy) = configuration(text);
    let globs = policy.plans.unwrap();
    let takes = |glob: &String| globset::Glob::new(glob).unwrap().compile_matcher().is_match(path.trim());
    let missed = globs.into_iter().filter(|glob| !takes(glob));
    let missed =
        missed.map(|glob| OutOfSight { source: source.clone(), span: source.line_span(1), what: Missed::Glob(glob) });
    missed.collect()
}

/// A change of a flag file alone: of `config/flags.yaml`, with the flag of the compliant plans. Its
/// plan is at a stage whose audience is a share; `heads` is one whose audiences are numbers of
/// people.
fn change_of_flags(example: &Example) -> Subject {
    let name = example.info[2].as_str();
    let plan = compliant(if name == "heads" { "stage-1" } else { name });
    let today = day_of(&plan);
    let plan = match name {
        "heads" => plan.replace("[10-25%] of users", "50 customers").replace("100% of users", "400 customers"),
        _ => plan.replace("3-5 customers", "1-5% of users"),
    };
    let entry = match example.info.get(3) {
        Some(format) => format!("format: {format}"),
        None => "at: \"features.{flag}\", scale: 100".to_owned(),
    };
    let (before, after) = example.body.split_once("@@ to\n").expect("an example of a flag file has two versions");
    let version = |flags: &str| with_flags(&read(plan.as_bytes(), None), None, &entry, Some(flags), today);
    Subject::change(Some(version(before)), Some(version(after)), today)
}

fn judge(rule: &Rule, example: &Example) -> Report {
    let is_on = (rule.default_level() == "off").then(|| (rule.id.to_owned(), Some(rule.severity)));
    let policy = Policy { rules: is_on.into_iter().collect(), ..Policy::default() };
    if example.info[0] == "flag" {
        return check(&[change_of_flags(example)], &policy, &surroundings(), Settings::default());
    }
    if ["config", "template-edit"].contains(&example.info[0].as_str()) {
        let facts = Facts { policy_edits: vec![policy_edit(example)], ..Facts::default() };
        return check(&[], &policy, &facts, Settings::default());
    }
    if example.info[0] == "unplanned" {
        let flag = example.body.trim().split_once(' ').and_then(|(flag, rest)| Some((flag, rest.split_once(" to ")?)));
        let missed = flag.map(|(flag, (before, after))| OutOfSight {
            source: Source::new("config/flags.yaml", example.body.as_str()),
            span: Span::new(0, flag.len()),
            what: Missed::Flag { flag: flag.to_owned(), before: before.to_owned(), after: after.to_owned() },
        });
        let facts = Facts { out_of_sight: missed.into_iter().collect(), ..Facts::default() };
        return check(&[], &policy, &facts, Settings::default());
    }
    if example.info[0] == "sight" {
        let facts = Facts { out_of_sight: out_of_sight(example), ..Facts::default() };
        return check(&[], &policy, &facts, Settings::default());
    }
    let run = |subject: Subject| check(&[subject], &policy, &surroundings(), Settings::default());
    let plan_name = example.info.get(2).map(String::as_str);
    let kind = example.info[0].as_str();
    match kind {
        "template" => {
            return run(Subject::version(read(template::BUILT_IN.as_bytes(), None), jiff::civil::date(2026, 2, 2)));
        }
        // A plan as another team writes it.
        "plan" => return run(Subject::version(read(example.body.as_bytes(), None), jiff::civil::date(2026, 2, 2))),
        "bytes" if rule.id == "file-too-large" => {
            let size = if example.info[1] == "bad" { SIZE_LIMIT + 1 } else { 6 * 1024 };
            let text = compliant("stage-1") + &" ".repeat(size.saturating_sub(compliant("stage-1").len()));
            return run(Subject::version(read(text.as_bytes(), None), day_of(&compliant("stage-1"))));
        }
        "bytes" => {
            let text = compliant("stage-1");
            let bytes =
                [text.replace("## Rollout: One-page checkout\n", "").as_bytes(), &unescape(&example.body)].concat();
            return run(Subject::version(read(&bytes, Some(true)), day_of(&text)));
        }
        _ => {}
    }
    let before = compliant(plan_name.expect("an example names its plan"));
    let today = day_of(&before);
    if kind == "moved" {
        let source = Source::new("rollouts/payments.md", before.as_str());
        let head = Version::new(parse::parse(source, template::built_in(), &Policy::default(), None));
        return run(Subject::change(Some(read(before.as_bytes(), None)), Some(head), today));
    }
    if kind == "added" {
        return run(Subject::change(None, Some(read(before.as_bytes(), None)), today));
    }
    if kind == "removed" {
        return run(Subject::change(Some(read(before.as_bytes(), None)), None, today));
    }
    let (before, to) = match example.body.split_once("@@ to\n") {
        Some((from, to)) => (apply(&before, from), to),
        None => (before, example.body.as_str()),
    };
    let after = apply(&before, to);
    let head = read(after.as_bytes(), Some(true));
    if rule.group == Group::Changes || example.body.contains("@@ to\n") {
        return run(Subject::change(Some(read(before.as_bytes(), None)), Some(head), today));
    }
    run(Subject::version(head, today))
}

fn shown(report: &Report) -> Vec<String> {
    let grave = report.findings.iter().filter(|finding| finding.severity >= Severity::Warning);
    grave.map(|finding| format!("{} line {}: {}", finding.rule, finding.location.line(), finding.message)).collect()
}

fn commit(day: Date, pull_request: Option<u64>) -> CommitFacts {
    let sam = Somebody::read("Sam Holt <sam@example.com>");
    CommitFacts {
        id: CommitId(format!("{:040x}", day.day_of_year())),
        parent: None,
        subject: "Change the plan".to_owned(),
        author: sam.clone(),
        committer: sam,
        day,
        at: None,
        is_signed: false,
        is_merge: false,
        pull_request,
        approvers: Vec::new(),
        ticket: None,
        agent: None,
    }
}

/// A commit with the trailer that an example gives it.
fn with_trailer(commit: CommitFacts, trailer: Option<&str>) -> CommitFacts {
    let Some((token, who)) = trailer.and_then(|trailer| trailer.split_once(": ")) else { return commit };
    let who = Somebody::read(who);
    match token {
        "Co-authored-by" => CommitFacts { agent: who.is_program().then_some(who.name), ..commit },
        _ => CommitFacts { approvers: vec![Approver { who, trailer: Some(token.to_owned()), at: None }], ..commit },
    }
}

/// A step that changes nothing yet.
fn step(commit: CommitFacts) -> Step {
    Step {
        commit,
        changes: Vec::new(),
        exposed: Vec::new(),
        ledgers: Vec::new(),
        rules: None,
        policy_edits: Vec::new(),
        writers: BTreeMap::new(),
        is_beginning: false,
        is_cut_off: false,
        is_before_rules: false,
    }
}

/// The audit of what was read, on a day.
fn closed(auditor: Auditor, today: Date) -> Audit {
    auditor.close(&Closing { today, goes_on: false, policy: &Policy::default(), reviews: &BTreeMap::new() })
}

/// What history says of a configuration that each `@@ DAY #PULL-REQUEST` writes anew.
fn audited_policy(example: &Example) -> Vec<(&'static str, Severity)> {
    let rules: Vec<_> = RULES.iter().map(|rule| (rule.id, rule.gravest_by_default())).collect();
    let mut auditor = Auditor::default();
    let mut before: Option<(Source, Policy)> = None;
    for part in example.body.split("@@ ").skip(1) {
        let (head, text) = part.split_once('\n').unwrap();
        let (day, number) = head.split_once(" #").unwrap();
        let after = configuration(text);
        let sides = (before.as_ref().map(|(source, policy)| (source, policy)), Some((&after.0, &after.1)));
        let policy_edits = vec![PolicyEdit::of_configuration(sides.0, sides.1, &rules, &[], &[])];
        let commit = commit(day.parse().unwrap(), number.parse().ok());
        auditor.read(&Step { policy_edits, is_beginning: before.is_none(), ..step(commit) });
        before = Some(after);
    }
    let audit = closed(auditor, jiff::civil::date(2026, 6, 1));
    audit.findings.iter().map(|finding| (finding.fault.rule().id, finding.severity)).collect()
}

/// What a comparison with an earlier report finds: `@@ report` is where that report is written, and
/// `@@ forced` takes all commits but the first one out of history.
fn audited_against(example: &Example) -> Vec<(&'static str, Severity)> {
    let first = compliant(&example.info[2]);
    let mut versions: Vec<(CommitFacts, String)> = vec![(commit(day_of(&first), Some(1)), first)];
    let audit_of = |versions: &[(CommitFacts, String)]| {
        let mut auditor = Auditor::default();
        let mut plan = None;
        for (commit, text) in versions {
            let head = Some(read(text.as_bytes(), None));
            let is_beginning = plan.is_none();
            let change = Change::between(plan, head.clone(), commit.day);
            auditor.read(&Step { changes: vec![change], is_beginning, ..step(commit.clone()) });
            plan = head;
        }
        closed(auditor, versions.last().unwrap().0.day)
    };
    let mut earlier = Earlier::default();
    for part in example.body.split("@@ ").skip(1) {
        let (head, diff) = part.split_once('\n').unwrap();
        match head {
            "report" => {
                let transitions = audit_of(&versions).rollouts.remove(0).transitions;
                let decision = |made: &AuditedTransition| {
                    let (path, words) = ("rollouts/checkout.md".to_owned(), format!("{} → {}", made.from, made.to));
                    Some(EarlierDecision { path, id: None, words, recorded_in: made.recorded_by()?.id.clone() })
                };
                let tip = versions.last().map(|(commit, _)| (commit.id.clone(), Some(commit.day)));
                earlier = Earlier { digest: None, tip, decisions: transitions.iter().filter_map(decision).collect() };
            }
            "forced" => versions.truncate(1),
            head => {
                let (day, number) = head.split_once(" #").unwrap();
                let text = apply(&versions.last().unwrap().1, diff);
                versions.push((commit(day.parse().unwrap(), number.parse().ok()), text));
            }
        }
    }
    let mut audit = audit_of(&versions);
    let is_in_history = |id: &CommitId| versions.iter().any(|(commit, _)| commit.id == *id);
    let tip = &versions.last().unwrap().0;
    audit.compare_with(&earlier, &Policy::default(), tip, &is_in_history);
    audit.findings.iter().map(|finding| (finding.fault.rule().id, finding.severity)).collect()
}

/// What history says of an example: a compliant plan is added by a pull request, and each
/// `@@ DAY #PULL-REQUEST` is a commit with the diff below it, `@@ DAY` one without a pull request,
/// `@@ DAY today` the day of the audit. `flag N` behind it is a commit that sets the flag of the
/// plan to N %; the first stages of that plan are for shares of the users. A trailer behind the
/// number is one of the commit's message.
fn audited(example: &Example) -> Vec<(&'static str, Severity)> {
    if example.info[0] == "policy-history" {
        return audited_policy(example);
    }
    if example.info[0] == "history-against" {
        return audited_against(example);
    }
    let mut text = compliant(&example.info[2]);
    if example.body.contains(" flag ") {
        text = text.replace("3-5 customers", "1-5% of users");
    }
    let mut today = day_of(&text);
    let mut plan = Some(read(text.as_bytes(), None));
    let change = Change::between(None, plan.clone(), today);
    let mut auditor = Auditor::default();
    let (mut base, mut exposures): (Option<Arc<Version>>, Vec<Exposure>) = (None, Vec::new());
    let reads = "at: \"features.{flag}\", scale: 100";
    let (_, policy) = configuration(&format!("exposure: [{{ file: config/flags.yaml, {reads} }}]\n"));
    let entry = Arc::new(policy.exposure[0].clone());
    let mut percent = None;
    let mut read_step =
        |commit: CommitFacts, change: Option<Change>, percent: Option<&str>, plan: Option<&Arc<Version>>| {
            let base = std::mem::replace(&mut base, plan.cloned());
            let exposed = percent.zip(plan).map(|(percent, plan)| {
                let text = format!("features: {{ checkout_one_page: {percent} }}\n");
                let version = with_flags(plan, None, reads, Some(&text), commit.day);
                let old = std::mem::replace(&mut exposures, version.exposures().to_vec());
                let answer = |after: &Exposure| {
                    let (entry, before) = (Arc::clone(&entry), old.iter().find(|old| old.is_of(after)).cloned());
                    let after = after.clone();
                    Answer { entry, before, after, has_file: true, is_asked_before: true, is_asked: true }
                };
                let answers = version.exposures().iter().map(answer).collect();
                Exposed { version, base, answers }
            });
            let is_beginning = change.as_ref().is_some_and(|change| change.base().is_none());
            let (changes, exposed) = (change.into_iter().collect(), exposed.into_iter().collect());
            auditor.read(&Step { changes, exposed, is_beginning, ..step(commit) });
        };
    read_step(commit(today, Some(1)), Some(change), None, plan.as_ref());
    for part in example.body.split("@@ ").skip(1) {
        let (head, diff) = part.split_once('\n').unwrap();
        let (day, what) = head.split_once(' ').unwrap_or((head, ""));
        today = day.parse().unwrap();
        if what == "today" {
            continue;
        }
        let (what, flag) = what.split_once(" flag ").map_or((what, None), |(what, flag)| (what, Some(flag)));
        percent = flag.or(percent);
        let before = plan.clone();
        if diff.trim() == "removed" {
            plan = None;
        } else if !diff.is_empty() {
            text = apply(&text, diff);
            plan = Some(read(text.as_bytes(), Some(true)));
        }
        let (what, trailer) = what.split_once(' ').map_or((what, None), |(what, trailer)| (what, Some(trailer)));
        let pull_request = what.strip_prefix('#').map(|number| number.parse().unwrap());
        let change = (flag.is_none()).then(|| Change::between(before, plan.clone(), today));
        read_step(with_trailer(commit(today, pull_request), trailer), change, percent, plan.as_ref());
    }
    let audit = closed(auditor, today);
    audit.findings.iter().map(|finding| (finding.fault.rule().id, finding.severity)).collect()
}

/// What is found in the approvals of an example: `@@ config` gives the configuration, `@@ author`
/// who wrote the pull request, `@@ LOGIN approved` who approved what stands there at last,
/// `@@ LOGIN approved before the row` who approved what stood there at first, and `@@ unknown` says
/// that nobody could read the reviews.
fn approved(example: &Example) -> Vec<(&'static str, Severity)> {
    let before = compliant(&example.info[2]);
    let diff: String =
        example.body.lines().filter(|line| !line.starts_with("@@ ")).map(|line| format!("{line}\n")).collect();
    let after = apply(&before, &diff);
    let mut policy = Policy::default();
    let mut conversation = Some(Conversation::default());
    for line in example.body.lines().filter_map(|line| line.strip_prefix("@@ ")) {
        match (line.split_once(' '), conversation.as_mut()) {
            (Some(("config", text)), _) => policy = configuration(&format!("{{ {text} }}")).1,
            (Some(("author", login)), Some(conversation)) => conversation.author = Some(login.to_owned()),
            (Some((login, what)), Some(conversation)) => {
                let commit = Some(if what.ends_with("before the row") { "before" } else { "after" }.to_owned());
                let (login, verdict) = (Some(login.to_owned()), Verdict::Approved);
                conversation.reviews.push(Review { login, is_bot: false, verdict, commit, at: None });
            }
            _ => conversation = None,
        }
    }
    let (base, head) = (read(before.as_bytes(), None), read(after.as_bytes(), Some(true)));
    let is_stale = |review: &Review, change: &Change| {
        let reviewed = if review.commit.as_deref() == Some("before") { &base } else { &head };
        statements(reviewed.plan()) != statements(change.head().unwrap().plan())
    };
    let change = Change::between(Some(base.clone()), Some(head.clone()), day_of(&before));
    let subjects = [Subject::Change(Box::new(change))];
    let found = approval::judge(&subjects, &policy, conversation.as_ref(), &is_stale).unwrap();
    found.findings.iter().map(|finding| (finding.rule, finding.severity)).collect()
}

#[test]
fn examples_of_approvals_give_their_finding_and_no_other() {
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| rule.group == Group::PullRequest).collect();
    assert_eq!(rules.len(), 6);
    for rule in rules {
        for example in examples_that_are("bad", rule) {
            assert_eq!(approved(&example), [(rule.id, rule.severity)], "{}", example.body);
        }
        for example in examples_that_are("good", rule) {
            assert_eq!(approved(&example), [], "{}: {}", rule.id, example.body);
        }
    }
}

#[test]
fn examples_of_history_give_their_finding_and_no_other() {
    assert_eq!(RULES.len() - rules_of_changes().count(), 14 + 6);
    for rule in RULES.iter().filter(|rule| rule.group == Group::History) {
        for example in examples_that_are("bad", rule) {
            let mut found = audited(&example);
            // A report tells the commit that is gone, and each decision.
            found.dedup();
            assert_eq!(found, [(rule.id, rule.severity)], "{}", example.body);
        }
        for example in examples_that_are("good", rule) {
            assert_eq!(audited(&example), [], "{}: {}", rule.id, example.body);
        }
    }
}

/// The rules that judge one change.
fn rules_of_changes() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| !matches!(rule.group, Group::History | Group::PullRequest))
}

#[test]
fn bad_examples_give_their_finding_and_no_other() {
    let mut failures: Vec<String> = Vec::new();
    for rule in rules_of_changes() {
        for example in examples_that_are("bad", rule) {
            let report = judge(rule, &example);
            let rules: BTreeSet<&str> = report
                .findings
                .iter()
                .filter(|finding| finding.severity >= rule.severity.min(Severity::Warning))
                .map(|finding| finding.rule)
                .collect();
            if rules != BTreeSet::from([rule.id]) {
                failures.push(format!("{}:\n{}\n{:#?}", rule.id, example.body, shown(&report)));
                continue;
            }
            let found = report.findings.iter().find(|finding| finding.rule == rule.id).unwrap();
            assert_eq!(found.severity, rule.severity, "{}", rule.id);
            assert!(found.help.is_some(), "{}: a finding says what to write", rule.id);
            if !stands_on_the_fault(found, &example) {
                failures.push(format!("{}: line {} is not at fault", rule.id, found.location.line()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Whether a finding, or one of its labels, stands on a line that the example changed. An example
/// that only takes lines away has none.
fn stands_on_the_fault(finding: &Finding, example: &Example) -> bool {
    let added: Vec<&str> = example
        .body
        .lines()
        .filter_map(|line| line.strip_prefix('+'))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let is_added = |location: &Location| {
        (location.line()..=location.end_line())
            .any(|line| added.contains(&location.source.slice(location.source.line_span(line)).trim()))
    };
    example.info[0] != "diff"
        || added.is_empty()
        || finding.location.side == Side::Base
        || is_added(&finding.location)
        || finding.labels.iter().any(|label| is_added(&label.location))
}

#[test]
fn good_examples_give_no_finding() {
    for rule in rules_of_changes() {
        for example in examples_that_are("good", rule) {
            let report = judge(rule, &example);
            let grave: Vec<String> = shown(&report);
            assert!(grave.is_empty(), "{}:\n{}\n{grave:#?}", rule.id, example.body);
        }
    }
}

#[test]
fn compliant_plans_have_no_finding_in_any_format() {
    for name in ["planned", "stage-0", "stage-1", "stage-2", "ga"] {
        let text = compliant(name);
        for (form, formatted) in [
            ("as it is", text.clone()),
            ("CRLF", text.replace('\n', "\r\n")),
            ("BOM", format!("\u{feff}{text}")),
            ("*", text.replace("\n- ", "\n* ")),
            ("X", text.replace("[x]", "[X]")),
            ("prettier", compliant(&format!("formatted/{name}.prettier"))),
            ("mdformat", compliant(&format!("formatted/{name}.mdformat"))),
            ("aligned", aligned(&text)),
            ("columns turned round", columns_turned_round(&text)),
        ] {
            let (head, day) = (read(formatted.as_bytes(), None), day_of(&text));
            let alone = Subject::version(head.clone(), day);
            // A change of format is no change of meaning.
            let compared = Subject::change(Some(read(text.as_bytes(), None)), Some(head), day);
            for subject in [alone, compared] {
                let report = check(&[subject], &Policy::default(), &Facts::default(), Settings::default());
                assert!(shown(&report).is_empty(), "{name}, {form}: {:#?}", shown(&report));
            }
        }
    }
}

/// Each row of a table by its cells, other lines as they are.
fn with_rows(text: &str, write: impl Fn(&[&str]) -> String) -> String {
    let line = |line: &str| match line.trim_end().strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) {
        Some(row) => write(&row.split('|').collect::<Vec<&str>>()),
        None => line.to_owned(),
    };
    text.lines().map(|text| line(text) + "\n").collect()
}

/// The tables with cells of equal width, as editors align them.
fn aligned(text: &str) -> String {
    let cell = |cell: &&str| match cell.starts_with("--") {
        true => format!(":{}", "-".repeat(59)),
        false => format!(" {:<59}", cell.trim()),
    };
    with_rows(text, |cells| format!("|{}|", cells.iter().map(cell).collect::<Vec<_>>().join("|")))
}

/// The tables with their columns in the opposite order. A table of labels and values is read from
/// its first column.
fn columns_turned_round(text: &str) -> String {
    let turned = |cells: &[&str]| cells.iter().rev().copied().collect::<Vec<_>>().join("|");
    with_rows(text, |cells| format!("|{}|", if cells.len() > 2 { turned(cells) } else { cells.join("|") }))
}

#[test]
fn rules_are_declared_alike() {
    let mut ids = BTreeSet::new();
    for rule in RULES {
        assert!(ids.insert(rule.id), "{} is there twice", rule.id);
        assert!(
            root().join(format!("src/rules/{}.rs", rule.id.replace('-', "_"))).exists(),
            "{}: the file is named after the id",
            rule.id
        );
        assert!(!rule.summary().is_empty() && !rule.summary().ends_with('.'), "{}: `{}`", rule.id, rule.summary());
        for heading in ["## Bad", "## Good", "## Fix"] {
            assert!(rule.page.contains(heading), "{}: the page has no `{heading}`", rule.id);
        }
    }
}

/// The catalogue as it is published: other people's configurations and suppressions name these ids,
/// and reports are read by these severities.
const CATALOGUE: &str = "\
accidental-heading error ✓\n\
field-duplicate error –\n\
file-encoding error –\n\
file-too-large error –\n\
front-matter-misparse error ~\n\
malformed-checkbox warning ✓\n\
merge-conflict-marker error –\n\
section-duplicate error –\n\
section-order error –\n\
table-cell-count error –\n\
table-row-detached error ✓\n\
approach-unselected error –\n\
bracketed-value warning ✓\n\
choice-unresolved error –\n\
date-format error ✓\n\
duration-format warning –\n\
field-empty error –\n\
field-missing error ~\n\
link-required error –\n\
link-target-missing warning –\n\
na-without-reason warning –\n\
placeholder error –\n\
risk-rating-invalid warning ✓\n\
rollout-id-duplicate error –\n\
rollout-id-format error –\n\
section-missing error ~\n\
template-copy warning –\n\
template-row-left warning ✓\n\
todo-marker error –\n\
audience-not-monotonic warning –\n\
bake-time-too-short warning –\n\
bound-missed warning –\n\
comms-stage-missing warning –\n\
criterion-without-evidence off –\n\
customer-count-mismatch warning –\n\
date-order error –\n\
exit-rollback-conflict warning –\n\
gate-without-boxes warning ~\n\
gtm-incomplete error –\n\
guardrail-missing error –\n\
metric-threshold-suspect warning –\n\
post-ga-review error –\n\
progression-decision-missing error ~\n\
progression-decision-overdue warning –\n\
progression-log-mismatch error –\n\
rollback-plan-incomplete error –\n\
runbook-mismatch warning ~\n\
stage-declared-mismatch error ~\n\
stage-entry-unmet error –\n\
stage-exit-unmet error –\n\
stage-heading-unread warning –\n\
stage-sequence error –\n\
stage-status-stale warning ~\n\
stage-without-decision error –\n\
log-after-terminal error –\n\
log-date-future error –\n\
log-decider-not-person warning –\n\
log-decision-direction error –\n\
log-decision-unknown error ~\n\
log-entry-incomplete error –\n\
log-missing error ~\n\
log-order error –\n\
log-predates-plan error –\n\
log-rationale-weak warning –\n\
log-stage-format info ✓\n\
log-stage-skip error –\n\
log-stage-unknown error –\n\
log-transition-gap error –\n\
log-transition-repeated error –\n\
log-unreadable error –\n\
not-judged info –\n\
exposure-cut info ~\n\
exposure-gone warning –\n\
exposure-outside-audience warning –\n\
exposure-raised warning –\n\
exposure-schedule-crosses-gate error –\n\
exposure-segment info –\n\
exposure-unreadable error –\n\
flag-without-plan off –\n\
completed-stage-edited warning –\n\
criteria-weakened warning ~\n\
last-updated-stale warning ✓\n\
log-entry-inserted error –\n\
log-entry-modified error –\n\
log-entry-removed error –\n\
multiple-transitions warning –\n\
new-plan-mid-rollout warning –\n\
plan-moved info –\n\
plan-out-of-sight warning –\n\
plan-removed error –\n\
policy-changed warning –\n\
rollout-id-changed error –\n\
stage-change-without-log-entry error ~\n\
stage-reset-without-decision error ~\n\
approval-stale error –\n\
approval-unverifiable info –\n\
decider-not-approved error –\n\
decider-not-authorised error –\n\
decider-unmapped warning –\n\
separation-of-duties error –\n\
audit-date-drift warning –\n\
audit-decision-by-agent info –\n\
audit-direct-push warning –\n\
audit-exception info –\n\
audit-exposure-cut info –\n\
audit-exposure-unlogged error –\n\
audit-gate-edited warning –\n\
audit-history-rewritten error –\n\
audit-log-rewritten error –\n\
audit-plan-lost error –\n\
audit-policy-loosened info –\n\
audit-self-approved warning –\n\
audit-stalled info –\n\
audit-unlogged-transition error –\n\
suppression-no-reason error –\n\
suppression-not-allowed error –\n\
suppression-unknown error –\n\
suppression-unused warning ✓";

#[test]
fn the_catalogue_is_a_contract() {
    let mut rules: Vec<&Rule> = RULES.iter().collect();
    rules.sort_by_key(|rule| (rule.group, rule.id));
    let now: Vec<String> =
        rules.iter().map(|rule| format!("{} {} {}", rule.id, rule.default_level(), rule.fix.sign())).collect();
    assert_eq!(
        now,
        CATALOGUE.lines().collect::<Vec<&str>>(),
        "ids and severities do not change; new rules are added here"
    );
}

// --- what is generated ---

fn compare_or_update(path: &str, wanted: &str) {
    support::compare_or_update(&root().join(path), wanted);
}

#[test]
fn the_rules_pages_are_generated() {
    for rule in RULES {
        compare_or_update(&format!("docs/rules/{}.md", rule.id), &page(rule));
    }
    let known: BTreeSet<String> =
        RULES.iter().map(|rule| format!("{}.md", rule.id)).chain(["README.md".to_owned()]).collect();
    for entry in fs::read_dir(root().join("docs/rules")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name), "docs/rules/{name} belongs to no rule");
    }
}

#[test]
fn the_table_of_rules_is_generated() {
    let mut rules: Vec<&Rule> = RULES.iter().collect();
    rules.sort_by_key(|rule| (rule.group, rule.id));
    let mut table =
        "# Rules\n\nGenerated from the rules themselves. Fix: ✓ safe to apply, ~ a suggestion, – none.\n".to_owned();
    let mut group = None;
    for rule in rules {
        if group != Some(rule.group) {
            table.push_str(&format!(
                "\n## {}\n\n| rule | what it finds | severity | due | fix |\n|---|---|---|---|---|\n",
                rule.group.title()
            ));
            group = Some(rule.group);
        }
        table.push_str(&format!(
            "| [`{0}`]({0}.md) | {1} | {2} | {3} | {4} |\n",
            rule.id,
            rule.summary(),
            rule.default_level(),
            rule.due,
            rule.fix.sign()
        ));
    }
    compare_or_update("docs/rules/README.md", &table);
}
