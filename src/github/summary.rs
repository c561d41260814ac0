//! The summary comment. It says where each plan stands: its move, who decided, what is open, what
//! changed, and the findings that no line carries.

use super::body::{BODY_LIMIT, place as place_name};
use super::observed::Thread;
use super::place::{Placed, Target, address, link, place_of_fix};
use crate::approval::{Approvals, Light, Status};
use crate::check::{PlanReport, Report};
use crate::finding::Finding;
use crate::report::harmless::{Markdown, clipped, fill};
use crate::report::markdown::findings::{ByPlan, counts, gravest_first, listed};
use crate::report::markdown::page::{Item, Page};
use crate::report::markdown::section::{Section, course, lead, push_sections};
use crate::report::phrase::{counted, has_news};
use crate::text::short_commit;

/// The comment's text without its marker; `None` when there is nothing to say.
pub(super) fn text(report: &Report, placed: &Placed, target: &Target) -> Option<Markdown> {
    let said = placed.in_threads.iter().chain(&placed.on_files).chain(&placed.in_summary).copied();
    let open: Vec<&Finding> = said.chain(placed.acknowledged.iter().map(|(finding, _)| *finding)).collect();
    let on_lines = ByPlan::of(report, placed.in_threads.iter().copied());
    let on_files = ByPlan::of(report, placed.on_files.iter().copied());
    let in_summary = ByPlan::of(report, placed.in_summary.iter().copied());
    let plans: Vec<_> = report
        .plans
        .iter()
        .filter(|plan| {
            has_news(plan) || [&on_lines, &on_files, &in_summary].iter().any(|some| !some.findings(plan).is_empty())
        })
        .collect();
    if plans.is_empty() && open.is_empty() && placed.to_resolve.is_empty() {
        return None;
    }
    let mut page = Page::new(BODY_LIMIT - FOLD.len() - UNFOLD.len());
    let open = gravest_first(&open);
    page.push(&fill!("## {}\n\n{}\n", title(&plans, &open, target), verdict(report, &open, placed, target)));
    if let [plan] = plans[..] {
        page.push(&lead(plan));
    }
    page.push(&fill!("{}", target.approvals.as_ref().and_then(approvals)));
    page.push(&Markdown::ours(FOLD));
    let item = |finding: &&Finding| listed(&target.told(finding), &link(&finding.location, target), &target.pages);
    let sections = plans.into_iter().map(|plan| {
        let (on_lines, on_files) = (on_lines.findings(plan), on_files.findings(plan));
        let listed = gravest_first(in_summary.findings(plan));
        let gravest = on_lines.iter().chain(on_files).chain(&listed).map(|finding| finding.severity).max();
        let on_lines = counts(on_lines).map(|counts| fill!("{}, said on the lines of the diff.", counts));
        let on_files = counts(on_files).map(|counts| fill!("{}, said in a thread on the file.", counts));
        let remarks = Markdown::joined(on_lines.into_iter().chain(on_files), " ");
        let remark = Some(remarks).filter(|remarks| !remarks.is_empty());
        let title = Markdown::ours("Not on a line that the diff shows:");
        let items: Vec<Item> = listed.iter().map(item).collect();
        Section { plan, level: "###", gravest, has_all_gates: false, remark, title, items }
    });
    let left_out = push_sections(&mut page, sections.collect());
    if left_out > 0 {
        page.push(&fill!("\n{} in the job summary.\n", counted(left_out, "more plan")));
    }
    let said =
        counts(&on_lines.elsewhere).map(|counts| fill!("{} in other files, said on the lines of the diff.", counts));
    let on_files =
        counts(&on_files.elsewhere).map(|counts| fill!("{} in other files, said in threads on them.", counts));
    for remark in said.into_iter().chain(on_files) {
        page.push(&fill!("\n{}\n", remark));
    }
    let elsewhere = gravest_first(&in_summary.elsewhere)
        .into_iter()
        .map(|finding| Item { brief: fill!("{} `{}`", place_name(&finding.location), finding.rule), ..item(&finding) });
    page.items(Markdown::ours("\n### Other files\n\n"), elsewhere.collect());
    let acknowledged = placed.acknowledged.iter().map(|(finding, thread)| acknowledged(finding, thread));
    let title = Markdown::ours("\n### Acknowledged\n\nResolved by a person, and still counted:\n\n");
    page.list(title, acknowledged, "finding");
    let to_resolve = placed.to_resolve.iter().map(|thread| fill!("- {}\n", reference(thread)));
    page.list(Markdown::ours("\n### Fixed, to be resolved by hand\n\n"), to_resolve, "thread");
    let left_alone = placed.left_alone.iter().map(|stranger| {
        let place = Markdown::code(&stranger.path);
        let place = stranger.url.as_ref().map_or(place.clone(), |url| place.link(url));
        fill!("- {}, by {}\n", place, Markdown::code(&stranger.login))
    });
    page.list(Markdown::ours("\n### Left alone: said by another account\n\n"), left_alone, "thread");
    page.text.push(&fill!("{}{}", Markdown::ours(UNFOLD), footer(target)));
    Some(page.text.trim_end())
}

/// What a reader sees first is short: the title, the verdict, where the plan stands, the decision.
const FOLD: &str = "\n<details><summary>Gates, changes and findings</summary>\n";
const UNFOLD: &str = "\n</details>\n\n";

/// How many characters of a rollout's name a title shows.
const NAME_SHOWN: usize = 80;
/// How many findings the verdict names.
const NAMED: usize = 3;
/// How many characters of the message of each.
const MESSAGE_SHOWN: usize = 120;

/// Whether a summary is worth a comment where none stands yet. One finding in a thread of its own
/// needs none, unless a rollout moved.
pub(super) fn is_worth_a_comment(report: &Report, placed: &Placed) -> bool {
    let is_one = placed.in_threads.len() == 1 && placed.on_files.is_empty() && placed.in_summary.is_empty();
    let is_all = placed.acknowledged.is_empty() && placed.to_resolve.is_empty();
    !(is_one && is_all) || report.plans.iter().any(has_news)
}

/// The verdict in a sign, and what it is about.
fn title(plans: &[&PlanReport], open: &[&Finding], target: &Target) -> Markdown {
    let sign = match open.first().map(|finding| finding.severity) {
        Some(gravest) if target.blocks(gravest) => "⛔",
        Some(_) => "⚠️",
        None => "✅",
    };
    let counts = counts(open).unwrap_or_else(|| NOTHING_OPEN.to_owned());
    let about = match plans {
        [] => fill!("{}", counts),
        [plan] => {
            let name = plan.title.as_ref().or(plan.id.as_ref());
            let name = name.map_or_else(|| Markdown::code(&plan.path), |name| Markdown::of(&clipped(name, NAME_SHOWN)));
            fill!("{}: {}", name, course(plan).unwrap_or(fill!("{}", counts)))
        }
        _ => fill!("{} in {}", counts, counted(plans.len(), "rollout")),
    };
    fill!("{} {}", Markdown::ours(sign), about)
}

/// Whether those who decide approved, in a line that agrees with the commit status.
fn approvals(approvals: &Approvals) -> Option<Markdown> {
    if approvals.decisions.is_empty() {
        return None;
    }
    let light = match approvals.status().light {
        Light::Success => "✅",
        Light::Failure | Light::Error => "⛔",
    };
    let found = approvals.findings.iter().map(|finding| Markdown::message(&clipped(&finding.message, MESSAGE_SHOWN)));
    let found: Vec<Markdown> = found.collect();
    let told = match &found[..] {
        [] => Markdown::ours("those who decide agree"),
        _ => Markdown::joined(found, "; "),
    };
    Some(fill!("\n{} {}: {}.\n", Markdown::ours(light), Markdown::code(Status::CONTEXT), told))
}

/// Whether the change is refused, by what, and where that can be mended.
fn verdict(report: &Report, open: &[&Finding], placed: &Placed, target: &Target) -> Markdown {
    let (blocking, rest): (Vec<&Finding>, Vec<&Finding>) =
        open.iter().partition(|finding| target.blocks(finding.severity));
    let named = |findings: &[&Finding]| {
        let more = findings.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| fill!("{} more", more));
        let names = findings.iter().take(NAMED).map(|finding| {
            let message = Markdown::message(&clipped(&finding.message, MESSAGE_SHOWN));
            match placed.threads.get(&finding.fingerprint).cloned().or_else(|| address(&finding.location, target)) {
                Some(address) => message.link(&address),
                None => message,
            }
        });
        Markdown::joined(names.chain(more), "; ")
    };
    let edit = open.first().and_then(|gravest| editor(report, gravest, target));
    let edit = edit.map(|edit| fill!(" {}", edit));
    match (counts(&blocking), counts(&rest)) {
        (Some(blocking_counts), rest) => {
            let rest = rest.map(|rest| fill!(" Beside that {}.", rest));
            fill!("**Blocked** by {}: {}.{}{}", blocking_counts, named(&blocking), edit, rest)
        }
        (None, Some(rest_counts)) => fill!("Not blocked. {}: {}.{}", rest_counts, named(&rest), edit),
        (None, None) => Markdown::ours("Not blocked: nothing is open."),
    }
}

/// A link into the editor on GitHub, at the line where a finding is mended: that of its fix, else
/// the decision log of its plan.
fn editor(report: &Report, finding: &Finding, target: &Target) -> Option<Markdown> {
    if let Some(place) = place_of_fix(finding) {
        let address = target.edit_address(&place.source.path, place.line())?;
        return Some(fill!("Edit {}.", place_name(&place).link(&address)));
    }
    let path = finding.location.source.path.as_str();
    let log = report.plans.iter().find(|plan| plan.path == path)?.judged.log.as_ref()?;
    Some(fill!("Edit {}.", Markdown::ours("the decision log").link(&target.edit_address(&log.path, log.line)?)))
}

const NOTHING_OPEN: &str = "no open findings";

/// The text of a comment that stands already, when there is nothing to say any more.
pub(super) fn nothing_open(target: &Target) -> Markdown {
    fill!("## ✅ {}\n\n{}", NOTHING_OPEN, footer(target))
}

fn acknowledged(finding: &Finding, thread: &Thread) -> Markdown {
    let who = thread.resolution.who().map(|login| fill!(" by {}", format!("@{login}")));
    let message = Markdown::message(&finding.message);
    fill!("- **{}**, {}: {} (acknowledged{})\n", finding.severity.as_str(), reference(thread), message, who)
}

/// A thread by its place, with a link when GitHub tells one.
fn reference(thread: &Thread) -> Markdown {
    let place = Markdown::of(&thread.place());
    match &thread.url {
        Some(url) => place.link(url),
        None => place,
    }
}

fn footer(target: &Target) -> Markdown {
    let compared = target.base.as_ref().map(|base| fill!(", compared with {}", base.short()));
    // The comment stays while later commits change nothing of it.
    fill!(
        "<sub>rolloutlint, written for {}{}; nothing here has changed since.</sub>",
        short_commit(&target.head),
        compared
    )
}
