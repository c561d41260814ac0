//! What a plan says of how far its stages are, beside the stage that it declares: in a Status
//! column, in an index with boxes, in the sections of the stages, in one line.

use super::date::{is_bare_date, read_date};
use super::stage::StageNames;
use crate::stage_heading::split_arrow;
use crate::stage_number::StageNumber;
use crate::text::{Span, fold, has_single_spaces, is_drawn, is_seen};
use crate::words::audiences;
use crate::words::bounds::OF;
use crate::words::decisions::is_denial;
use crate::words::force::{AFTERWARDS, FROM, SINCE};
use crate::words::months::{is_link, is_weekday, month};
use crate::words::remarks::TAKES_BACK;
use crate::words::stages;
use crate::words::status::{AT, IN, IS, LIVE, LONGEST_SIGN, NEXT, NOW, PARTLY, Status, WrittenIn, status};
use jiff::civil::Date;

/// One place where a plan says how far its stages are.
#[derive(Clone, Debug)]
pub struct StatusReading {
    /// What kind of place.
    pub form: StatusForm,
    /// What it says of each stage, in the order of the stages.
    pub entries: Vec<StatusEntry>,
}

/// What kind of place says how far the stages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusForm {
    /// A table with a row for each stage and a column for its status.
    Table,
    /// A list with a box for each stage.
    List,
    /// The sections of the stages, each of its own.
    Sections,
    /// A line that names the stage which is under way.
    Line,
}

impl StatusForm {
    /// The word for it, lower case.
    pub fn word(self) -> &'static str {
        match self {
            StatusForm::Table => "table",
            StatusForm::List => "list",
            StatusForm::Sections => "sections",
            StatusForm::Line => "line",
        }
    }
}

/// What is said of one stage.
#[derive(Clone, Debug)]
pub struct StatusEntry {
    /// The stage.
    pub stage: StageNumber,
    /// How far it is.
    pub progress: Progress,
    /// The words.
    pub text: String,
    /// The words or the box.
    pub span: Span,
    /// Whether it is a box.
    pub is_box: bool,
}

/// How far a stage is, by what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not begun, or given up.
    Ahead,
    /// It is said in other words, or it rests.
    Unclear,
    /// Under way.
    Begun,
    /// Over.
    Done,
}

impl Progress {
    pub(in crate::plan) fn of(status: Status) -> Progress {
        match status {
            Status::Running => Progress::Begun,
            Status::Completed => Progress::Done,
            Status::Planned | Status::Aborted => Progress::Ahead,
            Status::Held => Progress::Unclear,
        }
    }

    /// Whether the stage has begun for certain.
    pub(crate) fn is_reached(self) -> bool {
        matches!(self, Progress::Begun | Progress::Done)
    }
}

impl StatusReading {
    /// What is said of a stage.
    pub fn entry(&self, stage: StageNumber) -> Option<&StatusEntry> {
        self.entries.iter().find(|entry| entry.stage == stage)
    }

    /// The furthest stage that has begun.
    pub fn furthest(&self) -> Option<&StatusEntry> {
        self.entries.iter().rev().find(|entry| entry.progress.is_reached())
    }

    /// The furthest stage that has begun by a day. What is said of a later day is a plan.
    pub(crate) fn furthest_by(&self, today: Date) -> Option<&StatusEntry> {
        let is_to_come = |entry: &StatusEntry| day_in(&entry.text, today).is_some_and(|day| day > today);
        self.entries.iter().rev().find(|entry| entry.progress.is_reached() && !is_to_come(entry))
    }

    /// The entry that is behind a rollout which is in a stage: what says that the stage has not
    /// begun, or names an earlier one as that which is under way.
    pub fn behind(&self, stage: StageNumber) -> Option<&StatusEntry> {
        let entry = self.entry(stage);
        match self.form {
            StatusForm::Line => self.entries.first().filter(|entry| entry.stage < stage),
            // A box is ticked when its stage is over. A list that nobody ticks says nothing.
            StatusForm::List => {
                let before = self.entries.iter().rev().find(|entry| entry.stage < stage)?;
                self.furthest().filter(|furthest| furthest.stage < before.stage).map(|_| before)
            }
            StatusForm::Table | StatusForm::Sections => entry.filter(|entry| entry.progress == Progress::Ahead),
        }
    }
}

/// How far a stage is by a text that says so first. Signs, dates, shares and remarks beside the
/// words make no difference, unless a remark says something else; where there are no words, the
/// signs count.
pub(crate) fn read_progress(text: &str) -> Option<Progress> {
    let (words, signs) = without_signs(text);
    let ends = split_arrow(&words);
    let led_to: Option<Vec<Progress>> = ends.iter().map(|end| progress_of(parts(end))).collect();
    match led_to.filter(|led_to| led_to.len() > 1) {
        // `Planned → Live`
        Some(led_to) => led_to.last().copied(),
        None if parts(&words).is_empty() => sign_status(&signs).map(Progress::of),
        None => progress_of(parts(&words)),
    }
}

/// How far a stage is by the first of some parts of a text, where no other one says something else.
fn progress_of(parts: Vec<String>) -> Option<Progress> {
    let (first, remarks) = parts.split_first()?;
    let said = progress_in(first)?;
    remarks.iter().all(|remark| keeps(remark, said)).then_some(said)
}

/// How far a stage is by a part of a text, with or without since when, for whom, and *now*.
fn progress_in(part: &str) -> Option<Progress> {
    let read = |text: &str| {
        let text = text.trim();
        status(text, WrittenIn::Stage).map(Progress::of).or(LIVE.has(text).then_some(Progress::Begun))
    };
    let bare = || {
        let ends = [part.split_once(' '), part.rsplit_once(' ').map(|(rest, last)| (last, rest))];
        ends.into_iter().flatten().find_map(|(word, rest)| NOW.has(word).then(|| read(rest))?)
    };
    let since = || {
        let words = part.match_indices(' ').filter(|(at, _)| {
            let next = part[at + 1..].split(' ').next().unwrap_or_default();
            SINCE.has(next)
        });
        words.into_iter().find_map(|(at, _)| read(&part[..at]))
    };
    let partly = || {
        let (word, rest) = part.split_once(' ')?;
        read(rest).filter(|said| PARTLY.has(word) && said.is_reached()).map(|_| Progress::Begun)
    };
    read(part).or_else(bare).or_else(partly).or_else(since).or_else(|| read(without_share(part)?))
}

/// A part of a text without the share that closes or opens it: `live at 20% of users`, `20% live`.
fn without_share(part: &str) -> Option<&str> {
    let (before, behind) = part.split_once('%')?;
    let head =
        before.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | '~'));
    let (head, tail) = (head.trim(), behind.trim());
    if head.is_empty() {
        return Some(tail);
    }
    let opens = |of: &str| tail.strip_prefix(of).is_some_and(|rest| rest.starts_with(' '));
    let is_of = tail.is_empty() || OF.iter().chain(audiences::OF.iter()).any(opens);
    let (status, last) = head.rsplit_once(' ').unwrap_or((head, ""));
    is_of.then_some(if AT.has(last) { status } else { head })
}

/// Whether a remark beside what is said of a stage leaves that as it is. One that says something
/// else does not, nor one about a time that is to come.
fn keeps(remark: &str, said: Progress) -> bool {
    let first = remark.split(' ').next().unwrap_or_default();
    let other = progress_in(remark);
    let is_time = || remark.split(' ').any(|word| month(word).is_some() || is_weekday(word)) && !SINCE.has(first);
    let is_ahead = || FROM.any_opens(remark) || AFTERWARDS.has(first) || stages::AIMS.has(first) || NEXT.has(first);
    other.is_none_or(|other| other == said)
        && !(is_denial(remark) || TAKES_BACK.any_opens(remark) || is_ahead() || is_time())
}

/// A sign among some that says how far a stage is.
fn sign_status(signs: &str) -> Option<Status> {
    let starts = signs.char_indices().map(|(at, _)| &signs[at..]);
    let read = |rest: &str| {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST_SIGN);
        ends.filter_map(|end| status(&rest[..end], WrittenIn::Stage)).last()
    };
    starts.filter_map(read).next()
}

/// A text without its signs and shortcodes, and these. Folded.
fn without_signs(text: &str) -> (String, String) {
    let folded = fold(text);
    if has_single_spaces(&folded) && !folded.contains([':', '_']) {
        return (folded, String::new());
    }
    let (mut words, mut signs) = (String::new(), String::new());
    let mut rest = folded.as_str();
    while let Some(c) = rest.chars().next() {
        let code = rest.strip_prefix(':').and_then(|inner| {
            let (code, _) = inner.split_once(':')?;
            let is_code = code.len() > 1 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            is_code.then(|| &rest[..code.len() + 2])
        });
        let length = code.map_or(c.len_utf8(), str::len);
        // Characters without width change nothing of what a reader sees.
        if is_seen(c) || c.is_whitespace() {
            let into = if code.is_some() || is_drawn(c) { &mut signs } else { &mut words };
            into.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    (words.replace('_', " ").trim().to_owned(), signs)
}

/// The parts of a folded text that are neither a date nor a share nor a count.
fn parts(folded: &str) -> Vec<String> {
    let mut text = folded.to_owned();
    for separator in [" — ", " – ", " - ", "—", "–"] {
        text = text.replace(separator, "\n");
    }
    let ends: &[char] = &['\n', ',', ';', '(', ')', '[', ']', '|', ':', '：', '·', '、', '，', '（', '）', '*'];
    let parts = text.split(ends).map(str::trim).filter(|part| part.chars().any(is_seen));
    // What is said of a day is not said of the stage: `(target 2026-04-10)`.
    let is_of_a_day = |part: &&str| without_date(part) != *part && stages::AIMS.has(without_date(part));
    let parts = parts.filter(|part| !is_beside(part) && !is_of_a_day(part)).map(|part| without_date(part).to_owned());
    parts.map(|part| part.trim_matches(['.', '!', ' ']).to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Whether a text is a date, a share or a count: `11 Mar`, `10 %`, `2/3`, `Week 2`.
fn is_beside(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && word.len() <= digits.len() + 2
    };
    let is_of_date = |word: &str| is_number(word) || month(word).is_some() || is_weekday(word) || is_link(word);
    let has_number = words().any(is_number);
    is_bare_date(text) || (has_number && words().all(|word| is_of_date(word) || stages::TIMES.has(word)))
}

/// The first day that a text is about, where it is a short one. A day that somebody aims at is
/// none: `in progress (target 2026-04-10)`. One without a year is the one that is nearest to today.
fn day_in(text: &str, today: Date) -> Option<Date> {
    const LONGEST: usize = 100;
    if text.len() > LONGEST || !text.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let folded = fold(text);
    let parts = folded.split(|c: char| "()[],;—–:".contains(c)).map(str::trim);
    let is_aimed_at = |part: &&str| stages::AIMS.has(without_date(part));
    parts.filter(|part| !is_aimed_at(part)).find_map(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let starts = 0..words.len();
        let runs = starts.flat_map(|start| (start + 1..=words.len().min(start + 3)).map(move |end| (start, end)));
        let runs: Vec<String> = runs.map(|(start, end)| words[start..end].join(" ")).collect();
        let whole = runs.iter().find_map(|run| read_date(run).day());
        whole.or_else(|| runs.iter().find_map(|run| nearest_day(run, today)))
    })
}

/// The day that is nearest to today by a folded date without a year: `20 april`, `4月20日`.
fn nearest_day(text: &str, today: Date) -> Option<Date> {
    let is_in_characters = text.contains('月');
    let has_month = || text.split_whitespace().any(|word| month(word.trim_end_matches('.')).is_some());
    if !(is_in_characters || is_beside(text) && has_month()) {
        return None;
    }
    let in_year = |years: i16| {
        let year = today.year() + years;
        read_date(&if is_in_characters { format!("{year}年{text}") } else { format!("{text} {year}") }).day()
    };
    (-1..=1).filter_map(in_year).min_by_key(|day| (today - *day).get_days().abs())
}

/// A text without the date that closes it: `live since 2026-03-16`.
fn without_date(text: &str) -> &str {
    for (at, _) in text.match_indices(' ') {
        let rest = text[at..].trim();
        let has_month = || rest.split_whitespace().any(|word| month(word).is_some());
        if is_bare_date(rest) || (has_month() && is_beside(rest)) {
            let mut head = text[..at].trim_end();
            while let Some(word) = head.rsplit(' ').next().filter(|word| is_link(word) || stages::SINCE.has(word)) {
                head = head[..head.len() - word.len()].trim_end();
            }
            return head;
        }
    }
    text
}

impl StageNames {
    /// The stage that a text names and says to be where the rollout is, or how far it is:
    /// `in Phase 2`, `Beta: live`. `None` when it says more, names two stages, or names one by its
    /// number alone.
    pub(crate) fn read_state(&self, text: &str) -> Option<(StageNumber, Progress)> {
        let (words, signs) = without_signs(text);
        let whole = words.trim_matches(['.', ' ']);
        let shortened = parts(whole).join(" — ");
        let without_count = || self.without_stage_count(whole);
        let read = |words: &str| self.state_in(words, &signs);
        let is_nobody = whole.split([' ', '(', ')']).any(|word| word == "0%");
        let without_share = without_share(whole).filter(|_| !is_nobody);
        let bare = || [without_share, without_count()].into_iter().flatten().find_map(read);
        read(whole).or_else(|| read(&shortened)).or_else(bare)
    }

    /// A text without the number of all stages behind that of one, `Stage 2 of 3`, and without the
    /// word for a stage behind its name: `Beta phase`.
    fn without_stage_count<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (head, last) = text.rsplit_once(' ')?;
        if self.words().any(|word| word == last) {
            return Some(head);
        }
        let (stage, of) = head.rsplit_once(' ')?;
        (OF.has(of) && last.chars().all(|c| c.is_ascii_digit())).then_some(stage)
    }

    /// How far the stage of an item is, by a status word behind its name or by a sign.
    pub(crate) fn read_item(&self, text: &str) -> Progress {
        let (words, signs) = without_signs(text);
        let parts: Vec<String> = parts(&words).into_iter().skip(1).collect();
        let last = parts.last().and_then(|part| progress_in(part));
        // `Phase 2: live (EU)`
        let earlier = || {
            let at = parts.iter().rposition(|part| progress_in(part).is_some_and(Progress::is_reached))?;
            progress_of(parts[at..].to_vec())
        };
        last.or_else(earlier).or_else(|| sign_status(&signs).map(Progress::of)).unwrap_or(Progress::Unclear)
    }

    fn state_in(&self, words: &str, signs: &str) -> Option<(StageNumber, Progress)> {
        let find = |text: &str| {
            let text = text.trim_matches([' ', ':', '：', '—', '–', '-', '(', ',']);
            let is_alone = text.parse::<StageNumber>().is_err();
            self.find_exactly(text).or_else(|| self.find_exactly(&closed(text))).filter(|_| is_alone)
        };
        if let Some(stage) = find(words) {
            return Some((stage, sign_status(signs).map_or(Progress::Begun, Progress::of)));
        }
        let starts = |word: &str| {
            let rest = words.strip_prefix(word)?;
            let is_joined = word.ends_with(|c: char| c >= '\u{2e80}' || c == '\'');
            (is_joined || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
        };
        if let Some(stage) = IN.iter().filter_map(starts).find_map(find) {
            return Some((stage, Progress::Begun));
        }
        // A status before or behind the stage.
        let cuts = words.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
        let read = |at: usize| {
            let (head, tail) = words.split_at(at);
            let is_cut =
                head.ends_with(|c: char| !c.is_alphanumeric()) || tail.starts_with(|c: char| !c.is_alphanumeric());
            let is_joined = head.ends_with(|c: char| c >= '\u{2e80}') || tail.starts_with(|c: char| c >= '\u{2e80}');
            if !is_cut && !is_joined {
                return None;
            }
            let said = |text: &str| {
                let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
                // `Beta is running`
                let behind_is = || bare.split_once(' ').filter(|(first, _)| IS.has(first)).map(|(_, rest)| rest);
                let read = |text: &str| status(text, WrittenIn::Stage).map(Progress::of);
                read(bare).or_else(|| progress_in(behind_is()?).filter(|said| said.is_reached()))
            };
            let behind = || Some((find(head)?, said(tail)?));
            let before = || Some((find(tail)?, said(head)?));
            behind().or_else(before)
        };
        cuts.into_iter().find_map(read)
    }

    /// The one stage that a cell or an item is about: named by itself, or before a separator with
    /// more words behind it.
    pub(crate) fn about(&self, text: &str, numbers: Numbers) -> Option<StageNumber> {
        let (words, _) = without_signs(text);
        if words.contains('→') {
            return None;
        }
        let exactly = |text: &str| {
            let text = text.trim_matches([' ', ':', '：', '*']);
            let is_number = text.parse::<StageNumber>().is_ok();
            self.find_exactly(text).filter(|_| !is_number || numbers == Numbers::NameStages)
        };
        if let Some(stage) = exactly(&words) {
            return Some(stage);
        }
        if numbers == Numbers::NameStages
            && let Some((number, rest)) = StageNumber::read_start(&words)
            && rest.starts_with(['.', ':', ')', ' ', '：'])
            && !rest.starts_with(|c: char| c == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()))
        {
            return self.at(number);
        }
        let bare = words.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
        let marks = [":", "：", " (", "（", " — ", " – ", " - ", ",", ";", " |"];
        let ends = marks.iter().filter_map(|mark| words.find(mark));
        let first = ends.min().map(|end| &words[..end]);
        let numbered = bare.len() < words.len();
        first.and_then(exactly).or_else(|| exactly(bare).filter(|_| numbered))
    }
}

/// Whether a number alone names a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// It does, as in a column with the header `Phase`.
    NameStages,
    /// It may count anything.
    Count,
}

/// A text with the parenthesis closed that was cut open.
fn closed(text: &str) -> String {
    if text.contains('(') && !text.contains(')') { format!("{text})") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Policy;
    use crate::template::built_in;

    #[test]
    fn a_text_that_is_a_status_word_says_how_far_a_stage_is() {
        for text in [
            "In progress", "LIVE", "🔄", "🟢 Active", "Live (20 %)", "in progress — 2026-03-16",
            "Live since 16 March 2026", "Live since Mar 16", "In Arbeit", "em andamento", "En curso", "En cours",
            "進行中", "进行中", "**Running**", "In progress (2/3)", "LIVE (EU)", "In progress — by Ann",
            "Planned → Live", "Active since Monday", "Läuft seit Montag", "Now live", "Live at 20%",
            "Rolling out to 20% of users", "20 % live", "進行中（東京）", "In\u{200b} progress\u{200f}",
        ] {
            assert_eq!(read_progress(text), Some(Progress::Begun), "{text}");
        }
        for text in [
            "Done", "✅", "✅ Complete", "Completed 2026-03-11", "Abgeschlossen", "Concluída", "完了", "已完成",
            ":white_check_mark:",
        ] {
            assert_eq!(read_progress(text), Some(Progress::Done), "{text}");
        }
        for text in ["Not started", "🔜 Planned", "Geplant", "未着手", "❌ Cancelled"] {
            assert_eq!(read_progress(text), Some(Progress::Ahead), "{text}");
        }
        for text in ["Paused", "⏸️ blocked", "⏳"] {
            assert_eq!(read_progress(text), Some(Progress::Unclear), "{text}");
        }
        for text in [
            "", "TBD", "Done by Priya", "Live in two shops of five", "WARN", "Ready for Phase 2", "🟢",
            "Draft of the page is done", "Live (pending legal)", "Live (from April)", "Live — not yet",
            "Live, next week", "Done (planned)", "In progress — paused", "Planned → April", "Live (in May)",
        ] {
            assert_eq!(read_progress(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_names_one_stage_and_says_that_it_runs() {
        let names = StageNames::new(built_in().stages.iter(), &Policy::default());
        for text in [
            "in Stage 2",
            "Now in Beta",
            "Live in Stage 2: Beta (Limited Release)",
            "Running Stage 2",
            "Rolling out: Beta",
            "🟢 Stage 2",
            "Stage 2 in progress",
            "Beta (live)",
            "Stage 2 — 20 %",
            "Beta, since 2026-03-16",
            "In progress: Stage 2",
            "Jetzt in Stufe 2",
            "Beta 20%",
            "Beta at 20%",
            "Stage 2 of 3",
            "Beta phase",
            "Beta is running",
            "on Stage 2",
            "na Fase 2",
            "Fase 2 em andamento",
            "ステージ2 進行中",
            "阶段2进行中",
            "现在阶段2",
        ] {
            assert_eq!(names.read_state(text), Some((2.into(), Progress::Begun)), "{text}");
        }
        assert_eq!(names.read_state("Stage 1 complete"), Some((1.into(), Progress::Done)));
        for text in [
            "READY FOR STAGE 2", "In progress", "Stage 2 is blocked", "In Stage 1 and Stage 2",
            "Stage 1 complete, Stage 2 next", "in 2", "2", "Draft", "In Betaland", "after Stage 2",
            "Preparing Stage 2",
        ] {
            assert_eq!(names.read_state(text), None, "{text}");
        }
    }

    #[test]
    fn a_cell_is_about_one_stage() {
        let names = StageNames::new(built_in().stages.iter(), &Policy::default());
        let about = |text: &str| names.about(text, Numbers::Count);
        for text in [
            "Stage 2", "✅ Stage 2: Beta", "**Beta**", "Beta (20 % of users)", "Stage 2 – friends", "2. Beta",
            "Beta: 20 customers",
        ] {
            assert_eq!(about(text), Some(2.into()), "{text}");
        }
        for text in [
            "2", "2. Migrate", "Beta testers invited", "Stage 1 → Stage 2", "Stage 2 exit criteria met", "Payments API",
        ] {
            assert_eq!(about(text), None, "{text}");
        }
        assert_eq!(names.about("2", Numbers::NameStages), Some(2.into()));
        assert_eq!(names.about("2. Friends and family", Numbers::NameStages), Some(2.into()));
    }
}
