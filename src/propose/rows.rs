//! Stages that are the rows of a table or the items of a list.
//!
//! Tables and lists hold many things that are counted: tasks, milestones, risks. So their own words
//! must say that they are stages: each one has a word for stages with its number, or they say who
//! sees the change, below a title or a header that speaks of stages.

use super::style::{Counted, StageStyle, ascends, counted, is_stage_word, words_of};
use crate::config::Policy;
use crate::markdown::inline;
use crate::outline::{Item, Outline, Scope, Table};
use crate::stage_heading::without_step;
use crate::stage_number::StageNumber;
use crate::template::record::log_columns;
use crate::template::{Role, role_of};
use crate::text::{Source, fold};
use crate::words::stages as words;
use crate::words::tables::{COUNTS, STATES};

/// What is known of some rows or items that may be stages.
struct Rows {
    /// What each begins with.
    titles: Vec<String>,
    /// Whether each says who sees the change.
    says_who: Vec<bool>,
}

impl Rows {
    /// Whether enough of them say who sees the change, so that the others are stages, too.
    fn are_staged(&self) -> bool {
        self.says_who.iter().filter(|says| **says).count() * 3 >= self.titles.len()
    }

    /// How they are told where all of them begin with a word of time. Two weeks alone may be
    /// anything.
    fn by_time(&self) -> Option<StageStyle> {
        let is_long = self.titles.len() > 2 || self.says_who.contains(&true);
        let (word, stages) = self.counted(&|word| words::TIMES.has(word)).filter(|_| is_long)?;
        Some(StageStyle::counted_by(&word, &stages))
    }

    /// The word with which all of them begin, in front of their numbers, and what each is called.
    fn counted(&self, is_meant: &dyn Fn(&str) -> bool) -> Option<(String, Vec<Counted>)> {
        let mut all: Option<String> = None;
        let mut stages = Vec::new();
        for title in &self.titles {
            let title = words_of(without_step(title));
            let (word, number, behind) = counted(title, is_meant)?;
            if fold(all.get_or_insert_with(|| word.clone())) != fold(&word) {
                return None;
            }
            stages.push((number, title[..title.len() - behind.len()].to_owned()));
        }
        all.map(|word| (word, stages))
    }
}

/// Whether a text says who sees a change: by the usual name of a stage, or by a share.
pub(super) fn names_audience(text: &str) -> bool {
    let folded = fold(text);
    let is_whole = |(at, name): (usize, &str)| {
        !folded[..at].ends_with(char::is_alphanumeric) && !folded[at + name.len()..].starts_with(char::is_alphanumeric)
    };
    let mut names = words::NAMES.iter().chain(words::INTERNAL.iter());
    has_share(&folded) || names.any(|name| folded.match_indices(name).any(is_whole))
}

/// Whether a part of a title is the usual name of a stage, or the title has a share.
fn is_led_by_audience(title: &str) -> bool {
    let mut parts = title.split([':', '：', '(', '（', '—', '–', ',']).flat_map(|part| part.split(" - "));
    has_share(title) || parts.any(|part| names_stage(part.trim()))
}

/// A style with a word before the numbers; the built-in words need not be said.
fn by_word(word: String) -> StageStyle {
    let is_built_in = words::HEADINGS.has(&fold(&word));
    StageStyle { word: Some(word).filter(|_| !is_built_in), ..StageStyle::default() }
}

/// The heading or the label above a table or a list; `None` where nothing stands above it by which
/// a configuration could name it.
fn name_above(outline: &Outline, scope: Scope) -> Option<&str> {
    let label = outline.labels_around(scope).next().map(|field| field.label.as_str());
    let name = label.unwrap_or_else(|| &outline.sections[scope.section].title);
    (!name.trim().is_empty()).then_some(name)
}

/// Whether the title of the document, or one around a place, speaks of a rollout.
fn speaks_of_rollout(outline: &Outline, scope: Scope) -> bool {
    let document = outline.sections.iter().find(|section| section.level == 1);
    let around = outline.sections_around(scope.section).map(|section| &outline.sections[section]);
    let mut keys = document.into_iter().chain(around).map(|section| section.key.as_str());
    keys.any(|key| words::ROLLOUTS.any_in(key))
}

/// A style where it reads all rows as stages that ascend.
fn whole(style: StageStyle, source: &Source, count: usize) -> Option<StageStyle> {
    let read = style.reads_anew(source);
    (read.len() == count && ascends(&read)).then_some(style)
}

/// A table whose rows are stages.
pub(super) fn tabled(source: &Source, outline: &Outline) -> Option<StageStyle> {
    let policy = Policy::default();
    let is_log = |table: &&Table| log_columns(table, &policy).is_some();
    outline.tables.iter().filter(|table| table.rows.len() >= 2 && !is_log(table)).find_map(|table| {
        let style = style_of_table(source, table, speaks_of_rollout(outline, table.scope))?;
        let name = name_above(outline, table.scope)?.to_owned();
        whole(StageStyle { table: Some(name), ..style }, source, table.rows.len())
    })
}

fn style_of_table(source: &Source, table: &Table, is_rollout: bool) -> Option<StageStyle> {
    // A number that counts the rows stands before their names.
    let own = usize::from(table.header.len() > 2 && COUNTS.has(&table.header[0].key));
    let first = table.header.get(own)?;
    let visible = |cell| inline::visible(source.slice(cell)).trim().to_owned();
    let titles: Vec<String> = table.rows.iter().filter_map(|row| Some(visible(*row.cells.get(own)?))).collect();
    // A share of the work that is done says nothing about who sees it.
    let is_audience = |column: usize| table.header.get(column).is_some_and(|header| !STATES.has(&header.key));
    let says_who = table.rows.iter().map(|row| {
        let mut cells = row.cells.iter().enumerate().filter(|(column, _)| is_audience(*column));
        cells.any(|(_, cell)| {
            let text = visible(*cell);
            if is_rollout { names_audience(&text) } else { is_led_by_audience(&text) }
        })
    });
    let rows = Rows { says_who: says_who.collect(), titles };
    let has_gate = || {
        let mut roles = table.header.iter().map(|header| role_of(&header.key));
        roles.any(|role| matches!(role, Role::Audience | Role::Entry | Role::Exit))
    };
    // Projects have numbered phases, too.
    if !rows.are_staged() && !has_gate() && !is_rollout {
        return None;
    }
    if let Some((word, _)) = rows.counted(&is_stage_word) {
        return Some(by_word(word));
    }
    if !rows.are_staged() && !has_gate() {
        return None;
    }
    if let Some(style) = rows.by_time() {
        return Some(style);
    }
    let is_number = |title: &String| StageNumber::read_start(title).is_some_and(|(_, rest)| rest.is_empty());
    if rows.titles.iter().all(is_number) {
        // Steps may be of anything: those of a rollout reach more and more of its users.
        let shares_of = |column: usize| -> Option<Vec<u32>> {
            let cells = table.rows.iter().map(|row| Some(only_share(&visible(*row.cells.get(column)?))?.0));
            cells.collect()
        };
        let mut ladders = (own + 1..table.header.len()).filter(|column| is_audience(*column)).filter_map(shares_of);
        let are_steps = is_rollout && words::STEPS.has(&first.key) && ladders.any(|shares| is_ladder(&shares));
        let is_counted = is_stage_word(&first.key) || words::TIMES.has(&first.key) || are_steps;
        return is_counted.then(|| by_word(first.text.trim().to_owned()));
    }
    let named = rows.titles.iter().filter(|title| words::NAMES.has(&fold(title))).count();
    let is_called = is_stage_word(&first.key) || named * 2 > rows.titles.len();
    let is_short = |title: &String| !title.is_empty() && title.split_whitespace().count() <= 5;
    let names = StageStyle { names: rows.titles.clone(), ..StageStyle::default() };
    (is_called && rows.titles.iter().all(is_short)).then_some(names)
}

/// A list whose items are stages.
pub(super) fn listed(source: &Source, outline: &Outline) -> Option<StageStyle> {
    let mut lists: Vec<Vec<&Item>> = Vec::new();
    for item in outline.items.iter().filter(|item| item.depth == 1) {
        match lists.last_mut() {
            Some(list) if list[0].list == item.list => list.push(item),
            _ => lists.push(vec![item]),
        }
    }
    lists.iter().filter(|list| list.len() >= 2).find_map(|list| {
        let name = name_above(outline, list[0].scope)?.to_owned();
        let style = style_of_list(source, &fold(&name), list, speaks_of_rollout(outline, list[0].scope))?;
        whole(StageStyle { list: Some(name), ..style }, source, list.len())
    })
}

fn style_of_list(source: &Source, name: &str, list: &[&Item], is_rollout: bool) -> Option<StageStyle> {
    if role_of(name) != Role::Other {
        return None;
    }
    // A list of files is an index: a plan is one file.
    if list.iter().all(|item| source.slice(item.text).contains(".md")) {
        return None;
    }
    let lines: Vec<&str> = list.iter().map(|item| source.slice(item.text).lines().next().unwrap_or("")).collect();
    let titles: Vec<String> = lines.iter().map(|line| inline::visible(line).trim().to_owned()).collect();
    let rows = Rows { says_who: titles.iter().map(|title| is_led_by_audience(title)).collect(), titles };
    if let Some((word, _)) = rows.counted(&is_stage_word).filter(|_| is_rollout || rows.are_staged()) {
        return Some(by_word(word));
    }
    let is_staged = words::STAGED.any_in(name);
    if !is_staged && !words::ROLLOUTS.any_in(name) {
        return None;
    }
    if let Some(style) = rows.by_time() {
        return Some(style);
    }
    let bare: Vec<&str> = rows.titles.iter().map(|title| without_step(title)).collect();
    let shares: Vec<u32> = bare.iter().filter_map(|title| only_share(title)).map(|(share, _)| share).collect();
    let most_are_shares = shares.len() * 2 > bare.len() && is_ladder(&shares);
    let named = bare.iter().filter(|title| names_stage(head(title))).count();
    // A word in bold or code at the start of each item is its name.
    let is_led = |line: &&str| line.starts_with(['*', '_', '`']) || without_step(line).starts_with('`');
    let is_ordered = source.slice(list[0].span).starts_with(|c: char| c.is_ascii_digit());
    let are_names = most_are_shares
        || named * 2 > bare.len()
        || is_staged && lines.iter().all(is_led) && (is_ordered || rows.are_staged());
    // `Canary 10% of users` is called by its share, `Everyone (100%)` is not.
    let share_in_head = |title: &str| only_share(title).map(|(_, end)| end).filter(|end| *end <= head(title).len());
    let name_of = |title: &&str| share_in_head(title).map_or_else(|| head(title), |end| &title[..end]).to_owned();
    let names: Vec<String> = bare.iter().map(name_of).collect();
    let is_short = |name: &String| !name.is_empty() && name.split_whitespace().count() <= 6;
    (are_names && names.iter().all(is_short)).then(|| StageStyle { names, ..StageStyle::default() })
}

/// Whether shares ascend, and are enough to be those of a rollout.
fn is_ladder(shares: &[u32]) -> bool {
    let is_whole = shares.len() >= 3 || shares.last() == Some(&100);
    shares.len() >= 2 && is_whole && shares.is_sorted_by(|one, other| one < other)
}

/// What stands before the first separator of a title.
fn head(title: &str) -> &str {
    let ends = [" (", ": ", "：", "（", " — ", " – ", " - ", ", ", "; "].iter().filter_map(|end| title.find(end));
    title[..ends.min().unwrap_or(title.len())].trim_end_matches([':', '.', ' '])
}

/// Whether a text is the usual name of a stage, perhaps with a word behind it.
fn names_stage(text: &str) -> bool {
    let folded = fold(text);
    let opens = |name: &str| {
        let rest = folded.strip_prefix(name);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && rest.split_whitespace().count() <= 2)
    };
    words::NAMES.iter().chain(words::INTERNAL.iter()).any(opens)
}

fn has_share(text: &str) -> bool {
    let is_share = |(at, _): (usize, &str)| text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit());
    text.match_indices(['%', '％']).any(is_share)
}

/// The one share in a title, and where it ends: `10%` of `Canary 10% of users`. A bound is none.
fn only_share(title: &str) -> Option<(u32, usize)> {
    let mut signs = title.match_indices(['%', '％']);
    let (at, sign) = signs.next().filter(|_| signs.next().is_none())?;
    let before = title[..at].trim_end();
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let share = before[number.len()..].parse().ok().filter(|share| *share <= 100)?;
    let is_bound = number.trim_end().ends_with(['<', '>', '≤', '≥', '.', ',', '-', '–', '→']);
    (!is_bound).then_some((share, at + sign.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Policy;

    fn style(text: &str) -> StageStyle {
        let source = Source::new("plan.md", text);
        let outline = Outline::parse(&source, &Policy::default());
        tabled(&source, &outline).or_else(|| listed(&source, &outline)).unwrap_or_default()
    }

    fn table(header: &str, rows: &[&str]) -> StageStyle {
        let rows: String = rows.iter().map(|row| format!("| {row} |\n")).collect();
        let rule = "|---".repeat(header.split('|').count());
        style(&format!("# Rollout\n\n## Timeline\n\n| {header} |\n{rule}|\n{rows}"))
    }

    fn list(title: &str, items: &[&str]) -> StageStyle {
        let items: String = items.iter().map(|item| format!("1. {item}\n")).collect();
        style(&format!("# Checkout\n\n## {title}\n\n{items}"))
    }

    #[test]
    fn rows_are_stages_where_they_say_so() {
        assert_eq!(
            table("Step | Who", &["Phase 1: Pilot | us", "Phase 2: All | all"]).table.as_deref(),
            Some("Timeline")
        );
        assert_eq!(table("Etapa | Quem", &["Piloto | nós", "Todos | todos"]).names, ["Piloto", "Todos"]);
        assert_eq!(table("Stufe | Anteil", &["Vorab | 5 %", "Alle | 100 %"]).names, ["Vorab", "Alle"]);
        assert_eq!(table("# | Stage | Who", &["1 | Canary | us", "2 | GA | all"]).names, ["Canary", "GA"]);
        assert_eq!(table("Week | Milestone", &["1 | canary 5%", "2 | everyone, 100%"]).word.as_deref(), Some("Week"));
        assert_eq!(
            table("Step | Traffic | Gate", &["1 | 1% | no 5xx", "2 | 25% | no 5xx", "3 | 100% | -"]).word.as_deref(),
            Some("Step")
        );
        assert_eq!(table("When | What", &["Week 1 | 5% of users", "Week 2-3 | 100%"]).word.as_deref(), Some("Week"));
        assert_eq!(table("When | What", &["Week 1 | 5% of users", "Week 6 | 100%"]).names, ["Week 1", "Week 6"]);
        assert_eq!(
            list("Rollout stages", &["Day 1: 1%", "Day 3: 10%", "Day 14: all"]).names,
            ["Day 1", "Day 3", "Day 14"]
        );
    }

    #[test]
    fn rows_of_other_things_are_no_stages() {
        for (header, rows) in [
            ("Phase | Duration", ["Compilation fixes | 2 days", "TOTAL | 10 days"]),
            ("Phase | Plans | Progress", ["1. Login | 3 | 100%", "2. Search | 2 | 20%"]),
            ("Week | Milestone", ["1 | design", "2 | build"]),
            ("Mode | What it does", ["full | all", "canary | X% of all"]),
            ("Risk | Answer", ["Disk | 80%", "Network | 20%"]),
            ("Step | Command", ["1 | deploy", "2 | watch for 100% of the nodes"]),
            ("Step | Progress", ["1 | 50%", "2 | 100%"]),
        ] {
            assert_eq!(table(header, &rows), StageStyle::default(), "{header}");
        }
    }

    #[test]
    fn items_are_stages_where_they_say_so() {
        assert_eq!(list("Plan", &["**Phase 1 (5 %)**: us", "**Phase 2**: all"]).list.as_deref(), Some("Plan"));
        assert_eq!(
            list("Etapas", &["Canary 10% usuarios", "Escalado a 100% por 7 dias"]).names,
            ["Canary 10%", "Escalado a 100%"]
        );
        assert_eq!(list("Progressive Rollout", &["Step 1: `10%` traffic", "Step 2: `100%`"]).names, ["10%", "100%"]);
        assert_eq!(
            list("Rollout ladder", &["**0%** (off)", "**Allowlist** (QA)", "**5%**", "**100%**"]).names,
            ["0%", "Allowlist", "5%", "100%"]
        );
        assert_eq!(
            list("Staged enablement", &["Day 1-2: schema", "Day 3: search", "Day 4: all"]).word.as_deref(),
            Some("Day")
        );
        assert_eq!(list("Etapas", &["**Piloto**: tres tiendas", "**Todas** (100 %)"]).names, ["Piloto", "Todas"]);
        assert_eq!(list("Stages", &["Alpha — us", "Beta — friends", "GA"]).names, ["Alpha", "Beta", "GA"]);
        assert_eq!(list("Einführung", &["Stufe 1: intern", "Stufe 2: alle"]).word.as_deref(), Some("Stufe"));
    }

    #[test]
    fn rows_and_items_without_a_heading_cannot_be_named() {
        for (above, is_named) in [("", false), ("#\n\n", false), ("# Checkout\n\n## Plan\n\n", true)] {
            let list = style(&format!("{above}- Wave 1 (10 %)\n- Wave 2 (100 %)\n"));
            assert_eq!(list.list.is_some(), is_named, "{above:?}");
            let table = style(&format!("{above}| Wave | Who |\n|---|---|\n| Wave 1 | 10 % |\n| Wave 2 | 100 % |\n"));
            assert_eq!(table.table.is_some(), is_named, "{above:?}");
        }
    }

    #[test]
    fn items_of_other_things_are_no_stages() {
        for (title, items) in [
            ("Rollback", ["Step 1: set 10%", "Step 2: set 0%"]),
            ("Guardrails of the rollout", ["Error rate < 1%", "Latency +5%"]),
            ("Rollout", ["Merge the branch", "Deploy it"]),
            ("Phases", ["Phase 1: Login", "Phase 2: Search"]),
            ("Decision", ["Phase 1 (analysis): done", "Phase 2: no production code"]),
            ("After the launch", ["Week 1: watch", "Week 2: review"]),
            ("Rollout", ["Phase 1: `phase-1.md`", "Phase 2: `phase-2.md`"]),
            ("Stage gates", ["contract freeze", "renderer canary"]),
            ("Timeline", ["Week 1: design", "Week 2: build"]),
            ("Metrics", ["Adoption 10%", "Adoption 20%"]),
        ] {
            assert_eq!(list(title, &items), StageStyle::default(), "{title}");
        }
    }
}
