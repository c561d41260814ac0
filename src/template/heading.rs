//! Headings that open a stage.

use super::record;
use crate::config::Policy;
use crate::outline::Outline;
use crate::stage_number::StageNumber;
use crate::text::{fold, folds_to};
use crate::words::status::{Status, WrittenIn, marks, status};

/// A heading that opens a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageHeading {
    /// The number. Stages without a word have their position in the configuration, from 1.
    pub number: StageNumber,
    /// The word as written, `Stage` or `Phase`. Empty when the stage is called by its name alone.
    pub word: String,
    /// The name, `Alpha (Friendly Customers)`, if there is one.
    pub name: String,
    /// The word or sign that says that the rollout is in this stage now.
    pub mark: Option<String>,
    /// Whether the heading looks like that of a stage, and is no mere mention: a separator or
    /// nothing follows the number.
    pub clear: bool,
}

impl StageHeading {
    /// The first word of the name. People may call the stage by it: `GA`.
    pub fn first_word(&self) -> &str {
        self.name.split(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ':' | '—' | '–')).next().unwrap_or("")
    }

    /// The word with the number, `Stage 1`, else the name.
    pub fn title(&self) -> String {
        if self.word.is_empty() {
            return self.name.clone();
        }
        format!("{} {}", self.word, self.number)
    }
}

/// The largest number of stages in a plan. A file with more is no plan, and would be slow to judge.
const MOST_STAGES: usize = 100;

/// The sections of a file that open a stage, with their headings. All have the same word, the one
/// that heads the most stages, and the same level. Each number has one section, the first.
/// Mentions, `Stage 1 Success Criteria`, count only in files without real headings,
/// `Stage 1: Alpha`.
pub(crate) fn stage_sections(outline: &Outline, policy: &Policy) -> Vec<(usize, StageHeading)> {
    // `### Stage 0 → 1` is an entry of the log, and no stage.
    let logs = record::log_sections(outline);
    let in_log = |index: usize| outline.sections[index].parent.is_some_and(|parent| logs[parent].is_some());
    let headings = outline.sections.iter().enumerate().filter(|(_, section)| (2..=4).contains(&section.level));
    let all = headings.filter_map(|(index, section)| Some((index, stage_heading(&section.title, policy)?)));
    let all: Vec<(usize, StageHeading)> = all.filter(|(index, _)| !in_log(*index)).collect();
    let mut best: Vec<(usize, StageHeading)> = Vec::new();
    // Stages that are called by name alone have no word.
    for word in policy.stage_words.iter().chain([&String::new()]) {
        let of_word = all.iter().filter(|(_, heading)| folds_to(&heading.word, word));
        let (clear, mentions): (Vec<_>, Vec<_>) = of_word.partition(|(_, heading)| heading.clear);
        let candidates = if clear.is_empty() { mentions } else { clear };
        let level_of = |index: &usize| outline.sections[*index].level;
        let most_common = (2..=4).max_by_key(|level| {
            (candidates.iter().filter(|(index, _)| level_of(index) == *level).count(), std::cmp::Reverse(*level))
        });
        let mut found: Vec<(usize, StageHeading)> = Vec::new();
        let at_level = candidates.into_iter().filter(|(index, _)| Some(level_of(index)) == most_common);
        // A range is a stage only where none of its stages has a section of its own.
        let (ranges, single): (Vec<_>, Vec<_>) = at_level.partition(|(_, heading)| heading.number.is_range());
        for (index, heading) in single.into_iter().chain(ranges) {
            if found.len() < MOST_STAGES && !found.iter().any(|(_, other)| other.number.overlaps(heading.number)) {
                found.push((*index, heading.clone()));
            }
        }
        found.sort_by_key(|(index, _)| *index);
        if found.len() > best.len() {
            best = found;
        }
    }
    best
}

/// Reads the heading of a stage: `Stage 1: Alpha (Friendly Customers)`.
pub(crate) fn stage_heading(title: &str, policy: &Policy) -> Option<StageHeading> {
    let (title, in_front) = without_mark_in_front(title);
    let heading = plain_stage_heading(title, policy)?;
    Some(StageHeading { mark: heading.mark.or(in_front), ..heading })
}

/// A title without the mark before its words: `🚧 Stage 1`, `[LIVE] Stage 1`. Gives the mark, too,
/// when it says that the rollout is in the stage now.
fn without_mark_in_front(title: &str) -> (&str, Option<String>) {
    let bare = title.trim_start_matches(['[', '(', ' ']);
    // A mark is in capitals, so that its second letter is none of the small ones. Most titles end
    // here.
    let mut letters = bare.chars();
    if letters.next().is_some_and(|first| first.is_ascii()) && letters.next().is_some_and(|c| c.is_ascii_lowercase()) {
        return (title, None);
    }
    let is_in_front = |(mark, _): &(&str, Status)| {
        let is_mark = |text: &str| text.chars().eq(mark.chars().flat_map(char::to_uppercase));
        bare.get(..mark.len()).is_some_and(is_mark) && !bare[mark.len()..].starts_with(char::is_alphanumeric)
    };
    let Some((mark, status)) = marks().find(is_in_front) else { return (title, None) };
    let rest = bare[mark.len()..].trim_start_matches([']', ')', ':', ' ', '—', '–', '-']);
    (rest, (status == Status::Running).then(|| mark.to_owned()))
}

/// Reads the heading of a stage without a mark before it.
fn plain_stage_heading(title: &str, policy: &Policy) -> Option<StageHeading> {
    // An emoji or a section number may come before the word.
    let start = title.find(|c: char| c.is_alphabetic())?;
    if let Some(named) = named_stage(&title[start..], policy) {
        return Some(named);
    }
    let (word, behind) = policy.stage_words.iter().find_map(|word| split_word(&title[start..], word))?;
    let (number, behind) = StageNumber::read_start(behind.trim_start())?;
    let rest = behind.trim_start();
    // `Stage 1.2.3` is a part of one.
    if behind.starts_with('.') && behind[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // `Phase 2 → Phase 1` is a move between stages.
    if rest.starts_with(['→', '/', '+', '&']) && rest.contains(|c: char| c.is_ascii_digit()) || rest.starts_with("->")
    {
        return None;
    }
    let name = rest.trim_start_matches([':', '：', '—', '–', '-', '.', '|', ',', ' ']);
    if rest.starts_with(['-', '–']) && behind.starts_with(['-', '–']) && name.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let clear =
        name.is_empty() || name.len() < rest.len() || rest.starts_with('(') || !rest.starts_with(char::is_alphanumeric);
    // The mark may be between the number and the name.
    let (before, name) =
        rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or((None, name), |(inside, behind)| {
            let (kept, mark) = split_mark(inside);
            let is_mark = kept.is_empty() || status(&fold(inside), WrittenIn::Heading) == Some(Status::Running);
            let behind = behind.trim_start_matches([':', '：', '—', '–', '-', '.', '|', ',', ' ']);
            if is_mark && !behind.is_empty() { (mark.or(Some(fold(inside))), behind) } else { (None, name) }
        });
    let (name, mark) = split_mark(name);
    let mark = mark.or(before);
    Some(StageHeading { number, word: word.to_owned(), name, mark, clear })
}

/// Splits a heading behind a stage word, which may have any case and width. In scripts that
/// separate words, a space must follow.
fn split_word<'t>(title: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let first = title.chars().next()?;
    // Most headings are no stages, and end here, without any folding.
    if first.is_ascii() && !word.starts_with(first.to_ascii_lowercase()) {
        return None;
    }
    let follows = |behind: &str| {
        let needs_space = word.ends_with(|c: char| c.is_ascii_alphabetic());
        behind.starts_with(char::is_whitespace) || (!needs_space && behind.starts_with(|c: char| c.is_ascii_digit()))
    };
    if title.is_ascii() && !word.contains(' ') {
        let (head, behind) = title.split_at_checked(word.len())?;
        return (head.eq_ignore_ascii_case(word) && follows(behind)).then_some((head, behind));
    }
    let ends = title.char_indices().map(|(at, c)| at + c.len_utf8()).take(word.chars().count() + 4);
    let end = ends.filter(|end| fold(&title[..*end]) == word).last()?;
    let (head, behind) = (&title[..end], &title[end..]);
    (follows(behind) || head.ends_with(' ')).then_some((head.trim_end(), behind))
}

/// Reads a heading that begins with one of the stage names of the configuration.
fn named_stage(title: &str, policy: &Policy) -> Option<StageHeading> {
    if policy.stage_names.is_empty() {
        return None;
    }
    let (name, mark) = split_mark(title);
    let folded = fold(&name);
    let is_called = |known: &&String| {
        folded.strip_prefix(known.as_str()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    let longest = policy.stage_names.iter().filter(is_called).max_by_key(|known| known.len())?;
    let index = policy.stage_names.iter().position(|known| known == longest)?;
    let clear = folded == *longest || folded[longest.len()..].trim_start().starts_with(['(', ':', '—', '–', '-']);
    Some(StageHeading { number: (u32::try_from(index).ok()? + 1).into(), word: String::new(), name, mark, clear })
}

/// The name of a stage without its status marks. Gives the mark, too, that says that the rollout is
/// in the stage now.
fn split_mark(name: &str) -> (String, Option<String>) {
    let mut rest = name.trim_matches(SEPARATORS).trim();
    let mut current = None;
    while let Some((kept, mark, status)) = cut_mark(rest) {
        if status == Status::Running {
            current = Some(mark.to_owned());
        }
        rest = kept.trim_matches(SEPARATORS).trim();
    }
    let bare = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    (bare.unwrap_or(rest).to_owned(), current)
}

/// The signs between a name and a mark.
const SEPARATORS: &[char] = &[' ', '—', '–', '-', '|', ':', '·', '[', ']'];

/// A name without the status mark at one of its ends, with the mark and its meaning.
fn cut_mark(name: &str) -> Option<(&str, &'static str, Status)> {
    let bare = name.trim_end_matches([')', ']']);
    marks().find_map(|(mark, status)| {
        if !mark.is_ascii() {
            return name.strip_suffix(mark).or_else(|| name.strip_prefix(mark)).map(|kept| (kept, mark, status));
        }
        let (kept, tail) = bare.split_at_checked(bare.len().checked_sub(mark.len())?)?;
        if !tail.eq_ignore_ascii_case(mark) {
            return None;
        }
        let is_separated = kept.trim_end().ends_with(['(', '[', '—', '–', '-', '|', ':', '·']);
        let is_capital = || kept.ends_with(' ') && !tail.contains(|c: char| c.is_ascii_lowercase());
        (is_separated || is_capital()).then(|| (kept.trim_end().trim_end_matches('('), mark, status))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(title: &str) -> Option<(String, String, Option<String>)> {
        stage_heading(title, &Policy::default()).map(|heading| (heading.number.to_string(), heading.name, heading.mark))
    }

    #[test]
    fn stage_headings_are_read_as_teams_write_them() {
        let plain = |number: u32, name: &str| Some((number.to_string(), name.to_owned(), None));
        assert_eq!(heading("Stage 1: Alpha (Friendly Customers)"), plain(1, "Alpha (Friendly Customers)"));
        assert_eq!(heading("Phase 2 — Beta"), plain(2, "Beta"));
        assert_eq!(heading("3. Phase 2. Beta ✅ COMPLETED"), plain(2, "Beta"));
        assert_eq!(heading("Stage 3 (GA) 🚧"), Some(("3".to_owned(), "GA".to_owned(), Some("🚧".to_owned()))));
        assert_eq!(
            heading("Stage 1: Alpha — IN PROGRESS"),
            Some(("1".to_owned(), "Alpha".to_owned(), Some("in progress".to_owned())))
        );
        let marked = |mark: &str| Some(("2".to_owned(), "Beta".to_owned(), Some(mark.to_owned())));
        assert_eq!(heading("🚧 Stage 2: Beta"), marked("🚧"));
        assert_eq!(heading("[LIVE] Stage 2: Beta"), marked("live"));
        assert_eq!(heading("Stage 2 (IN PROGRESS): Beta"), marked("in progress"));
        assert_eq!(heading("DONE — Stage 2: Beta"), plain(2, "Beta"));
        assert_eq!(heading("Stage 2"), plain(2, ""));
        assert_eq!(heading("Stage 1: Go live"), plain(1, "Go live"));
        assert_eq!(heading("Staged Rollout"), None);
        assert_eq!(heading("Phase 2 → Phase 1"), None);
        let labelled = |number: &str, name: &str| Some((number.to_owned(), name.to_owned(), None));
        assert_eq!(heading("Stage 2a: Beta"), labelled("2a", "Beta"));
        assert_eq!(heading("Stage 1.5 — Friends"), labelled("1.5", "Friends"));
        assert_eq!(heading("Phase 2-3: Beta"), labelled("2-3", "Beta"));
        assert_eq!(heading("Stage 1.Alpha"), plain(1, "Alpha"));
        assert_eq!(heading("Stage 1.2.3"), None);
        assert_eq!(heading("Step 1: disable the flag"), None);
    }
}
