//! Reads the names of stages in log cells, in declarations and in criteria.

use super::log::{Point, Route};
use crate::config::{Policy, closest};
use crate::stage_heading::{StageHeading, split_arrow};
use crate::stage_number::StageNumber;
use crate::text::{Span, fold, is_cjk};
use crate::words::entries::without_from;
use crate::words::gates::ends_with_to;
use crate::words::stages;
use crate::words::status::{Status, WrittenIn, status};

/// What a plan says of its own stage, outside the decision log.
#[derive(Clone, Debug)]
pub struct Declared {
    /// What it says.
    pub stage: DeclaredStage,
    /// The words.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A stage as a plan declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeclaredStage {
    /// Not begun.
    Planned,
    /// One of its stages.
    Stage(StageNumber),
    /// All is done: the last stage.
    Completed,
    /// Given up.
    Aborted,
    /// No stage of this plan.
    Unknown,
}

/// The names of a plan's stages.
#[derive(Clone, Debug, Default)]
pub struct StageNames {
    stages: Vec<StageName>,
    words: Vec<String>,
    /// The first letters of the words in the headings of the plan's own stages, folded.
    letters: Vec<char>,
}

#[derive(Clone, Debug)]
struct StageName {
    number: StageNumber,
    /// The folded name, empty when it has none.
    name: String,
    /// The folded first word of the name.
    first_word: String,
    /// The folded name in the configuration, `25 %` of `25 % of users`.
    called: Option<String>,
}

impl StageNames {
    /// Collects the names of a plan's stages.
    pub fn new<'a>(headings: impl Iterator<Item = &'a StageHeading>, policy: &Policy) -> StageNames {
        let called = |heading: &StageHeading| {
            let position = (heading.number.start() as usize).checked_sub(1).filter(|_| heading.word.is_empty());
            position.and_then(|position| policy.stage_names.get(position)).cloned()
        };
        let name_of = |heading: &StageHeading| StageName {
            number: heading.number,
            name: fold(&heading.name),
            first_word: fold(heading.first_word()),
            called: called(heading),
        };
        let mut letters: Vec<char> = Vec::new();
        let mut named: Vec<StageName> = Vec::new();
        for heading in headings {
            letters.extend(fold(&heading.word).chars().next().filter(char::is_ascii_alphabetic));
            named.push(name_of(heading));
        }
        named.sort_by_key(|stage| stage.number);
        let mut words = policy.stage_words.clone();
        words.extend(stages::HEADINGS_AMONG_STAGES.iter().map(str::to_owned));
        StageNames { stages: named, words, letters }
    }

    /// The words that head stages, folded: those of the team, and those of other languages.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// The numbers of all stages, in their order.
    pub fn numbers(&self) -> impl DoubleEndedIterator<Item = StageNumber> {
        self.stages.iter().map(|stage| stage.number)
    }

    /// The number of the first stage; the lowest one without stages.
    pub fn first(&self) -> StageNumber {
        self.numbers().next().unwrap_or(StageNumber::LOWEST)
    }

    /// The number of the last stage; the lowest one without stages.
    pub fn last(&self) -> StageNumber {
        self.numbers().next_back().unwrap_or(StageNumber::LOWEST)
    }

    /// The number of the next stage.
    pub fn after(&self, number: StageNumber) -> Option<StageNumber> {
        self.numbers().find(|other| *other > number)
    }

    /// The number of the stage with this name.
    pub fn named(&self, name: &str) -> Option<StageNumber> {
        let key = fold(name);
        self.stages.iter().find(|stage| !key.is_empty() && stage.name == key).map(|stage| stage.number)
    }

    /// Whether the plan has a stage with this number.
    pub fn has(&self, number: StageNumber) -> bool {
        self.numbers().any(|other| other == number)
    }

    /// The stage that takes the place of a number: the one that has it, or a range that it is in.
    pub(super) fn at(&self, number: StageNumber) -> Option<StageNumber> {
        let has_place = |number: StageNumber| self.numbers().find(|stage| stage.covers(number));
        // `2-3` in a plan without such a range begins with the number of a stage.
        has_place(number).or_else(|| has_place(number.start().into()).filter(|_| number.is_range()))
    }

    /// Finds a stage by its number, its number with its word, its name, or the first word of its
    /// name.
    pub fn find(&self, text: &str) -> Option<StageNumber> {
        let folded = fold(text);
        let said = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != ')' && c != '(');
        let bare = self.without_word(said).unwrap_or(said);
        let is_named = |stage: &&StageName, name: &str| {
            stage.name == name || stage.called.as_deref() == Some(name) || stage.name.split(" (").next() == Some(name)
        };
        let named = |name: &str| self.stages.iter().find(|stage| !stage.name.is_empty() && is_named(stage, name));
        // A name may begin with a digit: `3 schools`, `10 %`.
        if let Some(stage) = named(said) {
            return Some(stage.number);
        }
        if let Some((number, rest)) = StageNumber::read_start(bare)
            && !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/'))
            && !rest.trim_start().starts_with('%')
        {
            return self.at(number);
        }
        let called = |word: &str| {
            let mut found = self.stages.iter().filter(|stage| !stage.first_word.is_empty() && stage.first_word == word);
            // A first word that two stages share names neither of them.
            found.next().filter(|_| found.next().is_none())
        };
        let remark = stages::REMARKS.iter().fold(bare, |text, mark| text.split(mark).next().unwrap_or(text));
        called(said)
            .or_else(|| named(bare))
            .or_else(|| called(bare))
            .or_else(|| called(remark))
            .or_else(|| self.called_for_short(said))
            .or_else(|| self.named_second(said))
            .or_else(|| self.lettered(text, bare))
            .map(|stage| stage.number)
            .or_else(|| self.in_other_writing(said, bare))
    }

    /// The only stage that has a folded text as its second name, behind a dash: `Canary` is
    /// `1% – Canary`.
    fn named_second(&self, folded: &str) -> Option<&StageName> {
        let second = |name: &str| {
            [" – ", " — ", " - "].iter().any(|dash| name.rsplit_once(dash).is_some_and(|(_, name)| name == folded))
        };
        let mut meant = self.stages.iter().filter(|stage| second(&stage.name));
        meant.next().filter(|_| meant.next().is_none())
    }

    /// The only stage that a folded text calls by its short name, or by its name in full where the
    /// plan has the short one: `GA`, `General availability`.
    fn called_for_short(&self, folded: &str) -> Option<&StageName> {
        let short = stages::SHORT_NAMES.meaning(folded)?;
        let is_meant = |stage: &&StageName| {
            let bare = stage.name.split(" (").next().unwrap_or_default();
            stages::SHORT_NAMES.meaning(bare) == Some(short)
        };
        let mut meant = self.stages.iter().filter(is_meant);
        meant.next().filter(|_| meant.next().is_none())
    }

    /// The only stage whose name is the word for stages with a letter, by its letter alone: `A` is
    /// `Phase A`. A small letter may be a word.
    fn lettered(&self, text: &str, bare: &str) -> Option<&StageName> {
        let mut letters = bare.chars();
        let is_letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        if !is_letter || !text.contains(char::is_uppercase) {
            return None;
        }
        let is_called = |name: &str| self.without_word(name) == Some(bare);
        let mut meant =
            self.stages.iter().filter(|stage| is_called(&stage.name) || stage.called.as_deref().is_some_and(is_called));
        meant.next().filter(|_| meant.next().is_none())
    }

    /// The stage that a text means by a number that is no Arabic one: `Stage II`, `第2段階`.
    fn in_other_writing(&self, said: &str, bare: &str) -> Option<StageNumber> {
        let upper = bare.to_uppercase();
        if let Some((number, "")) = StageNumber::read_loosely(&upper) {
            return self.at(number);
        }
        self.by_ordinal(said)
    }

    /// The stage of a text such as `第2段階`.
    fn by_ordinal(&self, said: &str) -> Option<StageNumber> {
        let said = said.strip_prefix('第')?;
        let (number, rest) = StageNumber::read_loosely(said)?;
        let is_word = self.words.iter().any(|word| rest == word);
        self.at(number).filter(|_| is_word)
    }

    /// All stages that a text names: `Stage 1`, `Stages 0-2`, `Alpha and Beta`, `All stages`.
    pub(crate) fn all_in(&self, text: &str) -> Vec<StageNumber> {
        let folded = fold(text);
        if folded.split_whitespace().any(|word| stages::ALL.has(word)) {
            return self.numbers().collect();
        }
        let mut named = Vec::new();
        let listed = stages::BETWEEN.replaced_in(&folded, ",");
        for part in listed.split([',', '&', '/', '+', ';']) {
            match numbers_in(part)[..] {
                [range] if range.is_range() => named.extend(self.numbers().filter(|number| range.overlaps(*number))),
                [only] => named.extend(self.at(only)),
                [first, last] if part.contains(['-', '–', '—']) => {
                    named.extend(self.numbers().filter(|number| (first..=last).contains(number)));
                }
                _ => named.extend(self.find(part)),
            }
        }
        named
    }

    /// The stages that a row of a table is about, by any word of a name that no other stage has, or
    /// by the first letters of the name, too: `Alpha` is `Internal Alpha`, `GA` is `General
    /// Availability`. Nothing is decided by such a row.
    pub(crate) fn all_meant_by(&self, text: &str) -> Vec<StageNumber> {
        let named = self.all_in(text);
        if !named.is_empty() {
            return named;
        }
        let folded = fold(text);
        let words = |name: &str| -> Vec<String> {
            name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let is_meant = |stage: &&StageName| {
            let words = words(&stage.name);
            let letters: String = words.iter().filter_map(|word| word.chars().next()).collect();
            words.contains(&folded) || (words.len() > 1 && letters == folded)
        };
        let mut meant = self.stages.iter().filter(is_meant);
        let only = meant.next().filter(|_| meant.next().is_none());
        only.map(|stage| stage.number).into_iter().collect()
    }

    /// Finds a stage by a text that is nothing else: its number, its number with its word, its
    /// name, or the first word of its name.
    pub(crate) fn find_exactly(&self, text: &str) -> Option<StageNumber> {
        let folded = fold(text);
        // Most texts are neither, and end here.
        let is_name = || self.is_whole_name(&folded) || self.by_ordinal(&folded).is_some();
        let may_be_one = folded.parse::<StageNumber>().is_ok() || is_name();
        if may_be_one { self.find(&folded) } else { None }
    }

    /// Whether a folded text names a stage and nothing else, with the word for stages on either
    /// side: `Stage 2`, `Beta stage`, `Beta阶段`.
    pub(crate) fn is_stage(&self, folded: &str) -> bool {
        let behind = |word: &String| {
            let name = folded.strip_suffix(word.as_str())?;
            (name.ends_with(' ') || word.contains(is_cjk)).then(|| name.trim_end())
        };
        self.find_exactly(folded).is_some()
            || self.words.iter().filter_map(behind).any(|name| self.find_exactly(name).is_some())
    }

    /// Whether a text speaks of a stage by its word and number: `Stage 1 complete`.
    pub fn mentions(&self, text: &str, number: StageNumber) -> bool {
        self.numbers_behind_words(&fold(text)).any(|(read, _)| read == number)
    }

    /// The stages that a text speaks of by their word and number, and whether it leads there: `to
    /// move to phase 3`.
    pub(crate) fn all_mentioned(&self, text: &str) -> Vec<(StageNumber, bool)> {
        let folded = format!(" {}", fold(text));
        let numbers = self.numbers_behind_words(&folded);
        let found = numbers.filter_map(|(number, at)| Some((self.at(number)?, ends_with_to(&folded[..at]))));
        found.collect()
    }

    /// The numbers behind a word for stages in a folded text, with the places of the words.
    fn numbers_behind_words<'t>(&self, folded: &'t str) -> impl Iterator<Item = (StageNumber, usize)> + use<'_, 't> {
        let words = self.words.iter().flat_map(|word| folded.match_indices(word.as_str()));
        words.filter_map(move |(at, word)| {
            let left = &folded[at + word.len()..];
            let behind = left.trim_start_matches(|c: char| !c.is_alphanumeric());
            let is_whole = !folded[..at].ends_with(char::is_alphanumeric) && behind.len() < left.len();
            is_whole.then(|| StageNumber::read_start(behind)).flatten().map(|(number, _)| (number, at))
        })
    }

    fn without_word<'a>(&self, folded: &'a str) -> Option<&'a str> {
        self.words.iter().find_map(|word| {
            let rest = folded.strip_prefix(word.as_str())?;
            // In scripts that do not separate words no space follows, and none has to before a
            // digit: `Stage1`.
            let is_joined = word.starts_with(|c| c >= '\u{2e80}') && !rest.is_empty();
            let is_joined = is_joined || rest.starts_with(|c: char| c.is_ascii_digit());
            rest.strip_prefix(' ').or(is_joined.then_some(rest))
        })
    }

    /// The name that somebody probably meant.
    pub(crate) fn did_you_mean(&self, text: &str) -> Option<String> {
        let names: Vec<String> =
            self.stages.iter().flat_map(|stage| [stage.name.clone(), stage.first_word.clone()]).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).chain(["planned", "completed", "aborted"]).collect();
        closest(text, &names).map(str::to_owned)
    }

    /// The stages in words, for help: `0, 1, 2 or 3`.
    pub fn in_words(&self) -> String {
        self.in_words_of(|_| true)
    }

    /// The same of some stages.
    pub(crate) fn in_words_of(&self, is_meant: impl Fn(StageNumber) -> bool) -> String {
        let numbers: Vec<String> = self.numbers().filter(|number| is_meant(*number)).map(|n| n.to_string()).collect();
        match numbers.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => "none: it has no stages".to_owned(),
        }
    }

    /// Reads the stage cell of a log row.
    pub(crate) fn read_route(&self, text: &str) -> Route {
        // `2-3` is a step, unless a stage is called so.
        if let Some(number) = text.trim().parse().ok().filter(|number| self.has(*number)) {
            return Route::At(Point::Stage(number));
        }
        let parts = self.route_ends(text);
        let ends: Vec<Option<Point>> = parts.iter().map(|part| self.read_point(part)).collect();
        match (&parts[..], &ends[..]) {
            ([text], [Some(_)]) if self.has_two_stages(text) => Route::Unknown(text.trim().to_owned()),
            ([_], [Some(point)]) => Route::At(*point),
            ([from, _], [_, Some(to)]) if from.trim().is_empty() => Route::At(*to),
            ([_, _], [Some(from), Some(to)]) => Route::Move(*from, *to),
            ([from, _], [None, Some(to)]) if self.is_before_first(from, *to) => Route::Move(Point::Planned, *to),
            ([from, to], _) if from.is_empty() || to.is_empty() => Route::Unknown(text.trim().to_owned()),
            ([_, _], [None, _]) => Route::Unknown(parts[0].trim().to_owned()),
            ([_, _], [_, None]) => Route::Unknown(parts[1].trim().to_owned()),
            _ => Route::Unknown(text.trim().to_owned()),
        }
    }

    /// Whether a way to the first stage begins at a number below it that no stage has, as people
    /// write the start: `0→1`.
    fn is_before_first(&self, from: &str, to: Point) -> bool {
        let folded = fold(from);
        self.without_word(&folded).unwrap_or(&folded).trim() == "0" && to == Point::Stage(self.first())
    }

    /// The words of a stage cell, folded, that name neither of its stages: `1→2 (EU)`.
    pub(super) fn route_remark(&self, text: &str) -> Vec<String> {
        let ends = self.route_ends(text);
        let is_start = |from: &str, to: &str| self.read_point(to).is_some_and(|to| self.is_before_first(from, to));
        let own = match &ends[..] {
            [from, to] if is_start(from, to) => &ends[1..],
            ends => ends,
        };
        own.iter().flat_map(|end| self.point_remark(end)).collect()
    }

    /// The ends of a way between stages: `1→2`, `from 1 to 2`, `1 a 2`.
    fn route_ends(&self, text: &str) -> Vec<String> {
        let mut ends = split_arrow(text);
        match &mut ends[..] {
            [from, _] => {
                if let Some(left) = without_from(&fold(from)).filter(|left| self.find_exactly(left).is_some()) {
                    *from = left.to_owned();
                }
            }
            [only] => return self.ends_beside_word(only).unwrap_or(ends),
            _ => {}
        }
        ends
    }

    fn point_remark(&self, text: &str) -> Vec<String> {
        let folded = fold(text);
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let Some(point) = self.read_point(&folded) else { return words(&folded) };
        if self.called_for_short(&folded).is_some() {
            return Vec::new();
        }
        let named = self.stages.iter().find(|stage| point == Point::Stage(stage.number));
        let name = named.map(|stage| words(&stage.name)).unwrap_or_default();
        let number = point.stage().map(|number| number.to_string());
        // `Stage2`, `S2`
        let is_joined = |word: &str| {
            word.ends_with(|c: char| c.is_ascii_digit())
                && self.find(word).or_else(|| self.by_letter(word)).map(Point::Stage) == Some(point)
        };
        let is_name = |word: &String| {
            name.contains(word)
                || Some(word) == number.as_ref()
                || self.words.contains(word)
                || is_joined(word)
                || (named.is_none() && status(word, WrittenIn::LogCell).is_some())
        };
        words(&folded).into_iter().filter(|word| !is_name(word)).collect()
    }

    pub(super) fn read_point(&self, text: &str) -> Option<Point> {
        if let Some(number) = self.find(text).or_else(|| self.by_letter(&fold(text))) {
            return Some(Point::Stage(number));
        }
        match status(&fold(text), WrittenIn::LogCell)? {
            Status::Planned => Some(Point::Planned),
            Status::Aborted => Some(Point::Aborted),
            Status::Running | Status::Completed | Status::Held => None,
        }
    }

    /// The stage that a folded text names by the first letter of the plan's word for stages, and
    /// its number: `S2`. In running text that may be anything else.
    fn by_letter(&self, folded: &str) -> Option<StageNumber> {
        let number = folded.trim().strip_prefix(|c: char| self.letters.contains(&c))?;
        let is_number = number.starts_with(|c: char| c.is_ascii_digit());
        number.parse().ok().filter(|_| is_number).and_then(|number| self.at(number))
    }

    pub(super) fn is_whole_name(&self, folded: &str) -> bool {
        let numbered = self.without_word(folded).is_some_and(|rest| {
            let name = StageNumber::read_start(rest).map_or(rest, |(_, name)| name);
            let name = name.trim_start_matches([' ', ':', '—', '–', '-', '(']);
            let open = name.trim_end_matches(')');
            let is_name = |stage: &StageName| stage.name == name || stage.name == open || stage.first_word == open;
            name.is_empty() || self.stages.iter().any(is_name)
        });
        let is_called = |stage: &StageName| {
            [&stage.name, &stage.first_word].iter().any(|name| *name == folded)
                || stage.called.as_deref() == Some(folded)
                || stage.name.split(" (").next() == Some(folded)
        };
        numbered || self.stages.iter().any(is_called) || self.called_for_short(folded).is_some()
    }
}

/// The numbers in a text, one after the other.
fn numbers_in(text: &str) -> Vec<StageNumber> {
    let mut numbers = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let Some((number, behind)) = StageNumber::read_start(&rest[at..]) else { break };
        numbers.push(number);
        rest = behind;
    }
    numbers
}

/// What a stage is called in full, by its title and its name: `Stage 1: Alpha`. One without a
/// number has its name for a title.
pub(crate) fn full_title(title: &str, name: &str) -> String {
    if name.is_empty() || name == title { title.to_owned() } else { format!("{title}: {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage_heading::stage_heading;
    use crate::template::built_in;

    fn names() -> StageNames {
        StageNames::new(built_in().stages.iter(), &Policy::default())
    }

    #[test]
    fn a_stage_is_found_by_every_name_it_has() {
        for text in ["3", "Stage 3", "stage 3: GA", "GA (Full Release)", "ga", "**GA**", "Phase 3", "3 (GA)"] {
            assert_eq!(names().find(text), Some(3.into()), "{text}");
        }
        for text in ["4", "Stage 4", "Gamma", "3%", "1.5", "Full", ""] {
            assert_eq!(names().find(text), None, "{text}");
        }
    }

    #[test]
    fn a_stage_is_found_by_its_name_in_the_configuration() {
        let policy = Policy { stage_names: vec!["5 %".to_owned(), "25 %".to_owned()], ..Policy::default() };
        let headings = ["5 % der Filialen", "25 % der Filialen"].map(|title| stage_heading(title, &policy));
        let names = StageNames::new(headings.iter().flatten(), &policy);
        for (text, stage) in [("25 %", Some(2)), ("5 %", Some(1)), ("25 % der Filialen", Some(2)), ("50 %", None)] {
            assert_eq!(names.find_exactly(text), stage.map(StageNumber::from), "{text}");
        }
    }

    #[test]
    fn a_stage_is_found_by_its_letter() {
        let policy = Policy { stage_names: vec!["phase a".to_owned(), "phase b".to_owned()], ..Policy::default() };
        let headings = ["Phase A – Staff", "Phase B – Beta"].map(|title| stage_heading(title, &policy));
        let names = StageNames::new(headings.iter().flatten(), &policy);
        let step = Route::Move(Point::Stage(1.into()), Point::Stage(2.into()));
        for text in ["A→B", "Phase A → B", "A -> Phase B"] {
            assert_eq!(names.read_route(text), step, "{text}");
        }
        for text in ["a→b", "B→C"] {
            assert!(matches!(names.read_route(text), Route::Unknown(_)), "{text}");
        }
    }

    #[test]
    fn a_stage_is_found_by_its_short_name() {
        let named = |titles: &[&str]| {
            let headings: Vec<_> = titles.iter().filter_map(|title| stage_heading(title, &Policy::default())).collect();
            StageNames::new(headings.iter(), &Policy::default())
        };
        let english = named(&["Stage 1: Early access", "Stage 2: General availability (all shops)"]);
        let step = Route::Move(Point::Stage(1.into()), Point::Stage(2.into()));
        for text in ["1 → GA", "EA → GA", "Early access → GA", "EA → General availability"] {
            assert_eq!(english.read_route(text), step, "{text}");
            assert_eq!(english.route_remark(text), [""; 0], "{text}");
        }
        assert_eq!(english.find_exactly("GA"), Some(2.into()));
        assert_eq!(english.find_exactly("RC"), None);
        let portuguese = named(&["Phase 1: Acesso antecipado", "Phase 2: Disponibilidade geral"]);
        assert_eq!(portuguese.find_exactly("GA"), Some(2.into()));
        // The plan's own short name is met in full, and one that two stages share names neither.
        assert_eq!(names().find_exactly("General availability"), Some(3.into()));
        let twice = named(&["Stage 1: General availability", "Stage 2: GA (other regions)"]);
        assert_eq!(twice.find("General release"), None);
    }

    #[test]
    fn several_stages_are_found_in_one_text() {
        for (text, stages) in [
            ("Stages 0-1", &[0, 1][..]),
            ("Stage 0 and Stage 1", &[0, 1]),
            ("All stages", &[0, 1, 2, 3]),
            ("Alpha, Beta", &[1, 2]),
            ("Sales", &[]),
        ] {
            assert_eq!(
                names().all_in(text),
                stages.iter().copied().map(StageNumber::from).collect::<Vec<_>>(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_route_is_read_however_the_arrow_is_written() {
        let step = Route::Move(Point::Stage(1.into()), Point::Stage(2.into()));
        for text in [
            "1→2", "1-2", "1 > 2", "1 -> 2", "1=>2", "1 to 2", "Stage 1 → Stage 2", "Alpha → Beta",
            "1 ➔ Beta (Limited Release)",
        ] {
            assert_eq!(names().read_route(text), step, "{text}");
        }
        assert_eq!(names().read_route("2→GA"), Route::Move(Point::Stage(2.into()), Point::Stage(3.into())));
        assert_eq!(names().read_route("→2"), Route::At(Point::Stage(2.into())));
        assert_eq!(names().read_route("2"), Route::At(Point::Stage(2.into())));
        for text in ["from 1 to 2", "From Alpha to Beta", "S1→S2", "Stage1->Stage2"] {
            let step = Route::Move(Point::Stage(1.into()), Point::Stage(2.into()));
            assert_eq!(names().read_route(text), step, "{text}");
            assert!(names().route_remark(text).is_empty() || text.starts_with('S'), "{text}");
        }
        assert!(matches!(names().read_route("2→—"), Route::Unknown(_)));
        assert!(matches!(names().read_route("from 1 or 0 to 2"), Route::Unknown(_)));
        assert_eq!(names().route_remark("Stage1→Stage2 (pending)"), ["pending"]);
        assert_eq!(names().read_route("v1→v2"), Route::Unknown("v1".to_owned()));
        assert_eq!(names().read_route("1→X2"), Route::Unknown("X2".to_owned()));
        assert_eq!(names().read_route("planned→0"), Route::Move(Point::Planned, Point::Stage(0.into())));
        assert_eq!(names().read_route("1→7"), Route::Unknown("7".to_owned()));
        assert_eq!(names().read_route("0→1→2"), Route::Unknown("0→1→2".to_owned()));
    }

    #[test]
    fn what_stands_beside_the_stages_is_a_remark() {
        for plain in ["1→2", "Stage 1 → Stage 2", "1 ➔ Beta (Limited Release)", "planned→0", "Stage 1: Alpha → 2"]
        {
            assert_eq!(names().route_remark(plain), [""; 0], "{plain}");
        }
        assert_eq!(names().route_remark("1→2 (EU)"), ["eu"]);
        assert_eq!(names().route_remark("1 (Beta) → 2"), ["beta"]);
    }
}
