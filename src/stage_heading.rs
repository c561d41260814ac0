//! Headings that open a stage.

mod marks;

pub(crate) use marks::{mark_at_end, without_marks};

use crate::config::Policy;
use crate::stage_number::StageNumber;
use crate::text::{Memo, fold, folds_to, is_cjk, remembered};
use crate::words::arrows::with_one_arrow;
use crate::words::numerals::without_ordinal_end;
use crate::words::parts::{Role, role_of};
use crate::words::stages::{BEFORE_NUMBERS, HEADINGS_AMONG_STAGES, ROLLOUTS, STEPS};
use crate::words::status::{Status, WrittenIn, status};
use marks::{Case, Marks, split_mark, without_mark_in_front};
use std::cell::RefCell;
use std::thread::LocalKey;

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
    /// The word or sign that says how far the stage is, and what it says.
    pub(crate) said: Option<(String, Status)>,
    /// Whether the heading looks like that of a stage, and is no mere mention: a separator or
    /// nothing follows the number.
    pub clear: bool,
}

impl StageHeading {
    /// The first word of the name. People may call the stage by it: `GA`.
    pub(crate) fn first_word(&self) -> &str {
        self.name.split(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ':' | '—' | '–')).next().unwrap_or("")
    }

    /// Whether it means its stage, and does not merely speak of it, as `Phase 1 Rollback` does.
    /// `Stage 2 Beta` means one only at the level of the other stages.
    pub(crate) fn means_stage(&self, is_at_level: bool) -> bool {
        self.clear || (is_at_level && role_of(&fold(&self.name)) == Role::Other)
    }

    /// The heading with the marks, too, that stand before its words.
    fn marked(self, in_front: Marks) -> StageHeading {
        StageHeading { mark: self.mark.or(in_front.current), said: self.said.or(in_front.said), ..self }
    }

    /// The word with the number, `Stage 1`, else the name.
    pub fn title(&self) -> String {
        if self.word.is_empty() {
            return self.name.clone();
        }
        format!("{} {}", self.word, self.number)
    }
}

type Known = RefCell<Memo<Option<StageHeading>>>;

thread_local! {
    static STRICT: Known = RefCell::default();
    static LOOSE: Known = RefCell::default();
    /// The words and the names for stages by which the headings above were read.
    static WORDS: RefCell<[Vec<String>; 2]> = RefCell::default();
}

/// Reads the heading of a stage: `Stage 1: Alpha (Friendly Customers)`.
pub(crate) fn stage_heading(title: &str, policy: &Policy) -> Option<StageHeading> {
    remembered_heading(&STRICT, title, policy, |title| {
        let (title, in_front) = without_mark_in_front(title);
        Some(plain_stage_heading(title, policy)?.marked(in_front))
    })
}

/// Reads the heading of a stage where other stages stand around it: also with another word for
/// stages, with signs before the number, with a number that is no Arabic one, or with the number
/// before the word. What is read so is a stage only when its place among the others is free.
pub(crate) fn loose_stage_heading(title: &str, policy: &Policy) -> Option<StageHeading> {
    remembered_heading(&LOOSE, title, policy, |title| {
        let (title, in_front) = without_mark_in_front(without_shortcodes(title));
        let led = || loosely(without_lead(title)?, policy).filter(|heading| heading.clear);
        let heading = plain_stage_heading(title, policy).or_else(|| loosely(title, policy)).or_else(led)?;
        Some(heading.marked(in_front))
    })
}

/// What `read` makes of a title by a policy's words and names for stages, and by nothing else of
/// it.
fn remembered_heading(
    known: &'static LocalKey<Known>,
    title: &str,
    policy: &Policy,
    read: impl FnOnce(&str) -> Option<StageHeading>,
) -> Option<StageHeading> {
    WORDS.with_borrow_mut(|[words, names]| {
        if *words != policy.stage_words || *names != policy.stage_names {
            words.clone_from(&policy.stage_words);
            names.clone_from(&policy.stage_names);
            STRICT.with_borrow_mut(Memo::clear);
            LOOSE.with_borrow_mut(Memo::clear);
        }
    });
    remembered(known, title, read)
}

/// Splits at an arrow, however it is written.
pub(crate) fn split_arrow(text: &str) -> Vec<String> {
    let parts: Vec<String> = with_one_arrow(text).split('→').map(|part| part.trim().to_owned()).collect();
    // `1-2` and `1 > 2` can mean nothing else in a cell for steps.
    if let [only] = &parts[..]
        && let Some((from, to)) = only.split_once(['-', '–', '—', '>'])
        && [from, to].iter().all(|end| !end.trim().is_empty() && end.trim().parse::<StageNumber>().is_ok())
    {
        return vec![from.trim().to_owned(), to.trim().to_owned()];
    }
    parts
}

/// Whether a title begins with a word for stages that has no number where one must stand, or with
/// one that differs from such a word by a slip: `Stage X: Beta`, `Stge 2: Beta`.
pub(crate) fn resembles_stage(title: &str, policy: &Policy) -> bool {
    let title = without_shortcodes(title);
    let Some(start) = title.find(char::is_alphabetic) else { return false };
    let title = &title[start..];
    let (word, rest) = title.split_at(title.find(|c: char| !c.is_alphabetic()).unwrap_or(title.len()));
    let (folded, rest) = (fold(word), rest.trim_start_matches([' ', '#']));
    let is_slip = |known: &str| {
        let is_other_form = known.starts_with(&folded) || folded.starts_with(known);
        known.len() > 4
            && known.chars().next() == folded.chars().next()
            && !is_other_form
            && strsim::damerau_levenshtein(known, &folded) == 1
    };
    if stage_words(policy).any(|known| known == folded) {
        let Some((token, name)) = rest.split_once([':', '：', '—', '–']) else { return false };
        let token = token.trim();
        return !name.trim().is_empty() && (token.chars().count() == 1 || token.starts_with(['[', '<', '{']));
    }
    stage_words(policy).any(is_slip) && StageNumber::read_loosely(rest).is_some()
}

/// All words that may head a stage among other stages: those of the team, and those of each
/// language.
pub(crate) fn stage_words<'p>(policy: &'p Policy) -> impl Iterator<Item = &'p str> {
    let among: fn(&'static str) -> &'p str = |word| word;
    policy.stage_words.iter().map(String::as_str).chain(HEADINGS_AMONG_STAGES.iter().map(among))
}

/// A title without the shortcodes of emojis before its words: `:rocket: Stage 2`.
fn without_shortcodes(title: &str) -> &str {
    let is_code = |code: &str| {
        !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))
    };
    let mut rest = title.trim_start();
    while let Some((code, behind)) = rest.strip_prefix(':').and_then(|rest| rest.split_once(':')) {
        if !is_code(code) {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

fn loosely(title: &str, policy: &Policy) -> Option<StageHeading> {
    let start = title.find(char::is_alphabetic)?;
    let word_first = || {
        let (word, behind) = opening_stage_word(&title[start..], policy)?;
        let (number, behind) = StageNumber::read_loosely(before_number(behind))?;
        behind_number(word, number, behind)
    };
    let number_first = || {
        let bare = title.trim_start_matches(|c: char| !c.is_alphanumeric());
        let (number, behind) = StageNumber::read_loosely(before_number(bare))?;
        let behind = without_ordinal_end(behind).trim_start();
        let (word, behind) = opening_stage_word(behind, policy)?;
        // `4. Stage overview` is a section with a number.
        behind_number(word, number, behind).filter(|heading| heading.clear)
    };
    word_first().or_else(number_first)
}

/// A title without what leads to the words for its stage: the letter or the number that counts its
/// section, or a word for the rollout: `A) Stage 2`, `Rollout Stage 2`.
fn without_lead(title: &str) -> Option<&str> {
    let bare = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let counted = || {
        let (count, behind) = bare.split_once([')', '.', '）'])?;
        let is_number = || StageNumber::read_loosely(count).is_some_and(|(_, rest)| rest.is_empty());
        (count.chars().count() == 1 || is_number()).then_some(behind)
    };
    let named = || {
        let folded = fold(bare);
        let (_, behind) = ROLLOUTS
            .iter()
            .filter(|word| folded.starts_with(word))
            .filter_map(|word| opening_word(bare, word))
            .min_by_key(|(_, behind)| behind.len())?;
        Some(behind.trim_start_matches([':', '：', '—', '–', '-']))
    };
    Some(counted().or_else(named)?.trim_start()).filter(|rest| !rest.is_empty())
}

/// The stage that a title numbers behind its name, and the name: `Beta (Stage 2)`.
pub(crate) fn numbered_behind(title: &str, policy: &Policy) -> Option<StageHeading> {
    let title = without_marks(title).trim();
    let (name, number) = match title.strip_suffix([')', '）']) {
        Some(inside) => inside.rsplit_once(['(', '（'])?,
        None => [" — ", " – ", " - ", ": ", ", "].iter().find_map(|sign| title.rsplit_once(sign))?,
    };
    let heading = loosely(number, policy).filter(|heading| heading.name.is_empty())?;
    Some(StageHeading { name: name.trim().to_owned(), clear: false, ..heading })
}

/// The number of a stage that a title speaks of, wherever its word stands: `Beta, our stage 2`.
pub(crate) fn spoken_of(title: &str, policy: &Policy) -> Option<StageNumber> {
    let mut before = ' ';
    title.char_indices().find_map(|(at, c)| {
        let begins = c.is_alphanumeric() && (!before.is_alphanumeric() || is_cjk(c));
        before = c;
        let rest = Some(&title[at..]).filter(|_| begins)?;
        let read =
            opening_stage_word(rest, policy).and_then(|(_, behind)| StageNumber::read_loosely(before_number(behind)));
        read.map(|(number, _)| number).or_else(|| Some(loosely(rest, policy)?.number))
    })
}

/// Splits a title behind a word for stages. Most titles begin with none.
fn opening_stage_word<'t>(title: &'t str, policy: &Policy) -> Option<(&'t str, &'t str)> {
    let folded = fold(title);
    stage_words(policy).filter(|word| folded.starts_with(word)).find_map(|word| opening_word(title, word))
}

/// Splits a title behind a word, which may have any case and width. A letter that follows in a
/// script that separates words makes another word of it.
fn opening_word<'t>(title: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let ends = title.char_indices().map(|(at, c)| at + c.len_utf8()).take(word.chars().count() + 4);
    let end = ends.filter(|end| fold(&title[..*end]) == word).last()?;
    let (head, behind) = title.split_at(end);
    let separates = word.chars().all(|c| c < '\u{3000}');
    let goes_on = separates && !head.ends_with(char::is_whitespace) && behind.starts_with(char::is_alphabetic);
    (!goes_on).then_some((head.trim_end(), behind))
}

/// A text without the signs and words that stand before the number of a stage.
fn before_number(text: &str) -> &str {
    const SIGNS: &[char] = &[' ', '\u{a0}', '-', '–', '_', '.', ':'];
    let bare = text.trim_start_matches(SIGNS);
    let first = bare.chars().next();
    let is_word = |word: &&str| {
        // Most texts begin with the letter of none.
        let other = first.filter(|first| first.is_ascii()).map(|first| first.to_ascii_lowercase());
        if other.is_some_and(|other| !word.starts_with(other)) {
            return false;
        }
        let end = bare.char_indices().map(|(at, c)| at + c.len_utf8()).nth(word.chars().count() - 1);
        end.is_some_and(|end| {
            fold(&bare[..end]) == **word && !(word.is_ascii() && bare[end..].starts_with(char::is_alphabetic))
        })
    };
    let word = BEFORE_NUMBERS.iter().find(|word| is_word(word));
    let length = word.map_or(0, |word| bare.chars().take(word.chars().count()).map(char::len_utf8).sum());
    bare[length..].trim_start_matches(SIGNS)
}

/// A title without the step that counts it: `Step 3: Stage 1 — Internal`.
pub(crate) fn without_step(title: &str) -> &str {
    let Some(start) = title.find(char::is_alphabetic) else { return title };
    let step = || {
        let (_, behind) = STEPS.iter().find_map(|word| split_word(&title[start..], word))?;
        let (_, behind) = StageNumber::read_start(behind.trim_start())?;
        behind.trim_start().strip_prefix([':', '：', '.', '—', '–', '-']).map(str::trim_start)
    };
    step().filter(|bare| !bare.is_empty()).unwrap_or(title)
}

/// The part of a title that is the name of a stage in the configuration: `10%` of `10% of users`.
/// `None` when no name of the configuration opens the title.
pub(crate) fn name_part<'t>(title: &'t str, policy: &Policy) -> Option<&'t str> {
    let title = without_step(title);
    let opens = |known: &String| {
        let mut ends = title.char_indices().map(|(at, c)| at + c.len_utf8()).take(2 * known.chars().count() + 4);
        let end = ends.find(|end| fold(&title[..*end]) == *known)?;
        (!title[end..].starts_with(char::is_alphanumeric)).then_some(&title[..end])
    };
    policy.stage_names.iter().filter_map(opens).max_by_key(|part| part.len())
}

/// Reads the heading of a stage without a mark before it.
fn plain_stage_heading(title: &str, policy: &Policy) -> Option<StageHeading> {
    let title = without_step(title);
    // A name may begin with a digit: `10% of users`.
    let named = |start: usize| named_stage(&title[start..], policy);
    if let Some(named) = title.find(char::is_alphanumeric).and_then(named) {
        return Some(named);
    }
    // An emoji or a section number may come before the word.
    let start = title.find(char::is_alphabetic)?;
    if let Some(named) = named(start) {
        return Some(named);
    }
    let Some((word, behind)) = policy.stage_words.iter().find_map(|word| split_word(&title[start..], word)) else {
        return range_heading(&title[start..], policy);
    };
    let (number, behind) = StageNumber::read_start(behind.trim_start())?;
    behind_number(word, number, behind)
}

/// Reads the heading of several stages at once, whose word is in the plural: `Weeks 3-6: Ramp`.
fn range_heading(title: &str, policy: &Policy) -> Option<StageHeading> {
    let (plural, behind) = title.split_once(' ')?;
    let (number, behind) = StageNumber::read_start(behind.trim_start()).filter(|(number, _)| number.is_range())?;
    let folded = fold(plural);
    let word = policy.stage_words.iter().find(|word| is_plural(word, &folded))?;
    let singular = plural.char_indices().nth(word.chars().count()).map_or(plural, |(end, _)| &plural[..end]);
    let word = if folds_to(singular, word) { singular } else { word };
    behind_number(word, number, behind)
}

/// Whether a word is another one in the plural: `weeks`, `Wochen`, `fases`, `fasi`. Both are
/// folded.
fn is_plural(word: &str, plural: &str) -> bool {
    let shared = word.chars().zip(plural.chars()).take_while(|(one, many)| one == many).count();
    let (one, many) = (word.chars().count(), plural.chars().count());
    word != plural && shared >= 3.max(one - 1) && (one..=one + 2).contains(&many)
}

/// Reads what stands behind the word and the number of a stage.
fn behind_number(word: &str, number: StageNumber, behind: &str) -> Option<StageHeading> {
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
    let inside = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let (before, name) = inside.map_or((Marks::default(), name), |(inside, behind)| {
        let (kept, marks) = split_mark(inside, Case::Mixed);
        let is_running = status(&fold(inside), WrittenIn::Heading) == Some(Status::Running);
        let behind = behind.trim_start_matches([':', '：', '—', '–', '-', '.', '|', ',', ' ']);
        match (kept.is_empty() || is_running) && !behind.is_empty() {
            true => {
                let said = is_running.then(|| (fold(inside), Status::Running));
                (marks.or(Marks { current: Some(fold(inside)), said }), behind)
            }
            false => (Marks::default(), name),
        }
    });
    let (name, marks) = split_mark(name, Case::of(&[word, name]));
    let Marks { current: mark, said } = marks.or(before);
    Some(StageHeading { number, word: word.to_owned(), name, mark, said, clear })
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
    let (name, Marks { current: mark, said }) = split_mark(title, Case::of(&[title]));
    let folded = fold(&name);
    let is_called = |known: &&String| {
        folded.strip_prefix(known.as_str()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    let longest = policy.stage_names.iter().filter(is_called).max_by_key(|known| known.len())?;
    let index = policy.stage_names.iter().position(|known| known == longest)?;
    let clear = folded == *longest || folded[longest.len()..].trim_start().starts_with(['(', ':', '—', '–', '-']);
    Some(StageHeading { number: (u32::try_from(index).ok()? + 1).into(), word: String::new(), name, mark, said, clear })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(title: &str) -> Option<(String, String, Option<String>)> {
        stage_heading(title, &Policy::default()).map(|heading| (heading.number.to_string(), heading.name, heading.mark))
    }

    #[test]
    fn among_stages_a_heading_is_read_however_it_is_written() {
        let loose = |title: &str| {
            let heading = loose_stage_heading(title, &Policy::default())?;
            Some(format!("{} {}|{}", heading.word, heading.number, heading.name))
        };
        for (title, read) in [
            ("Stage II: Beta", "stage 2|Beta"),
            ("Stage2: Beta", "stage 2|Beta"),
            ("Stage #2 — Beta", "stage 2|Beta"),
            ("Stage no. 2: Beta", "stage 2|Beta"),
            (":rocket: :tada: Stage 2: Beta", "Stage 2|Beta"),
            ("Fase 2: Piloto", "fase 2|Piloto"),
            ("2. Stufe: Beta", "stufe 2|Beta"),
            ("第2段階：ベータ", "段階 2|ベータ"),
            ("第二阶段：公开测试", "阶段 2|公开测试"),
            ("阶段三", "阶段 3|"),
            ("Stage two", "stage 2|"),
            ("2nd stage: Beta", "stage 2|Beta"),
            ("2ª fase: Piloto", "fase 2|Piloto"),
            ("A) Stage 2: Beta", "stage 2|Beta"),
            ("(III) Stage 2: Beta", "stage 2|Beta"),
            ("Rollout Stage 2: Beta", "stage 2|Beta"),
            ("Lançamento — Etapa 2: Beta", "etapa 2|Beta"),
        ] {
            assert_eq!(loose(title).as_deref().map(fold), Some(fold(read)), "{title}");
        }
        for title in [
            "Stage gates", "Stages", "4. Stage overview", "Phase-out of the old page", "Stage X: Beta", "Rollback", "",
            "Release notes for stage 2", "A) Stage 2 in short", "cf. Stage 2: Beta", "Beta (Stage 2)",
        ] {
            assert_eq!(loose(title), None, "{title}");
        }
    }

    #[test]
    fn a_text_of_arrows_alone_takes_time_in_proportion() {
        assert_eq!(split_arrow(&"1 -> ".repeat(100_000)).len(), 100_001);
    }

    #[test]
    fn a_number_may_stand_behind_the_name() {
        let behind = |title: &str| {
            let heading = numbered_behind(title, &Policy::default())?;
            Some(format!("{} {}|{}", heading.word, heading.number, heading.name))
        };
        for title in ["Beta (Stage 2)", "Beta — Stage 2", "Beta: stage two", "Beta (2nd stage)"] {
            assert_eq!(behind(title).map(|read| fold(&read)).as_deref(), Some("stage 2|beta"), "{title}");
        }
        assert_eq!(behind("ベータ（第2段階）").as_deref(), Some("段階 2|ベータ"));
        for title in ["Beta", "Beta (limited)", "Before stage 2", "Beta (Stage 2 of 3)", "Beta — see Stage 2"] {
            assert_eq!(behind(title), None, "{title}");
        }
        let spoken = |title: &str| spoken_of(title, &Policy::default()).map(|number| number.to_string());
        for title in ["Beta, our stage 2", "Stage 2/3: Beta", "Einstieg in Stufe 2", "公開（第2段階）"] {
            assert_eq!(spoken(title).as_deref(), Some("2"), "{title}");
        }
        assert_eq!(spoken("Backstage 2"), None);
    }

    #[test]
    fn what_resembles_a_stage_is_told_from_other_titles() {
        let resembles = |title: &str| resembles_stage(title, &Policy::default());
        for title in ["Stgae 2: Beta", "Stage X: Beta", "Stage ?: Beta", "Stage [n]: Beta", "Phasse 3"] {
            assert!(resembles(title), "{title}");
        }
        for title in
            ["Stage gates: who", "Staged rollout: why", "Stages 1 and 2", "Tage 3: Beta", "Stage: Beta", "Storage 2"]
        {
            assert!(!resembles(title), "{title}");
        }
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
