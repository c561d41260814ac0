//! History as one page to keep: for each rollout a timeline, its decisions as a table, and its
//! findings; at the end the commits that the page names.

use super::coverage::facts;
use super::page::{
    AuditPage, approvals, commit, day, decision, deletion, entry_events, happened, live_words, made_in, name, stay,
    why_unjudged,
};
use crate::audit::{
    AuditFinding, AuditedTransition, CellEdit, CommitFacts, Excerpt, HistoryFault, LedgerEntryHistory, LivePoint,
    Recorded, Rollout,
};
use crate::finding::Severity;
use crate::plan::duration::end_of;
use crate::plan::log::Point;
use crate::report::harmless::{Html, fill};
use crate::report::html::chart::{Bar, LiveKind, LiveSpan, Mark, MarkKind, Now, Row, chart, legend};
use crate::report::html::{Document, Line, day_cell, table};
use crate::report::options::Options;
use crate::report::phrase::{counted, place, severity_counts};
use crate::text::CommitId;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) fn write(page: &AuditPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let today = page.today.unwrap_or_default();
    let document = Document {
        title: "Audit of rollouts",
        today,
        summary: page.verdict(),
        facts: provenance(page),
        notes: &page.notes,
        body: body(page, today),
    };
    document.write(out)
}

fn body(page: &AuditPage, today: Date) -> Html {
    let now = Now { day: today, word: if page.scope.until.is_some() { "as of" } else { "today" } };
    let rollouts = &page.audit.rollouts;
    let rows: Vec<Row> = (0..rollouts.len()).map(|index| row(page, index, today)).collect();
    let mut body = Html::default();
    let mut grave: Vec<&AuditFinding> =
        page.audit.findings.iter().filter(|finding| finding.severity >= Severity::Warning).collect();
    grave.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let link = |finding: &AuditFinding| -> Html {
        let Some(index) = finding.rollout else { return fill!("<code>{}</code>: ", finding.path) };
        fill!("<a href=\"#{}\">{}</a>: ", anchor(index), name(&rollouts[index], Html::of))
    };
    let items = grave.into_iter().map(|finding| list_item(finding, link(finding), Html::default())).collect();
    body.push(&list("<h2>Errors and warnings</h2>", items));
    let sentences = rollouts.iter().enumerate().map(|(index, rollout)| {
        let name = name(rollout, Html::of);
        fill!("<li><a href=\"#{}\">{}</a> {}.</li>", anchor(index), name, sentence(page, index))
    });
    body.push(&list("<h2>Rollouts</h2>", sentences.collect()));
    if rollouts.len() > 1 {
        body.push(&chart(&rows, now, &Html::ours("All rollouts by time")));
    }
    body.push(&legend(&rows));
    for ((index, rollout), row) in rollouts.iter().enumerate().zip(rows) {
        body.push(&Html::ours("<section class=\"rollout\">\n"));
        body.push(&fill!("<h2 id=\"{}\">{}</h2>\n", anchor(index), name(rollout, Html::of)));
        body.push(&fill!("<p>It {}.</p>\n", sentence(page, index)));
        let items = page.findings(index).into_iter();
        let items = items.map(|finding| list_item(finding, Html::default(), rewrite(page, finding)));
        body.push(&list("<h3>Findings</h3>", items.collect()));
        let standing = standing(rollout, &row);
        body.push(&fill!("<p class=\"faint\"><code>{}</code>, {}</p>\n", rollout.path, standing));
        for (path, commit) in &rollout.renames {
            let id = code(&commit.id);
            body.push(&fill!("<p class=\"faint\"><code>{}</code> until {} on {}</p>\n", path, id, commit.day));
        }
        for (_, event) in happened(rollout) {
            body.push(&fill!("<p class=\"faint\">{}</p>\n", event));
        }
        let row = Row { name: String::new(), id: String::new(), target: None, ..row };
        body.push(&chart(&[row], now, &fill!("Timeline of {}", name(rollout, Html::of))));
        body.push(&decisions(page, index, today));
        body.push(&live_table(rollout));
        if let Some(now) = page.exported.get(&rollout.path) {
            let class = if now.agrees { "faint" } else { "warning" };
            body.push(&fill!("<p class=\"{}\">live by the export: {}</p>\n", class, Html::of(&now.words)));
        }
        body.push(&Html::ours("</section>\n"));
    }
    for ledger in &page.audit.ledgers {
        let line = |entry: &LedgerEntryHistory| -> Line {
            let events = entry_events(entry).into_iter();
            let events = events.map(|(what, made)| fill!("{} in {}", what, commit(made, code(&made.id), Html::of)));
            let is_kept = entry.changed_in.is_empty() && entry.removed_in.is_none();
            let day = entry.day.map(day_cell).unwrap_or_default();
            (if is_kept { "" } else { "error" }, vec![day, Html::of(&entry.name), Html::joined(events, "<br>")])
        };
        let lines: Vec<Line> = ledger.entries.iter().map(line).collect();
        body.push(&fill!("<h2>{}</h2>\n", ledger.path));
        body.push(&table(
            "Entries, without stages, append-only",
            &[("Date", 12), ("Entry", 40), ("Commits", 48)],
            &lines,
        ));
    }
    for (heading, findings) in page.others() {
        let about = |finding: &AuditFinding| -> Html {
            if finding.path.is_empty() { Html::default() } else { fill!("<code>{}</code>: ", finding.path) }
        };
        let items = findings.into_iter().map(|finding| list_item(finding, about(finding), rewrite(page, finding)));
        let items: Vec<Html> = items.collect();
        body.push(&fill!("<h2>{}</h2>\n<ul>\n{}\n</ul>\n", heading, Html::joined(items, "\n")));
    }
    body.push(&commits(page));
    let facts = facts(page).into_iter().map(|(term, fact)| fill!("<dt>{}</dt><dd>{}</dd>\n", term, fact));
    body.push(&fill!(
        "<h2>Coverage</h2>\n<p>{}</p>\n<dl>\n{}</dl>\n",
        page.coverage(Html::of),
        facts.collect::<Html>()
    ));
    body
}

/// Which part of which history was read.
fn provenance(page: &AuditPage) -> Vec<(&'static str, Html)> {
    let scope = &page.scope;
    let window = [("since", &scope.since), ("until", &scope.until)];
    let window = window.into_iter().filter_map(|(word, end)| Some(fill!("{} {}", word, end.as_deref()?)));
    let window: Html = Html::joined(window, ", ");
    let head = scope.head.as_ref().map(|head| fill!("<code>{}</code>, {}", head.id.0, head.day));
    let facts = [
        ("Repository", (!scope.repository.is_empty()).then(|| Html::of(&scope.repository))),
        ("Branch", scope.branch.as_deref().map(Html::of)),
        ("Newest commit", head),
        ("Window", Some(if window.is_empty() { Html::ours("all of history") } else { window })),
    ];
    facts.into_iter().filter_map(|(term, fact)| Some((term, fact?))).collect()
}

fn anchor(rollout: usize) -> String {
    format!("rollout-{}", rollout + 1)
}

/// A commit's short id. The full id shows under the pointer.
fn code(id: &CommitId) -> Html {
    fill!("<code title=\"{}\">{}</code>", id.0, id.short())
}

/// A heading and a list below it; nothing without items.
fn list(heading: &'static str, items: Vec<Html>) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    fill!("{}\n<ul>\n{}\n</ul>\n", Html::ours(heading), Html::joined(items, "\n"))
}

/// A rollout in a sentence that goes on behind its name:
/// `is at stage 3 since 2026-04-01; 3 decisions, all recorded at once; no findings`.
fn sentence(page: &AuditPage, index: usize) -> Html {
    let rollout = &page.audit.rollouts[index];
    let gone = if rollout.removed_in.is_some() { "was" } else { "is" };
    let last = rollout.transitions.iter().rfind(|transition| transition.moves());
    let since = last.and_then(AuditedTransition::decided_on);
    let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
    let at = match rollout.stage {
        Point::Stage(_) => format!("at {}", place(rollout.stage)),
        other => other.to_string(),
    };
    let decided = rollout.transitions.iter().filter(|transition| transition.decision.is_some()).count();
    let at_once = |transition: &&AuditedTransition| transition.recorded == Recorded::AtOnce;
    let late = decided - rollout.transitions.iter().filter(|one| one.decision.is_some()).filter(at_once).count();
    let decisions = match (&rollout.unjudged, decided, late) {
        (Some(why), ..) => why_unjudged(why),
        (None, 0, _) => "no decision".to_owned(),
        (None, 1, 0) => "1 decision, recorded at once".to_owned(),
        (None, _, 0) => format!("{}, all recorded at once", counted(decided, "decision")),
        (None, ..) => format!("{}, {late} not recorded at once", counted(decided, "decision")),
    };
    let undecided = rollout.transitions.iter().filter(|transition| transition.recorded == Recorded::Never);
    let undecided = match undecided.filter(|transition| !transition.is_new_rollout).count() {
        0 => String::new(),
        count => format!(", {} without a decision", counted(count, "move")),
    };
    let found = severity_counts(page.findings(index).into_iter().map(|finding| finding.severity));
    let found = found.unwrap_or_else(|| "no findings".to_owned());
    let deleted: Option<Html> = deletion(rollout);
    fill!("{} {}{}; {}{}; {}{}", gone, at, since, decisions, undecided, found, deleted)
}

/// What was rewritten of the record: cell by cell, and the lines around it before and after.
fn rewrite(page: &AuditPage, finding: &AuditFinding) -> Html {
    let Some(rewrite) = &finding.rewrite else { return Html::default() };
    let cell = |cell: &CellEdit| -> Html {
        let before = cell.before.as_ref().map(|text| fill!("<del>{}</del> ", text));
        let after = cell.after.as_ref().map(|text| fill!("<ins>{}</ins>", text));
        fill!("<li>{}: {}{}</li>", cell.column, before, after)
    };
    let lines = |word: &'static str, excerpt: &Excerpt, commit: Option<&CommitId>| -> Html {
        let place = format!("{}:{}", excerpt.path, excerpt.line);
        let address = page.scope.web.as_ref().zip(commit).map(|(web, commit)| web.line(commit, excerpt));
        let place = match address {
            Some(address) => fill!("<a href=\"{}\">{}</a>", address, place),
            None => fill!("{}", place),
        };
        let lines = excerpt.lines.iter().map(|(number, text)| fill!("{} {}\n", number, text));
        fill!("<p class=\"faint\">{} {}</p><pre>{}</pre>", word, place, lines.collect::<Html>())
    };
    let before = rewrite.before.as_ref().map(|before| lines("before", before, finding.commit.parent.as_ref()));
    let after = rewrite.after.as_ref().map(|after| lines("after", after, Some(&finding.commit.id)));
    let cells = Html::joined(rewrite.cells.iter().map(cell), "");
    fill!("<div class=\"edit\"><ul>{}</ul>{}{}</div>", cells, before, after)
}

/// A finding with its day and its commit, and more about it below.
fn list_item(finding: &AuditFinding, about: Html, more: Html) -> Html {
    let severity = finding.severity.as_str();
    fill!(
        "<li class=\"{}\">{} {} <strong>{}</strong> {}{} <code>{}</code>{}</li>",
        severity,
        day_cell(finding.commit.day),
        code(&finding.commit.id),
        severity,
        about,
        finding.message,
        finding.fault.rule().id,
        more
    )
}

/// `stage 1 by its record; work is at stage 2, planned until 2026-03-23, in history since
/// 2026-03-01`.
fn standing(rollout: &Rollout, row: &Row) -> Html {
    let last = rollout.transitions.iter().rfind(|transition| transition.moves());
    let ahead = last.filter(|last| last.recorded == Recorded::Never && last.to != rollout.stage);
    let ahead = ahead.map(|last| fill!(" by its record; work is at {}", place(last.to)));
    let is_there = rollout.removed_in.is_none();
    let planned = row.bars.last().and_then(|bar| bar.planned_until).filter(|_| is_there);
    let planned = planned.map(|day| fill!(", planned until {}", day));
    let began = rollout.began.map(|day| fill!(", in history since {}", day));
    fill!("{}{}{}{}{}", place(rollout.stage), ahead, planned, began, deletion(rollout))
}

fn decisions(page: &AuditPage, index: usize, today: Date) -> Html {
    let rollout = &page.audit.rollouts[index];
    if rollout.transitions.is_empty() {
        return Html::ours("<p>No decision yet.</p>\n");
    }
    let line = |transition: &AuditedTransition| decision_line(transition, shown_on(page, index, transition, today));
    let lines: Vec<Line> = rollout.transitions.iter().map(line).collect();
    let columns = [("Date", 9), ("Step", 9), ("Decision", 17), ("Rationale", 20), ("Commit", 27), ("Open then", 18)];
    table("Decisions", &columns, &lines)
}

/// Who really saw the feature, and when each move came into effect; nothing where no flag file
/// tells.
fn live_table(rollout: &Rollout) -> Html {
    if rollout.line.is_empty() {
        return Html::default();
    }
    let line = |point: &LivePoint| -> Line {
        let by = commit(&point.commit, code(&point.commit.id), Html::of);
        let place = point.place.as_ref().map(|(path, line)| fill!("<code>{}:{}</code>", path, line));
        ("", vec![day_cell(point.commit.day), Html::of(&live_words(point)), place.unwrap_or_default(), by])
    };
    let lines: Vec<Line> = rollout.line.iter().map(line).collect();
    let columns = [("From", 13), ("Live", 22), ("Flag file", 30), ("Commit", 35)];
    let live = table("Who really saw the feature", &columns, &lines);
    let line = |transition: &AuditedTransition| -> Line {
        let day = |day: Option<Date>| day.map(day_cell).unwrap_or_default();
        let between = transition.days_between().map(|days| fill!("{}", days)).unwrap_or_default();
        let waits = transition.waits_for_flag.then(|| Html::ours("not yet"));
        let on = transition.live_in.as_ref().map(|live| fill!("{} in {}", day_cell(live.day), code(&live.id)));
        let class = if transition.days_between().is_some_and(|days| days < 0) { "warning" } else { "" };
        (
            class,
            vec![Html::of(&transition.step()), day(transition.decided_on()), on.or(waits).unwrap_or_default(), between],
        )
    };
    let lines: Vec<Line> = rollout.transitions.iter().filter(|made| made.moves()).map(line).collect();
    if lines.is_empty() {
        return live;
    }
    let columns = [("Step", 13), ("Decided on", 22), ("Live on", 30), ("Days between", 35)];
    fill!("{}{}", live, table("From decision to effect", &columns, &lines))
}

/// A decision as a line of the table. `shown` is its day in the chart.
fn decision_line(transition: &AuditedTransition, shown: Date) -> Line {
    let doubt = is_doubted(transition, shown)
        .then(|| fill!("<br><span class=\"warning\">in the chart on {}</span>", day_cell(shown)));
    let class = match transition.recorded {
        _ if transition.is_new_rollout => "",
        Recorded::Never | Recorded::Withdrawn | Recorded::Rewritten => "error",
        Recorded::Later(_) | Recorded::TakenBack(_) => "warning",
        Recorded::AtOnce | Recorded::Before if doubt.is_some() => "warning",
        Recorded::AtOnce | Recorded::Before => "",
    };
    let stay = stay(transition).map(|stay| fill!(", {}", stay));
    let event = |event: Event| {
        let by = match event.is_late {
            true => commit(event.commit, code(&event.commit.id), Html::of),
            false => made_in(transition, code(&event.commit.id), Html::of),
        };
        let text = fill!("{} {} in {}", event.what, day_cell(event.commit.day), by);
        if event.is_late { fill!("<strong>{}</strong>", text) } else { text }
    };
    let written = transition
        .written_in
        .as_ref()
        .map(|written| fill!("written in {}", commit(written, code(&written.id), Html::of)));
    let approved = approvals(transition).map(|approved| fill!("{}", approved));
    let without_box = transition.without_box.iter();
    let without_box = without_box.map(|item| fill!("<span class=\"faint\">no box: {}</span>", item));
    let cells = vec![
        fill!("{}{}", day_cell(day(transition)), doubt),
        Html::of(&transition.step()),
        fill!("{}{}", decision(transition), stay),
        transition.rationale.as_deref().map(Html::of).unwrap_or_default(),
        Html::joined(events(transition).into_iter().map(event).chain(written).chain(approved), "<br>"),
        Html::joined(transition.open.iter().map(|open| Html::of(open)).chain(without_box), "<br>"),
    ];
    (class, cells)
}

/// Something that a commit did to a decision.
struct Event<'a> {
    /// `moved on`, to be followed by the day.
    what: &'static str,
    commit: &'a CommitFacts,
    /// Whether it should have been done at once, or not at all.
    is_late: bool,
}

/// What became of a decision, in the order of time.
fn events(transition: &AuditedTransition) -> Vec<Event<'_>> {
    let first = match transition.recorded {
        Recorded::AtOnce if transition.is_inserted => "put in between older ones on",
        Recorded::AtOnce => "recorded on",
        Recorded::Before => "recorded on or before",
        Recorded::Later(_) | Recorded::Never | Recorded::TakenBack(_) => "moved on",
        Recorded::Withdrawn => "taken out on",
        Recorded::Rewritten if !transition.put_back_in.is_empty() => "put back on",
        Recorded::Rewritten => "rewritten on",
    };
    let second = match &transition.recorded {
        Recorded::Later(later) => Some(("recorded on", later)),
        Recorded::TakenBack(back) => Some(("taken back on", back)),
        Recorded::AtOnce | Recorded::Never | Recorded::Withdrawn | Recorded::Rewritten | Recorded::Before => None,
    };
    let completed = transition.completed_in.iter().map(|commit| ("completed on", commit));
    let rewritten = transition.rewritten_in.iter().map(|commit| ("rewritten on", commit));
    let put_back = transition.put_back_in.iter().filter(|commit| commit.id != transition.commit.id);
    let put_back = put_back.map(|commit| ("put back on", commit));
    let more = second.into_iter().chain(completed).chain(rewritten).chain(put_back);
    let more = more.map(|(what, commit)| Event { what, commit, is_late: true });
    std::iter::once(Event { what: first, commit: &transition.commit, is_late: false }).chain(more).collect()
}

/// The commits that the page names, with their full ids for readers on paper.
fn commits(page: &AuditPage) -> Html {
    let of_rollout = |rollout: &'_ Rollout| -> Vec<CommitFacts> {
        let events = rollout.transitions.iter().flat_map(events).map(|event| event.commit);
        let renames = rollout.renames.iter().map(|(_, commit)| commit);
        let live = rollout.line.iter().map(|point| &point.commit);
        let gaps = rollout.gaps.iter().flat_map(|gap| [&gap.removed_in, &gap.back_in]);
        let gaps = gaps.chain(rollout.renumberings.iter().map(|made| &made.commit));
        let renames = renames.chain(gaps);
        events.chain(renames).chain(live).chain(&rollout.removed_in).cloned().collect()
    };
    let named = page.audit.rollouts.iter().flat_map(of_rollout).chain(page.scope.head.clone());
    let named = named.chain(page.audit.findings.iter().map(|finding| finding.commit.clone()));
    let named: BTreeMap<(Date, CommitId), CommitFacts> =
        named.map(|commit| ((commit.day, commit.id.clone()), commit)).collect();
    if named.is_empty() {
        return Html::default();
    }
    let line = |commit: &CommitFacts| -> Line {
        let id = |id: &str| fill!("<code>{}</code>", id);
        let (author, subject) = (Html::of(&commit.author.name), Html::of(&commit.subject));
        ("", vec![id(commit.id.short()), day_cell(commit.day), author, subject, id(&commit.id.0)])
    };
    let lines: Vec<Line> = named.values().map(line).collect();
    let columns = [("Commit", 10), ("Day", 13), ("Author", 17), ("Subject", 25), ("Full id", 35)];
    fill!("<h2>Commits</h2>\n{}", table("The commits that this page names", &columns, &lines))
}

/// The day on which the chart shows a decision. It is the day of the commit when the move was
/// recorded later, or when the record's day is far from the commit. It is never after today.
fn shown_on(page: &AuditPage, index: usize, transition: &AuditedTransition, today: Date) -> Date {
    let drifts = |finding: &AuditFinding| {
        finding.fault == HistoryFault::DateDrift
            && finding.rollout == Some(index)
            && finding.commit.id == transition.commit.id
    };
    let is_by_commit = matches!(transition.recorded, Recorded::Later(_)) || page.audit.findings.iter().any(drifts);
    let shown = if is_by_commit { transition.commit.day } else { day(transition) };
    shown.min(today)
}

/// Whether the chart shows another day than the record, although the record did not come late.
fn is_doubted(transition: &AuditedTransition, shown: Date) -> bool {
    shown != day(transition) && !matches!(transition.recorded, Recorded::Later(_))
}

/// A rollout as a chart shows it: its stages, its decisions, and the changes of its record.
fn row(page: &AuditPage, index: usize, today: Date) -> Row {
    let rollout = &page.audit.rollouts[index];
    let named = rollout.title.as_ref().or(rollout.id.as_ref()).unwrap_or(&rollout.path);
    let marks = rollout.transitions.iter().flat_map(|transition| marks(page, index, transition, today));
    let rewrites = page.findings(index).into_iter().filter(|finding| finding.fault == HistoryFault::LogRewritten);
    let rewrites = rewrites.map(|finding| {
        let day = finding.commit.day;
        mark(day, MarkKind::Rewrite, format!("{day}: {}", finding.message))
    });
    let removed = rollout.removed_in.iter().map(|commit| {
        let title = format!("{}: the plan was deleted in {}", commit.day, commit.id.short());
        mark(commit.day, MarkKind::End, title)
    });
    Row {
        name: named.clone(),
        id: rollout.id.clone().filter(|_| rollout.title.is_some()).unwrap_or_default(),
        target: Some(anchor(index)),
        bars: bars(page, index, today),
        marks: marks.chain(rewrites).chain(removed).collect(),
        live: live_spans(rollout, today),
    }
}

/// Who really saw the feature when.
fn live_spans(rollout: &Rollout, today: Date) -> Vec<LiveSpan> {
    let over = rollout.removed_in.as_ref().map_or(today, |commit| commit.day.min(today));
    let spans = |(place, point): (usize, &LivePoint)| {
        let next = rollout.line.get(place + 1).map_or(over, |next| next.commit.day);
        let from = point.commit.day.min(over);
        let until = next.clamp(from, over.max(from));
        let kind = match point {
            LivePoint { is_known: false, .. } => LiveKind::Unknown,
            LivePoint { is_nobody: true, .. } => LiveKind::Nobody,
            _ => LiveKind::Some,
        };
        let words = format!("live {}, by {}", live_words(point), point.commit.id.short());
        let span = |from: Date, until: Date, kind: LiveKind| {
            let (stage, label, title) = (point.stage, point.live.clone(), format!("{from} to {until}: {words}"));
            LiveSpan { from, until, stage, label, kind, title }
        };
        // A late decision ends the time without one.
        let decided = point.decided_in.as_ref().map_or(until, |later| later.day).clamp(from, until);
        match point.is_undecided {
            false => vec![span(from, until, kind)],
            true if decided == until => vec![span(from, until, LiveKind::Undecided)],
            true => vec![span(from, decided, LiveKind::Undecided), span(decided, until, kind)],
        }
    };
    rollout.line.iter().enumerate().flat_map(spans).collect()
}

/// The stages that a rollout was in.
fn bars(page: &AuditPage, index: usize, today: Date) -> Vec<Bar> {
    let rollout = &page.audit.rollouts[index];
    let moved: Vec<&AuditedTransition> = rollout.transitions.iter().filter(|transition| transition.moves()).collect();
    let is_taken_back = |transition: &AuditedTransition| matches!(transition.recorded, Recorded::TakenBack(_));
    // Where it was, since when, and how many days were planned for that.
    let mut stays: Vec<(Point, Date, Option<u32>)> = beginning(page, index, today).into_iter().collect();
    for (place, transition) in moved.iter().enumerate() {
        let next = moved[place + 1..].iter().find(|next| !is_taken_back(next));
        let planned = next.map_or(rollout.planned_now, |next| next.planned.filter(|_| next.from == transition.to));
        let planned = planned.filter(|_| !is_taken_back(transition));
        stays.push((transition.to, shown_on(page, index, transition, today), planned));
        if let Recorded::TakenBack(back) = &transition.recorded {
            stays.push((transition.from, back.day, None));
        }
    }
    let over = rollout.removed_in.as_ref().map_or(today, |commit| commit.day.min(today));
    let mut bars = Vec::new();
    let mut reached = Date::MIN;
    for (place, (point, from, planned)) in stays.iter().enumerate() {
        // A stage cannot end before it began, also when the record jumps back in time.
        let from = (*from).max(reached).min(over);
        let until = stays.get(place + 1).map_or(over, |(_, next, _)| (*next).max(from).min(over));
        reached = from;
        let planned_until = planned.and_then(|days| end_of(from, days));
        bars.extend(point.stage().map(|stage| Bar { stage, from, until, planned_until }));
    }
    bars
}

/// Where a rollout was before the first decision on the page, and since when. The beginning of its
/// plan counts, unless something says that it came there later.
fn beginning(page: &AuditPage, index: usize, today: Date) -> Option<(Point, Date, Option<u32>)> {
    let rollout = &page.audit.rollouts[index];
    let first = rollout.transitions.first();
    let moved = rollout.transitions.iter().find(|transition| transition.moves());
    let arrived = moved.and_then(|moved| day(moved).checked_sub(moved.days?.days()).ok());
    // Where decisions are left out, nobody knows whether it was there from the beginning.
    let began = rollout.began.filter(|_| page.scope.since.is_none());
    let from = arrived.or(began)?;
    let until = moved.map_or(today, |moved| shown_on(page, index, moved, today));
    let point = first.map_or(rollout.stage, |first| first.from);
    (from < until).then_some((point, from, None))
}

fn mark(day: Date, kind: MarkKind, title: String) -> Mark {
    Mark { day, kind, title, is_doubted: false, recorded_on: None }
}

/// A decision in a chart, and its record when that came later.
fn marks(page: &AuditPage, index: usize, transition: &AuditedTransition, today: Date) -> Vec<Mark> {
    let shown = shown_on(page, index, transition, today);
    let event = |event: Event| format!("{} {} in {}", event.what, event.commit.day, event.commit.id.short());
    let events: Vec<String> = events(transition).into_iter().map(event).collect();
    let dated = transition.day.map(|day| format!(", dated {day}")).unwrap_or_default();
    let words = format!("{}, {}{dated}; {}", transition.step(), decision(transition), events.join("; "));
    let kind = match &transition.recorded {
        Recorded::AtOnce | Recorded::Before if !transition.moves() => MarkKind::Stay,
        Recorded::AtOnce | Recorded::Before => MarkKind::of(transition.decision),
        Recorded::Later(_) | Recorded::Never | Recorded::TakenBack(_) | Recorded::Withdrawn | Recorded::Rewritten => {
            MarkKind::Unrecorded
        }
    };
    let titled = |day: Date, kind: MarkKind| mark(day, kind, format!("{day}: {words}"));
    let first = Mark { is_doubted: is_doubted(transition, shown), ..titled(shown, kind) };
    match &transition.recorded {
        Recorded::Later(later) => {
            vec![Mark { recorded_on: Some(later.day), ..first }, titled(later.day, MarkKind::Record)]
        }
        _ => vec![first],
    }
}
