//! The summary comment. It says where each plan stands: its move, who decided, what is open, what
//! changed, and the findings that no line carries.

use super::body::{BODY_LIMIT, place};
use super::observed::Thread;
use super::place::{Placed, Target, link};
use crate::check::Report;
use crate::finding::Finding;
use crate::report::harmless::{Markdown, fill};
use crate::report::markdown::findings::{ByPlan, counts, gravest_first, listed};
use crate::report::markdown::page::{Item, Page};
use crate::report::markdown::section::{Section, push_sections};
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
    let mut page = Page::new(BODY_LIMIT);
    let verdict = counts(&open).unwrap_or_else(|| "no open findings".to_owned());
    page.push(&fill!("## rolloutlint: {}\n", verdict));
    let item = |finding: &&Finding| listed(&target.told(finding), &link(&finding.location, target));
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
        .map(|finding| Item { brief: fill!("{} `{}`", place(&finding.location), finding.rule), ..item(&finding) });
    page.items(Markdown::ours("\n### Other files\n\n"), elsewhere.collect());
    let acknowledged = placed.acknowledged.iter().map(|(finding, thread)| acknowledged(finding, thread));
    let title = Markdown::ours("\n### Acknowledged\n\nResolved by a person, and still counted:\n\n");
    page.list(title, acknowledged, "finding");
    let to_resolve = placed.to_resolve.iter().map(|thread| fill!("- {}\n", reference(thread)));
    page.list(Markdown::ours("\n### Fixed, to be resolved by hand\n\n"), to_resolve, "thread");
    page.push(&fill!("\n{}", footer(target)));
    Some(page.text.trim_end())
}

/// The text of a comment that stands already, when there is nothing to say any more.
pub(super) fn nothing_open(target: &Target) -> Markdown {
    fill!("## rolloutlint: no open findings\n\n{}", footer(target))
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
    fill!("<sub>Written for {}{}; nothing here has changed since.</sub>", short_commit(&target.head), compared)
}
