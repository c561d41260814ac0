//! Many rollouts as one page: those that need somebody first, all of them in one chart, by owner,
//! and what is counted over them.

use super::page::{result, standing, summary};
use crate::plan::duration::end_of;
use crate::portfolio::{Metric, Move, Place, Portfolio, Rollout, Standing};
use crate::report::harmless::{Html, fill};
use crate::report::html::chart::{Bar, Mark, MarkKind, Now, Row, chart, legend};
use crate::report::html::{Document, Line, table};
use crate::report::options::Options;
use crate::report::phrase::{counted, finding_counts, name_of};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub(super) fn write(portfolio: &Portfolio, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let today = portfolio.today.unwrap_or_default();
    let reports = fill!("{}", counted(portfolio.sources.len(), "report"));
    let document = Document {
        title: "Portfolio of rollouts",
        today,
        summary: summary(portfolio),
        facts: vec![("Made from", reports)],
        notes: &portfolio.notes,
        body: body(portfolio, today),
    };
    document.write(out)
}

fn body(portfolio: &Portfolio, today: Date) -> Html {
    let mut body = Html::default();
    let urgent = portfolio.rollouts.iter().filter(|rollout| rollout.standing <= Standing::Overdue);
    let items: Vec<Html> = urgent.map(item).collect();
    if !items.is_empty() {
        body.push(&fill!("<h2>Stalled and overdue</h2>\n<ul>\n{}\n</ul>\n", Html::joined(items, "\n")));
    }
    body.push(&metrics(&portfolio.metrics));
    let rows: Vec<Row> = portfolio.rollouts.iter().map(|rollout| row(rollout, today)).collect();
    body.push(&Html::ours("<h2>All rollouts</h2>\n"));
    body.push(&chart(&rows, Now { day: today, word: "today" }, &Html::ours("All rollouts by time")));
    body.push(&legend(&rows));
    body.push(&owners(portfolio));
    body.push(&sources(portfolio));
    body
}

fn name(rollout: &Rollout) -> Html {
    name_of(rollout.title.as_deref(), rollout.id.as_deref(), &rollout.path, Html::of)
}

/// A rollout that needs somebody, with its owner.
fn item(rollout: &Rollout) -> Html {
    let owner = rollout.owner.as_deref().unwrap_or("nobody by name");
    let class = if rollout.standing == Standing::Stalled { "error" } else { "warning" };
    let (name, words) = (name(rollout), standing(rollout));
    fill!(
        "<li class=\"{}\"><strong>{}</strong> of {}: {}, owned by {}</li>",
        class,
        name,
        rollout.repository,
        words,
        owner
    )
}

/// What is counted, and the same by month.
fn metrics(metrics: &[Metric]) -> Html {
    let line = |metric: &Metric| -> Line {
        let result = result(metric, &metric.all);
        ("", vec![Html::of(metric.name), Html::of(&result), Html::of(metric.definition)])
    };
    let lines: Vec<Line> = metrics.iter().map(line).collect();
    let mut told = fill!(
        "<h2>Metrics</h2>\n{}",
        table("Over all of the time", &[("Metric", 20), ("Result", 25), ("What is counted", 55)], &lines)
    );
    let months: BTreeSet<&String> = metrics.iter().flat_map(|metric| &metric.months).map(|(month, _)| month).collect();
    let heads = [
        ("Month", 10),
        ("Failure rate", 15),
        ("Lead time", 15),
        ("In a stage", 15),
        ("To restore", 15),
        ("At once", 15),
        ("Exceptions", 15),
    ];
    let of_month = |month: &&String| -> Line {
        let cell = |metric: &Metric| {
            let found = metric.months.iter().find(|(name, _)| name == *month);
            found.map(|(_, counted)| Html::of(&result(metric, counted))).unwrap_or_default()
        };
        ("", std::iter::once(Html::of(month)).chain(metrics.iter().map(cell)).collect())
    };
    let lines: Vec<Line> = months.iter().map(of_month).collect();
    told.push(&table("By month", &heads, &lines));
    told
}

/// All rollouts by owner. Who owns several has them together.
fn owners(portfolio: &Portfolio) -> Html {
    let mut owned: BTreeMap<(bool, &str), Vec<&Rollout>> = BTreeMap::new();
    for rollout in &portfolio.rollouts {
        let owner = rollout.owner.as_deref();
        owned.entry((owner.is_none(), owner.unwrap_or("nobody by name"))).or_default().push(rollout);
    }
    let lines = owned.into_iter().flat_map(|((_, owner), rollouts)| {
        rollouts.into_iter().map(move |rollout| -> Line {
            let class = match rollout.standing {
                Standing::Stalled => "error",
                Standing::Overdue => "warning",
                _ => "",
            };
            let found = finding_counts(rollout.errors, rollout.warnings, 0).unwrap_or_default();
            let place = fill!("{}<br><code>{}</code>", rollout.repository, rollout.path);
            (class, vec![Html::of(owner), name(rollout), place, Html::of(&standing(rollout)), Html::of(&found)])
        })
    });
    let lines: Vec<Line> = lines.collect();
    let heads = [("Owner", 17), ("Rollout", 25), ("Where", 25), ("Standing", 20), ("Findings", 13)];
    fill!("<h2>By owner</h2>\n{}", table("All rollouts by owner", &heads, &lines))
}

fn sources(portfolio: &Portfolio) -> Html {
    let line = |source: &crate::portfolio::SourceReport| -> Line {
        let short =
            |text: &Option<String>| text.as_deref().map(|text| fill!("<code>{}</code>", text)).unwrap_or_default();
        let day = source.today.map(|day| fill!("{}", day)).unwrap_or_default();
        (
            "",
            vec![
                Html::of(&source.repository),
                day,
                fill!("{}", source.rollouts),
                short(&source.tip),
                short(&source.digest),
            ],
        )
    };
    let lines: Vec<Line> = portfolio.sources.iter().map(line).collect();
    let heads = [("Repository", 15), ("Day", 10), ("Rollouts", 8), ("Commit", 27), ("Digest", 40)];
    fill!("<h2>Reports</h2>\n{}", table("The reports that this page is made from", &heads, &lines))
}

/// A rollout as the chart shows it.
fn row(rollout: &Rollout, today: Date) -> Row {
    let over = rollout.removed_on.unwrap_or(today).min(today);
    let moved: Vec<&Move> =
        rollout.moves.iter().filter(|made| made.from != made.to && made.recorded != "taken-back").collect();
    let mut stays: Vec<(Place, Date)> = Vec::new();
    if let Some((first, began)) = moved.first().zip(rollout.began) {
        stays.push((first.from, began));
    }
    stays.extend(moved.iter().filter_map(|made| Some((made.to, made.day?))));
    let mut bars = Vec::new();
    let mut reached = Date::MIN;
    for (place, (point, from)) in stays.iter().enumerate() {
        let from = (*from).max(reached).min(over);
        let until = stays.get(place + 1).map_or(over, |(_, next)| (*next).max(from).min(over));
        reached = from;
        let Place::Stage(stage) = point else { continue };
        let is_last = place + 1 == stays.len();
        let planned = rollout.planned.filter(|_| is_last).and_then(|days| end_of(from, days));
        bars.push(Bar { stage: *stage, from, until, planned_until: planned });
    }
    let marks = rollout.moves.iter().filter_map(|made| {
        let day = made.day?.min(today);
        let kind = match (made.recorded.as_str(), made.decision.as_deref()) {
            ("never" | "later" | "taken-back" | "withdrawn" | "rewritten", _) => MarkKind::Unrecorded,
            (_, Some("proceed with exception")) => MarkKind::Exception,
            (_, Some("rollback")) => MarkKind::Back,
            (_, Some("abort")) => MarkKind::End,
            _ if made.from == made.to => MarkKind::Stay,
            _ => MarkKind::Move,
        };
        let word = made.decision.as_deref().unwrap_or("no decision");
        let title = format!("{day}: {} → {}, {word}", made.from, made.to);
        Some(Mark { day, kind, title, is_doubted: false, recorded_on: None })
    });
    let known = rollout.title.as_ref().or(rollout.id.as_ref()).unwrap_or(&rollout.path);
    Row {
        name: format!("{known}, {}", rollout.repository),
        id: rollout.id.clone().filter(|_| rollout.title.is_some()).unwrap_or_default(),
        target: None,
        marks: marks.collect(),
        bars,
        live: Vec::new(),
    }
}
