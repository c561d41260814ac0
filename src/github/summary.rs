//! The one comment that says where each plan stands: the stage move, who decided, what is open, what changed, and the findings that no line carries.

use super::body::{BODY_LIMIT, where_it_is};
use super::observe::Thread;
use super::place::link;
use super::reconcile::{Placed, Target};
use crate::check::Report;
use crate::finding::{Finding, Fingerprint};
use crate::report::markdown::{ByPlan, Item, Page, Section, counts, gravest_first, listed};
use crate::report::{counted, markdown_message, markdown_text, moved};
use crate::text::short_commit;

/// What the summary comment is about, for its marker.
pub(crate) fn fingerprint() -> Fingerprint {
    Fingerprint("summary".to_owned())
}

/// The comment's text without its marker; `None` when there is nothing that anybody should hear of.
pub(crate) fn text(report: &Report, placed: &Placed, target: &Target) -> Option<String> {
    let said = placed.in_threads.iter().chain(&placed.on_files).chain(&placed.in_summary).copied();
    let open: Vec<&Finding> = said.chain(placed.acknowledged.iter().map(|(finding, _)| *finding)).collect();
    let on_lines = ByPlan::of(report, placed.in_threads.iter().copied());
    let on_files = ByPlan::of(report, placed.on_files.iter().copied());
    let in_summary = ByPlan::of(report, placed.in_summary.iter().copied());
    let plans: Vec<_> = report
        .plans
        .iter()
        .filter(|plan| {
            moved(plan) || [&on_lines, &on_files, &in_summary].iter().any(|some| !some.findings(plan).is_empty())
        })
        .collect();
    if plans.is_empty() && open.is_empty() && placed.to_resolve.is_empty() {
        return None;
    }
    let mut page = Page::new(BODY_LIMIT);
    let verdict = counts(&open).unwrap_or_else(|| "no open findings".to_owned());
    page.push(&format!("## rolloutlint: {verdict}\n"));
    let item = |finding: &&Finding| listed(finding, &link(&finding.location, target));
    let sections = plans.into_iter().map(|plan| {
        let (on_lines, on_files) = (on_lines.findings(plan), on_files.findings(plan));
        let listed = gravest_first(in_summary.findings(plan));
        let gravest = on_lines.iter().chain(on_files).chain(&listed).map(|finding| finding.severity).max();
        let on_lines = counts(on_lines).map(|counts| format!("{counts}, said on the lines of the diff."));
        let on_files = counts(on_files).map(|counts| format!("{counts}, said in a thread on the file."));
        let remarks: Vec<String> = on_lines.into_iter().chain(on_files).collect();
        let remark = (!remarks.is_empty()).then(|| remarks.join(" "));
        let title = "Not on a line that the diff shows:".to_owned();
        let items: Vec<Item> = listed.iter().map(item).collect();
        Section { plan, level: "###", gravest, all_gates: false, remark, title, items }
    });
    let left_out = page.sections(sections.collect());
    if left_out > 0 {
        page.push(&format!("\n{} in the job summary.\n", counted(left_out, "more plan")));
    }
    let said =
        counts(&on_lines.elsewhere).map(|counts| format!("{counts} in other files, said on the lines of the diff."));
    let on_files =
        counts(&on_files.elsewhere).map(|counts| format!("{counts} in other files, said in threads on them."));
    for remark in said.into_iter().chain(on_files) {
        page.push(&format!("\n{remark}\n"));
    }
    let elsewhere = gravest_first(&in_summary.elsewhere).into_iter().map(|finding| Item {
        brief: format!("{} `{}`", where_it_is(&finding.location), finding.rule),
        ..item(&finding)
    });
    page.items("\n### Other files\n\n", elsewhere.collect());
    let acknowledged = placed.acknowledged.iter().map(|(finding, thread)| acknowledged(finding, thread));
    page.list("\n### Acknowledged\n\nResolved by a person, and still counted:\n\n", acknowledged, "finding");
    let to_resolve = placed.to_resolve.iter().map(|thread| format!("- {}\n", reference(thread)));
    page.list("\n### Fixed, to be resolved by hand\n\n", to_resolve, "thread");
    page.push(&format!("\n{}", footer(target)));
    Some(page.text.trim_end().to_owned())
}

/// What the comment says once there is nothing to say.
pub(crate) fn nothing_open(target: &Target) -> String {
    format!("## rolloutlint: no open findings\n\n{}", footer(target))
}

fn acknowledged(finding: &Finding, thread: &Thread) -> String {
    let who = match thread.resolution.who() {
        Some(login) => format!("acknowledged by {}", markdown_text(&format!("@{login}"))),
        None => "acknowledged".to_owned(),
    };
    let (message, place) = (markdown_message(&finding.message), reference(thread));
    format!("- **{}**, {place}: {message} ({who})\n", finding.severity)
}

/// A thread by its place, with a link when GitHub tells one.
fn reference(thread: &Thread) -> String {
    let place = markdown_text(&thread.place());
    match &thread.url {
        Some(url) => format!("[{place}]({url})"),
        None => place,
    }
}

fn footer(target: &Target) -> String {
    let compared = target.base.as_deref().map(|base| format!(" against {}", short_commit(base))).unwrap_or_default();
    format!("<sub>Judged at {}{compared}.</sub>", short_commit(&target.head))
}
