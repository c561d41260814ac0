//! The marks in a stage's heading that say how far the stage is.

use crate::text::{fold, is_drawn, without_drawings};
use crate::words::force::SINCE;
use crate::words::months::month;
use crate::words::status::{Mark, Status, Weight, marks_at_start, signs_at_ends, words_at_end};

/// What the marks of a heading say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// The mark that says that the rollout is in the stage now.
    pub(super) current: Option<String>,
    /// The mark that says how far the stage is.
    pub(super) said: Option<(String, Status)>,
}

impl Marks {
    fn of(mark: Mark) -> Marks {
        let declares = mark.status == Status::Running && mark.weight == Weight::Declares;
        Marks { current: declares.then(|| mark.text.to_owned()), said: Some((mark.text.to_owned(), mark.status)) }
    }

    /// These marks, or others where there are none.
    pub(super) fn or(self, other: Marks) -> Marks {
        Marks { current: self.current.or(other.current), said: self.said.or(other.said) }
    }
}

/// A title without the mark before its words: `🚧 Stage 1`, `[LIVE] Stage 1`. Gives the mark, too.
pub(super) fn without_mark_in_front(title: &str) -> (&str, Marks) {
    let bare = title.trim_start_matches(['[', '(', ' ']);
    // A mark is in capitals, so that its second letter is none of the small ones. Most titles end
    // here.
    let mut letters = bare.chars();
    if letters.next().is_some_and(|first| first.is_ascii()) && letters.next().is_some_and(|c| c.is_ascii_lowercase()) {
        return (title, Marks::default());
    }
    let is_in_front = |mark: &Mark| {
        let is_mark = |text: &str| text.chars().eq(mark.text.chars().flat_map(char::to_uppercase));
        let length = mark.text.len();
        (mark.weight == Weight::Declares || mark.is_sign())
            && bare.get(..length).is_some_and(is_mark)
            && !bare[length..].starts_with(char::is_alphanumeric)
    };
    let Some(mark) = marks_at_start(bare).find(is_in_front) else { return (title, Marks::default()) };
    let rest = bare[mark.text.len()..].trim_start_matches([']', ')', ':', ' ', '—', '–', '-']);
    (rest, Marks::of(mark))
}

/// Whether capitals set a word off from its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Words have small letters, too.
    Mixed,
    /// All words are in capitals.
    Capitals,
}

impl Case {
    pub(super) fn of(texts: &[&str]) -> Case {
        if texts.iter().any(|text| text.contains(char::is_lowercase)) { Case::Mixed } else { Case::Capitals }
    }
}

/// The name of a stage without its status marks. Gives the marks, too.
pub(super) fn split_mark(name: &str, case: Case) -> (String, Marks) {
    let has_mark = |title: &String| cut_mark(title, case).is_some();
    let since = without_since(name).filter(has_mark);
    let behind_day = since.is_none();
    let undated = since.or_else(|| without_day_or_share(name).filter(has_mark));
    let mut rest = undated.as_deref().unwrap_or(name).trim();
    let mut found = Marks::default();
    loop {
        // The code of a sign ends with a colon, which is no separator then.
        let bare = rest.trim_matches(SEPARATORS).trim();
        let Some((kept, mark)) = cut_mark(rest, case).or_else(|| cut_mark(bare, case)) else {
            rest = bare;
            break;
        };
        // Of several marks the words count.
        let other = Marks::of(mark);
        found = if mark.is_sign() { found.or(other) } else { other.or(found) };
        rest = kept.trim();
    }
    // A day may be to come: who reads the status knows what day it is.
    if let Some(undated) = undated.as_ref().filter(|_| behind_day) {
        let beside = name.strip_prefix(undated.as_str()).unwrap_or_default().trim();
        let said = found.said.map(|(mark, status)| (format!("{mark} {beside}"), status));
        return (without_drawings(rest).to_owned(), Marks { current: None, said });
    }
    let rest = without_drawings(rest);
    let bare = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    (bare.unwrap_or(rest).to_owned(), found)
}

/// A title without since when its last mark holds: `Beta (running since 2026-03-08)`.
fn without_since(title: &str) -> Option<String> {
    let is_whole = |at: usize, word: &str| {
        let ends = [title[..at].chars().next_back(), title[at + word.len()..].chars().next()];
        ends.into_iter().all(|end| end.is_some_and(char::is_whitespace))
    };
    let starts = SINCE.iter().flat_map(|word| title.rmatch_indices(word).map(move |(at, _)| (at, word)));
    let (at, _) = starts.filter(|(at, word)| is_whole(*at, word)).max()?;
    let head = title[..at].trim_end();
    let closing = title.ends_with([')', ']', '）', '】']) && head.contains(OPENING);
    Some(if closing { format!("{head})") } else { head.to_owned() })
}

/// A title without a day or a share at its end, in brackets or not: `Beta ✅ DONE (2026-03-16)`,
/// `GA LIVE 100%`.
fn without_day_or_share(title: &str) -> Option<String> {
    let is_part = |word: &str| {
        let bare = word.trim_matches([',', '.', '(', ')', '（', '）']);
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '/' | '.' | ':' | '%' | '~' | '→');
        !bare.is_empty() && (bare.chars().all(is_number) || month(&fold(bare)).is_some())
    };
    // Most titles end with a word, and none that anybody reads is longer.
    if title.len() > LONGEST_TITLE {
        return None;
    }
    let words: Vec<&str> = title.split_whitespace().collect();
    let behind = words.iter().rev().take_while(|word| is_part(word)).count();
    let first = words[words.len() - behind..].first()?;
    let start = first.as_ptr() as usize - title.as_ptr() as usize;
    let said = &title[start..];
    let head = title[..start].trim_end().trim_end_matches(OPENING).trim_end();
    let has_digit = said.contains(|c: char| c.is_ascii_digit());
    (has_digit && !head.is_empty()).then(|| head.to_owned())
}

/// The longest title whose marks are looked for behind a day, in bytes.
const LONGEST_TITLE: usize = 400;

/// The brackets around a mark.
const OPENING: &[char] = &['(', '[', '（', '【'];

/// The signs between a name and a mark.
const SEPARATORS: &[char] = &[' ', '—', '–', '-', '|', ':', '·', '[', ']'];

/// A heading without the marks in capitals and the drawings at its ends, which say how far
/// something is and not what it is: `Preparation ✅ DONE`.
pub(crate) fn without_marks(title: &str) -> &str {
    let mut rest = without_drawings(title);
    // Most headings end here, without much looking.
    while rest.trim_end_matches([')', ']']).ends_with(char::is_uppercase)
        && let Some((kept, _)) = cut_mark(rest, Case::Mixed)
    {
        let is_capital = !rest[kept.len()..].contains(char::is_lowercase);
        let kept = kept.trim_matches(SEPARATORS);
        if !is_capital || !kept.contains(char::is_lowercase) {
            break;
        }
        rest = without_drawings(kept);
    }
    rest
}

/// The mark at the end of a title, with its brackets: `(live)`, `✅`.
pub(crate) fn mark_at_end(title: &str) -> Option<&str> {
    let title = title.trim_end();
    let (kept, _) = cut_mark(title, Case::of(&[title]))?;
    title.strip_prefix(kept).map(|mark| mark.trim_start_matches(SEPARATORS)).filter(|mark| !mark.is_empty())
}

/// A name without the mark at one of its ends, with the mark.
fn cut_mark(name: &str, case: Case) -> Option<(&str, Mark)> {
    let without_sign = |sign: Mark| {
        let kept = name.strip_suffix(sign.text).or_else(|| name.strip_prefix(sign.text));
        kept.map(|kept| (kept, sign))
    };
    if let Some(cut) = signs_at_ends(name).find_map(without_sign) {
        return Some(cut);
    }
    let bare = name.trim_end_matches([')', ']', '）', '】']);
    // Words that may be names are marks in brackets or in capitals only.
    let in_brackets = bare.len() < name.len();
    let without_word = |word: Mark| {
        let (kept, tail) = bare.split_at_checked(bare.len().checked_sub(word.text.len())?)?;
        if !tail.eq_ignore_ascii_case(word.text) && (word.text.is_ascii() || tail.is_ascii() || fold(tail) != word.text)
        {
            return None;
        }
        let is_opened = kept.trim_end().ends_with(OPENING);
        // A drawing before the word sets it off, too: `Beta 🟢 Live`. A hyphen joins: `Go-Live`.
        let is_parted = |c: char| matches!(c, '—' | '–' | '|' | ':' | '：' | '·') || is_drawn(c);
        let is_separated = is_opened || kept.trim_end().ends_with(is_parted) || kept.trim_end().ends_with(" -");
        let is_cased = tail.contains(char::is_uppercase) && !tail.contains(char::is_lowercase);
        // A stage may be called `LIVE`, and none is called `IN PROGRESS`.
        let is_apart = if kept.is_empty() { word.text.contains(' ') } else { kept.ends_with(' ') || is_opened };
        let is_capital = case == Case::Mixed && is_cased && is_apart;
        let kept = kept.trim_end().trim_end_matches(OPENING);
        let is_mark = match word.weight {
            Weight::Declares => is_separated || is_capital,
            Weight::Says => {
                let is_far = matches!(word.status, Status::Running | Status::Completed);
                is_far && kept.contains(char::is_alphanumeric) && (is_capital || (in_brackets && is_opened))
            }
        };
        is_mark.then_some((kept, word))
    };
    words_at_end(bare).find_map(without_word)
}
