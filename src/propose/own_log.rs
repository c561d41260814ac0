//! The decision log that a plan has in its team's own words: a table whose columns are told by what
//! stands in them, or dated steps below a heading of any name.

use crate::config::Policy;
use crate::markdown::inline;
use crate::outline::{Outline, Section, Table};
use crate::plan::date::read_date;
use crate::plan::log::{Column, Log, LogRow, Point, Route, RowState, Unread};
use crate::plan::parse::{self, LogFile};
use crate::plan::{Plan, names_people};
use crate::standing::Standing;
use crate::template::record::{columns_by_name, decision_sections, lacking_columns, part_among};
use crate::template::{Place, Role, Template, role_of};
use crate::text::{Source, Span, fold};
use crate::version::Version;
use crate::words::arrows::find_arrow;
use crate::words::log_headers::PARTS;
use jiff::civil::Date;

/// A word of the team with what it means.
pub(super) type Names = Vec<(&'static str, String)>;

/// What is found of a log that is not read yet.
#[derive(Default)]
pub(super) struct OwnLog {
    /// The words by which it is read. Empty where there is none, or where no word would do.
    pub(super) names: Names,
    /// Its entries where no word would do.
    pub(super) unread: Vec<Unread>,
    /// What a person should look at.
    pub(super) note: Option<String>,
}

/// Looks for a log in a plan that has none by the words that everybody knows. `read` reads the plan
/// by more words.
pub(super) fn find(
    (plan, outline): (&Source, &Outline),
    places: &[Place],
    (standing, policy): (&Standing, &Policy),
    read: &dyn Fn(&Names) -> Standing,
) -> OwnLog {
    let of_decisions = decision_sections(outline);
    // A log may wait for its first decision.
    let is_blank = |table: &Table| of_decisions[table.scope.section].is_some() && !has_a_day(plan, table);
    // One with decisions comes before one that waits.
    let (waiting, decided): (Vec<&Table>, Vec<&Table>) = outline.tables.iter().partition(|table| is_blank(table));
    for (table, is_blank) in
        decided.into_iter().map(|table| (table, false)).chain(waiting.into_iter().map(|table| (table, true)))
    {
        let columns = if is_blank { columns_by_place } else { columns_by_content };
        let columns = columns((plan, table), standing.plan(), policy);
        let Some(words) = columns.and_then(|columns| words_for(outline, table, &columns, policy)) else { continue };
        let by_words = read(&words);
        let has_none = |log: &Log| is_blank && log.rows.iter().all(|row| row.state != RowState::Recorded);
        let is_taken = |log: &Log| log.header == table.header_span && (has_none(log) || has_moved(log, &by_words));
        if by_words.plan().log.as_ref().is_some_and(is_taken) {
            let note = is_blank.then(|| note_on_places(plan.line(table.header_span.start), &words));
            return OwnLog { names: words, unread: Vec::new(), note };
        }
    }
    let mut unread = standing.plan().unread.clone();
    let is_outside = |table: &&Table| matches!(places[table.scope.section], Place::Section(_));
    for table in outline.tables.iter().filter(is_outside) {
        let span = table.header_span.to(table.span);
        let lacks = if is_upright(plan, table, policy, standing.today) {
            Vec::new()
        } else if has_both_ends((plan, table), standing, policy) || (is_blank(table) && is_nearly_one(table, policy)) {
            lacking_columns(table, policy)
        } else {
            continue;
        };
        if !unread.iter().any(|known| span.contains(known.span)) {
            unread.push(Unread { span, lacks });
        }
    }
    let is_candidate = |(index, section): &(usize, &Section)| {
        let is_outside = matches!(places[*index], Place::Section(_)) && section.level > 1;
        is_outside && role_of(&section.key) == Role::Other && may_have_a_step(plan.slice(section.span), standing.plan())
    };
    // Each is read with the whole plan.
    for (_, section) in outline.sections.iter().enumerate().filter(is_candidate).take(MOST_SECTIONS) {
        let words = vec![("Decision Log", section.title.clone())];
        let by_words = read(&words);
        let Plan { log, unread: more, .. } = by_words.plan();
        let is_read = |log: &Log| has_moved(log, &by_words) && log.rows.iter().all(is_whole);
        if more.is_empty() && log.as_ref().is_some_and(is_read) {
            return OwnLog { names: words, ..OwnLog::default() };
        }
        let is_ahead = |entry: &Unread| has_day_behind(plan.slice(entry.span), standing.today);
        let is_new = |entry: &&Unread| !is_ahead(entry) && unread.iter().all(|known| known.span != entry.span);
        let new: Vec<Unread> = more.iter().filter(is_new).cloned().collect();
        unread.extend(new);
    }
    for (index, section) in outline.sections.iter().enumerate() {
        let is_known = || unread.iter().any(|known| section.span.contains(known.span));
        let is_outside = matches!(places[index], Place::Section(_));
        if is_outside && is_dated_decision((outline, index), policy, standing.today) && !is_known() {
            unread.push(Unread { span: section.heading, lacks: Vec::new() });
        }
    }
    OwnLog { unread, ..OwnLog::default() }
}

/// What a person should look at where the columns of a log without decisions were told by their
/// places.
fn note_on_places(line: u32, words: &Names) -> String {
    let meant: Vec<String> = words.iter().map(|(meant, word)| format!("`{word}` is read as {meant}")).collect();
    format!(
        "line {line}: the log has no decision that would tell its columns: {}; mend `aliases:` where that is wrong",
        meant.join(", ")
    )
}

/// Where a plan stands by itself, or with its log from another file, read by a policy.
pub(super) fn standing_by((plan, log): (&Source, Option<&Source>), policy: &Policy, today: Date) -> Standing {
    let own = Template::parse(plan, policy);
    let read = parse::parse(plan.clone(), &own, policy, Some(true));
    let read = match log {
        Some(log) => parse::with_log(read, &LogFile::read(log.clone(), policy), true, &own, policy),
        None => read,
    };
    Standing::alone(Version::new(read), today)
}

/// Whether another file is the decision log of a plan. It may have no step yet, and a decision all
/// the same: `| 2026-03-01 | 0 | Hold |`.
pub(super) fn is_of((plan, log): (&Source, &Source), policy: &Policy, today: Date) -> bool {
    let standing = standing_by((plan, Some(log)), policy, today);
    let is_past = |row: &LogRow| row.day.day().is_some_and(|day| day <= today);
    let has_decided = |log: &Log| log.rows.iter().any(|row| is_whole(row) && is_past(row));
    standing.plan().log.as_ref().is_some_and(|log| has_moved(log, &standing) || has_decided(log))
}

/// How many sections are tried as the decision log.
const MOST_SECTIONS: usize = 20;

/// Whether a line of a text can have a day and a step.
fn may_have_a_step(text: &str, plan: &Plan) -> bool {
    let has_year = |line: &str| line.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    text.lines().any(|line| has_year(line) && (find_arrow(line).is_some() || !plan.names.all_in(line).is_empty()))
}

/// Whether a line has a day that has not come yet.
fn has_day_behind(line: &str, today: Date) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '/');
    let mut words = line.split(|c: char| !is_part(c)).filter(|word| word.len() > 4);
    words.any(|word| read_date(word.trim_end_matches('.')).day().is_some_and(|day| day > today))
}

/// Whether a log has recorded a step into a stage. What lies ahead is a schedule.
fn has_moved(log: &Log, standing: &Standing) -> bool {
    let is_step = |row: &&LogRow| match row.route {
        Route::Move(from, to) => from != Point::Aborted && to.stage().is_some(),
        Route::At(to) => to.stage().is_some() && row.has_arrow(),
        Route::Unknown(_) | Route::Open => false,
    };
    let recorded = log.rows.iter().filter(|row| row.state == RowState::Recorded);
    recorded.clone().any(|row| is_step(&row))
        && recorded.clone().all(|row| row.day.day().is_none_or(|day| day <= standing.today))
}

/// Whether an entry without columns says all that a decision has.
fn is_whole(row: &LogRow) -> bool {
    row.verb.is_some() && row.day.day().is_some() && !row.decided_by.is_open() && row.route.target().is_some()
}

/// The texts of the filled cells of each column of a table.
fn texts_of(source: &Source, table: &Table) -> Vec<Vec<String>> {
    let texts = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
        let texts = cells.map(|cell| inline::visible(source.slice(*cell)).trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    };
    (0..table.header.len()).map(texts).collect()
}

/// The columns of a table that is a log by what stands in it: a day and a step in each row, and
/// three columns more.
fn columns_by_content((source, table): (&Source, &Table), plan: &Plan, policy: &Policy) -> Option<Vec<Column>> {
    let mut columns = columns_by_name(table, policy);
    if table.header.len() < PARTS.rows().len() || table.rows.is_empty() {
        return None;
    }
    let texts = texts_of(source, table);
    let all = |column: usize, fits: &dyn Fn(&str) -> bool| {
        !texts[column].is_empty() && texts[column].iter().all(|text| fits(text))
    };
    let is_step = |text: &str| matches!(plan.names.read_route(text), Route::Move(..) | Route::At(_));
    let is_day = |text: &str| read_date(text).day().is_some();
    let length = |column: &usize| texts[*column].iter().map(String::len).sum::<usize>();
    // The rationale comes before the decision: what is left of both is the shorter one.
    for part in [Column::Date, Column::Stage, Column::DecidedBy, Column::Rationale, Column::Decision] {
        if columns.contains(&part) {
            continue;
        }
        let mut free = (0..columns.len()).filter(|column| columns[*column] == Column::Other);
        let found = match part {
            Column::Date => free.find(|column| all(*column, &is_day)),
            Column::Stage => free.find(|column| all(*column, &is_step)),
            Column::DecidedBy => {
                let last = free.clone().rfind(|column| all(*column, &may_be_a_name));
                free.find(|column| all(*column, &names_people)).or(last)
            }
            Column::Rationale => free.max_by_key(length),
            _ => free.next(),
        };
        columns[found?] = part;
    }
    Some(columns)
}

/// The columns of a log without decisions, most of which have names that are known: each other part
/// is the one column that is left, or stands where logs have it, between its neighbours.
fn columns_by_place((_, table): (&Source, &Table), _: &Plan, policy: &Policy) -> Option<Vec<Column>> {
    let mut columns = columns_by_name(table, policy);
    let at = |columns: &[Column], part: Column| columns.iter().position(|column| *column == part);
    let lacking: Vec<Column> = ALIASES.iter().map(|(part, _)| *part).filter(|part| !columns.contains(part)).collect();
    let free = |columns: &[Column], from: usize, to: usize| -> Vec<usize> {
        (from..to).filter(|column| columns[*column] == Column::Other).collect()
    };
    if lacking.is_empty() || !is_nearly_one(table, policy) {
        return None;
    }
    if let ([part], [only]) = (&lacking[..], &free(&columns, 0, columns.len())[..]) {
        columns[*only] = *part;
        return Some(columns);
    }
    // Neighbours that lack a column stand side by side.
    for run in ALIASES.chunk_by(|(one, _), (other, _)| lacking.contains(one) == lacking.contains(other)) {
        let parts: Vec<Column> = run.iter().map(|(part, _)| *part).filter(|part| lacking.contains(part)).collect();
        let Some(first) = parts.first() else { continue };
        let index = ALIASES.iter().position(|(part, _)| part == first)?;
        let from = index.checked_sub(1).map_or(Some(0), |before| Some(at(&columns, ALIASES[before].0)? + 1))?;
        let behind = ALIASES.get(index + parts.len());
        let to = behind.map_or(Some(columns.len()), |(behind, _)| at(&columns, *behind))?;
        let between = free(&columns, from, to);
        if between.len() != parts.len() {
            return None;
        }
        between.into_iter().zip(parts).for_each(|(column, part)| columns[column] = part);
    }
    Some(columns)
}

/// Whether most columns of a table are known by their names for parts of a decision.
fn is_nearly_one(table: &Table, policy: &Policy) -> bool {
    let most = PARTS.rows().len().div_ceil(2);
    table.header.len() >= PARTS.rows().len() && PARTS.rows().len() - lacking_columns(table, policy).len() >= most
}

/// The words of a team for the columns of its log, where other names tell too little. `None` where
/// a word means something else in this plan, too.
fn words_for(outline: &Outline, table: &Table, columns: &[Column], policy: &Policy) -> Option<Names> {
    let by_name = columns_by_name(table, policy);
    let mut words: Names = Vec::new();
    for (column, header) in table.header.iter().enumerate().filter(|(column, _)| by_name[*column] != columns[*column]) {
        let labels = outline.fields.iter().map(|field| &field.key);
        let titles = outline.sections.iter().map(|section| &section.key);
        let headers = outline.tables.iter().flat_map(|table| &table.header).map(|header| &header.key);
        let count = labels.chain(titles).chain(headers).filter(|key| **key == header.key).count();
        let meant = ALIASES.iter().find(|(part, _)| *part == columns[column])?.1;
        if count > 1 || header.key.is_empty() {
            return None;
        }
        words.push((meant, header.text.clone()));
    }
    Some(words)
}

/// Whether any cell of a table is a day.
pub(super) fn has_a_day(source: &Source, table: &Table) -> bool {
    texts_of(source, table).iter().flatten().any(|text| read_date(text).day().is_some())
}

/// Whether a table is a log with a column for each end of a step: `| From | To |`.
fn has_both_ends((source, table): (&Source, &Table), standing: &Standing, policy: &Policy) -> bool {
    let columns = columns_by_name(table, policy);
    let has = |part: Column| columns.contains(&part);
    if has(Column::Stage) || ![Column::Date, Column::Decision, Column::DecidedBy].into_iter().all(has) {
        return false;
    }
    let texts = texts_of(source, table);
    let all = |column: usize, fits: &dyn Fn(&str) -> bool| {
        !texts[column].is_empty() && texts[column].iter().all(|text| fits(text))
    };
    let is_past = |text: &str| read_date(text).day().is_some_and(|day| day <= standing.today);
    let is_end = |text: &str| matches!(standing.plan().names.read_route(text), Route::At(_));
    let ends = (0..columns.len()).filter(|column| columns[*column] == Column::Other && all(*column, &is_end)).count();
    let is_day = |column: usize| columns[column] == Column::Date && all(column, &is_past);
    ends == 2 && (0..columns.len()).any(is_day)
}

/// Whether a heading is a day with what was decided below it: two labels for parts of a decision.
fn is_dated_decision((outline, index): (&Outline, usize), policy: &Policy, today: Date) -> bool {
    let section = &outline.sections[index];
    let day = section
        .title
        .split_whitespace()
        .next()
        .and_then(|word| read_date(word.trim_end_matches([':', '：', ','])).day());
    let fields = outline.fields.iter().filter(|field| field.scope.section == index);
    let is_part =
        |part: &Column| matches!(part, Column::Decision | Column::Rationale | Column::DecidedBy | Column::Stage);
    section.level > 2
        && day.is_some_and(|day| day <= today)
        && fields.map(|field| part_among(&field.key, policy)).filter(is_part).nth(1).is_some()
}

/// Whether a table is one decision whose parts stand below one another: `| Date | 2026-05-20 |`,
/// then `| Phase | 1→2 |`. One without a day is a form, and one without a stage is about something
/// else.
fn is_upright(source: &Source, table: &Table, policy: &Policy, today: Date) -> bool {
    let text = |cell: &Span| inline::visible(source.slice(*cell)).trim().to_owned();
    let header: Vec<String> = table.header.iter().map(|header| header.text.clone()).collect();
    let rows = table.rows.iter().map(|row| row.cells.iter().map(text).collect());
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    let part = |row: &[String]| row.first().map_or(Column::Other, |label| part_among(&fold(label), policy));
    let is_past = |text: &String| read_date(text).day().is_some_and(|day| day <= today);
    let has = |wanted: Column| rows.iter().any(|row| part(row) == wanted);
    [Column::Stage, Column::Decision, Column::DecidedBy].into_iter().all(has)
        && rows.iter().any(|row| part(row) == Column::Date && row.iter().skip(1).any(is_past))
}

/// Whether a text is a few words and nothing else, as a name is in any script.
fn may_be_a_name(text: &str) -> bool {
    const LONGEST: usize = 5;
    text.split_whitespace().count() <= LONGEST && !text.contains(|c: char| c.is_numeric() || "#/[]()".contains(c))
}

/// What the parts of a decision are called in `aliases:`.
const ALIASES: [(Column, &str); 5] = [
    (Column::Date, "Date"),
    (Column::Stage, "Stage"),
    (Column::Decision, "Decision"),
    (Column::Rationale, "Rationale"),
    (Column::DecidedBy, "Decided By"),
];
