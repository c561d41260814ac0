//! What a change did to the words of a statement of a gate. A gate must read as it did: this is the
//! one place that says which other words still say the same.

mod excuse;

use super::note::{Bracket, bare_statement, is_result_alone, tells_each, tells_unmet, without_bracket};
use super::remark::{Beside, behind_mark, beside, heads, is_apart, is_remark};
use super::slip::is_slip;
use crate::markdown::{self, inline};
use crate::plan::BETWEEN_CELLS;
use crate::plan::measure::{
    Purpose, ResultOf, Strictness, bounds_behind, compare, demands_less_with, goes_off_no_later, narrows, read_bound,
    result_in, result_inside, words_beside_numbers,
};
use crate::text::{fold, is_raised, without_spaces};
use crate::words::bounds::{LASTING, RANGES};
use crate::words::qualifiers::{Qualifier, qualifier};
use crate::words::remarks::{RESULTS, SO_FAR};
use crate::words::units::{DATA, TIME};
use std::borrow::Cow;

/// A statement of a gate as one version has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wording<'v> {
    /// Its line or cell of Markdown.
    pub(crate) line: &'v str,
    /// Whether a reason says that it need not hold.
    pub(crate) is_excused: bool,
}

impl Wording<'_> {
    /// Its words as a reader sees them, folded.
    pub(crate) fn key(&self) -> String {
        fold(&inline::visible(self.line))
    }

    /// The statement, folded, where what stands behind it tells that it is not met. What the cells
    /// of a row and the items below it tell is read elsewhere.
    pub(crate) fn unmet(&self) -> Option<String> {
        if self.line.contains(BETWEEN_CELLS) || self.line.contains('\n') {
            return None;
        }
        let text = plain(&inline::visible(&inline::kept(self.line)));
        let is_unmet = |head: &&str| {
            let texts = Texts { old: head, new: &text, kind: Kind::Criterion };
            tells_unmet(&text[head.len()..], head) && texts.remark(head) == Some(Rewording::TakenBack)
        };
        heads(&text).map(|(head, _)| head).find(is_unmet).map(fold)
    }

    /// Whether brackets in it wait for a value.
    pub(crate) fn is_open(&self) -> bool {
        inline::brackets(self.line).next().is_some()
    }

    /// Whether it is nothing but brackets that wait for a value.
    pub(crate) fn is_blank(&self) -> bool {
        let mut at = 0;
        let mut outside = String::new();
        for (whole, _) in inline::brackets(self.line) {
            outside.push_str(&self.line[at..whole.start]);
            at = whole.end;
        }
        outside.push_str(&self.line[at..]);
        self.is_open() && !outside.chars().any(char::is_alphanumeric)
    }
}

/// What a change did to the words of a statement, in the order of how far it is from saying the
/// same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rewording {
    /// Nothing: it says the same.
    Same,
    /// It filled the placeholders of the template in.
    Filled,
    /// It put a remark beside the old words.
    Remark,
    /// It demands more.
    Stricter,
    /// It mended or made a slip of the pen in one word.
    Slip,
    /// It dropped or changed a bracket without a number behind the statement.
    Bracket,
    /// It worded an alarm anew, which goes off as early as before.
    Rephrased,
    /// It put something beside the old words that takes them back, or that goes on with them.
    TakenBack,
    /// It struck the statement, or marked it N/A, with a reason.
    Excused,
    /// It demands less.
    Laxer,
    /// It says something else.
    Other,
}

/// What a statement is for, by which other words of it are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It must be met.
    Criterion,
    /// It makes the team go back. People may word it anew.
    Trigger,
    /// The threshold of a guardrail, with what that is for.
    Threshold(Purpose),
}

impl Kind {
    fn purpose(self) -> Purpose {
        match self {
            Kind::Criterion => Purpose::Hold,
            Kind::Trigger => Purpose::Alarm,
            Kind::Threshold(purpose) => purpose,
        }
    }
}

/// What a change did to the words of a statement. `known` are the folded statements of the
/// template: a slip may mend their words, not make them.
pub(crate) fn reworded(before: Wording, after: Wording, kind: Kind, known: &[String]) -> Rewording {
    if let Some((old, new)) = with_remarks_behind(before, after, kind, known) {
        return reworded(Wording { line: &old, ..before }, Wording { line: &new, ..after }, kind, known);
    }
    let is_excused = after.is_excused();
    if before.is_excused() {
        // What was not asked for is still not asked for, or is asked for again.
        return if is_excused { Rewording::Same } else { Rewording::Stricter };
    }
    let (old, purpose) = (plain(&inline::said(before.line)), kind.purpose());
    // What is struck without a reason does not count any more. The text of a link may be a remark,
    // or a part of the statement.
    let line = if is_excused { Cow::Borrowed(after.line) } else { inline::kept(after.line) };
    let readings = markdown::with_links_cut_off(&line).into_iter().map(|text| plain(&text));
    let kinds = readings.map(|new| {
        let texts = Texts { old: &old, new: &new, kind };
        texts.without_same_source().judged(before.is_open(), known)
    });
    let kind = kinds.min().unwrap_or(Rewording::Other);
    // The reason may stand in the place of the statement: `N/A — no support team`.
    let is_excused = is_excused && (kind < Rewording::Excused || (kind == Rewording::Other && after.is_reason_alone()));
    // A reason lowers no number of the same statement.
    let is_other = |new: String| compare(&old, &new, purpose) != Strictness::Laxer;
    let is_replaced = || kind == Rewording::Other && after.replacement().is_some_and(is_other);
    if is_excused || is_replaced() { Rewording::Excused } else { kind }
}

/// Whether a note in another cell of its row takes a statement back, or tells of it what breaks its
/// bound: `refused`, `3.4%` beside `< 1%`.
pub(crate) fn is_taken_back_by(statement: &str, note: &str, kind: Kind) -> bool {
    let (old, note) = (plain(statement), plain(&inline::said(note)));
    let texts = Texts { old: &old, new: &format!("{old} — {note}"), kind };
    matches!(texts.remark(&old), Some(Rewording::TakenBack | Rewording::Laxer))
}

/// Two versions of a row whose cells are as before, with what a change put beside the words of one
/// of them behind the last one, where it is judged by the whole row. What stood beside them and
/// demanded nothing is left out. `None` where no remark stands in between.
fn with_remarks_behind(before: Wording, after: Wording, kind: Kind, known: &[String]) -> Option<(String, String)> {
    let old: Vec<&str> = before.line.split(BETWEEN_CELLS).collect();
    let new: Vec<&str> = after.line.split(BETWEEN_CELLS).collect();
    let ((last_old, others_old), (last, others)) = (old.split_last()?, new.split_last()?);
    if old.len() != new.len() || others.is_empty() {
        return None;
    }
    let (mut bases, mut cells, mut remarks): (Vec<&str>, Vec<&str>, String) = Default::default();
    for (old, new) in others_old.iter().zip(others) {
        if old == new {
            bases.push(old);
            cells.push(new);
            continue;
        }
        let cell = |line| Wording { line, is_excused: false };
        let bare = bare_statement(old);
        let kept = bare.unwrap_or(old);
        let shown = || Some(inline::visible(new).strip_prefix(&*inline::visible(kept))?.to_owned());
        let remark = match reworded(cell(kept), cell(new), kind, known) {
            Rewording::Same if bare.is_some() => Some(String::new()),
            Rewording::Remark => new.strip_prefix(kept).map(str::to_owned).or_else(shown),
            _ => None,
        };
        match remark {
            Some(remark) => {
                remarks.push_str(&remark);
                bases.push(kept);
                cells.push(kept);
            }
            None => {
                bases.push(old);
                cells.push(new);
            }
        }
    }
    let is_moved = cells != others || bases != others_old;
    bases.push(last_old);
    cells.push(last);
    is_moved.then(|| (bases.join(BETWEEN_CELLS), cells.join(BETWEEN_CELLS) + &remarks))
}

/// The texts of a statement before and after, as a reader sees them.
#[derive(Clone, Copy)]
struct Texts<'t> {
    old: &'t str,
    new: &'t str,
    kind: Kind,
}

impl Texts<'_> {
    /// What became of the words. What stood beside them and demanded nothing may have gone, or say
    /// something else now.
    fn judged(self, is_open: bool, known: &[String]) -> Rewording {
        let kind = self.judged_whole(is_open, known);
        if is_open || kind <= Rewording::Stricter {
            return kind;
        }
        let bare = bare_statement(self.old).filter(|bare| !self.hides_bad_news(bare));
        bare.map_or(kind, |old| kind.min(Texts { old, ..self }.judged_whole(false, known)))
    }

    /// Whether a result that broke the bound of a statement went, and no other one stands there.
    /// How far something was on its way to its bound broke nothing: `48 h so far`.
    fn hides_bad_news(self, bare: &str) -> bool {
        let bare = fold(bare);
        let behind = |text: &str| fold(text).split_once(&*bare).map(|(_, behind)| behind.to_owned());
        let result = |text: &str| behind(text).and_then(|behind| result_in(&behind, &bare));
        let is_on_its_way = || {
            let grows = !read_bound(&bare).is_some_and(|bound| bound.is_upper());
            grows && behind(self.old).is_some_and(|behind| SO_FAR.any_in(&behind))
        };
        let is_bad = self.kind.purpose() == Purpose::Hold && result(self.old) == Some(ResultOf::Broken);
        is_bad && !is_on_its_way() && result(self.new).is_none()
    }

    /// What became of the words with all that stands beside them. Each way of saying the same is
    /// tried in turn.
    fn judged_whole(self, is_open: bool, known: &[String]) -> Rewording {
        let Texts { old, new, .. } = self;
        if is_same(old, new) {
            return Rewording::Same;
        }
        if is_open {
            return if fills(&fold(old), &fold(new)) { Rewording::Filled } else { Rewording::Other };
        }
        self.by_words()
            .or_else(|| self.behind_mark(known))
            .or_else(|| self.by_other_words(known))
            .unwrap_or(Rewording::Other)
    }

    /// What became of the words where they are the same but for numbers, and what stands beside
    /// them.
    fn by_words(self) -> Option<Rewording> {
        let result = || {
            let is_kept = result_inside(self.old, self.new)? == ResultOf::Kept;
            Some(if is_kept { Rewording::Remark } else { Rewording::TakenBack })
        };
        let bound = |(head, beside): (&str, Beside)| self.bound_with(head, beside);
        let words = || self.remark(self.old).or_else(result).or_else(|| self.by_numbers());
        if is_same(self.old, self.new) {
            return Some(Rewording::Same);
        }
        words().or_else(|| heads(self.new).find_map(bound))
    }

    fn by_other_words(self, known: &[String]) -> Option<Rewording> {
        self.by_alarm()
            .or_else(|| self.by_bound_behind())
            .or_else(|| self.by_slip(known))
            .or_else(|| self.by_bracket())
            .or_else(|| self.by_result())
            .or_else(|| self.by_template(known))
            .or_else(|| self.by_things_in_bracket())
    }

    /// The statement with its bound in a bracket behind what came out: `Error rate 0.2% (< 1%)`,
    /// `3 open tickets (at most 5)`.
    fn by_bound_behind(self) -> Option<Rewording> {
        if self.kind.purpose() != Purpose::Hold {
            return None;
        }
        let judged = bounds_behind(self.new).into_iter().filter_map(|(statement, result)| {
            let kind = Texts { new: &statement, ..self }.by_words()?;
            let is_good = result == ResultOf::Kept;
            Some(if is_good { kind.max(Rewording::Remark) } else { kind.max(Rewording::TakenBack) })
        });
        judged.min()
    }

    /// A slip of the pen, with a remark behind it or without.
    fn by_slip(self, known: &[String]) -> Option<Rewording> {
        let old = fold(self.old);
        if is_slip(&old, &fold(self.new), known) {
            return Some(Rewording::Slip);
        }
        let (head, _) = heads(self.new).find(|(head, _)| is_slip(&old, &fold(head), known))?;
        Some(Texts { old: head, ..self }.remark(head)?.max(Rewording::Slip))
    }

    /// What became of the words behind a ticket, a day or a login, which demands nothing.
    fn behind_mark(self, known: &[String]) -> Option<Rewording> {
        let texts = Texts { new: behind_mark(self.new)?, ..self };
        Some(texts.by_words().or_else(|| texts.by_other_words(known))?.max(Rewording::Remark))
    }

    /// The texts without the mark of a source at their ends, `[1]`, where both have the same.
    fn without_same_source(self) -> Self {
        let cut = || {
            let ((old, mark), (new, other)) = (self.old.rsplit_once(' ')?, self.new.rsplit_once(' ')?);
            let number = mark.strip_prefix('[')?.strip_suffix(']')?;
            (mark == other && inline::is_scholarly(number)).then_some(Texts { old, new, ..self })
        };
        cut().unwrap_or(self)
    }

    fn by_numbers(self) -> Option<Rewording> {
        let Texts { old, new, .. } = self;
        match compare(old, new, self.kind.purpose()) {
            Strictness::Same | Strictness::Stricter if self.is_other_alarm(new) => Some(Rewording::Rephrased),
            Strictness::Same => Some(Rewording::Same),
            Strictness::Stricter => Some(Rewording::Stricter),
            Strictness::Laxer => Some(Rewording::Laxer),
            Strictness::Unknown if self.kind == Kind::Criterion => self.by_parts(),
            Strictness::Unknown => None,
        }
    }

    /// An alarm in other words that goes off as early as before.
    fn by_alarm(self) -> Option<Rewording> {
        let is_early = self.kind == Kind::Trigger && goes_off_no_later(self.old, self.new);
        is_early.then_some(Rewording::Rephrased)
    }

    /// Demands that must all hold are judged one by one: `churn < 2% and NPS > 30`.
    fn by_parts(self) -> Option<Rewording> {
        let (old, new) = (parts_that_all_hold(self.old)?, parts_that_all_hold(self.new)?);
        if old.len() < 2 || old.len() != new.len() {
            return None;
        }
        let order = |(old, new): (&String, &String)| compare(old, new, Purpose::Hold);
        let orders: Vec<Strictness> = old.iter().zip(&new).map(order).collect();
        if orders.contains(&Strictness::Unknown) {
            return None;
        }
        Some(if orders.contains(&Strictness::Laxer) { Rewording::Laxer } else { Rewording::Stricter })
    }

    /// The same number in another form, or a stricter one, with a remark behind it.
    fn bound_with(self, head: &str, beside: Beside) -> Option<Rewording> {
        let remark = || Texts { old: head, ..self }.remark(head);
        match compare(self.old, head, self.kind.purpose()) {
            Strictness::Same if !self.is_other_alarm(head) => remark(),
            // What stands behind an alarm may make it wait.
            Strictness::Stricter if self.kind == Kind::Trigger => {
                let least = if self.is_other_alarm(head) { Rewording::Rephrased } else { Rewording::Stricter };
                Some(remark()?.max(least))
            }
            Strictness::Stricter if beside == Beside::Remark => Some(Rewording::Stricter),
            Strictness::Stricter => Some(Rewording::TakenBack),
            _ => None,
        }
    }

    /// Whether who is woken by other words asks whether they mean the same.
    fn is_other_alarm(self, new: &str) -> bool {
        self.kind == Kind::Trigger && words_beside_numbers(self.old) != words_beside_numbers(new)
    }

    /// A remark that stood behind the template's own statement may go. Words that went on with it,
    /// a bound, what it is measured over and the next cell of a row were no remark.
    fn by_template(self, known: &[String]) -> Option<Rewording> {
        let sets_bound = |statement: &str| read_bound(self.old).is_some() && read_bound(statement).is_none();
        let stands_apart = |words: &str| {
            is_apart(words, self.old) && read_bound(words).is_none() && !words.trim_start().starts_with('|')
        };
        let opens = |statement: &str| match beside(statement, self.old, Purpose::Hold) {
            Some((_, words)) => stands_apart(&words) && !sets_bound(statement) && !narrows(&words, statement),
            None => is_same(statement, self.old),
        };
        let template = known.iter().find(|statement| opens(statement))?;
        self.again(template)
    }

    /// A bracket behind the statement may go when no number stands in it. One with other words is
    /// another statement.
    fn by_bracket(self) -> Option<Rewording> {
        let (core, bracket) = without_bracket(self.old)?;
        match bracket {
            Bracket::Remark => self.again(core),
            Bracket::Words if is_same(core, self.new) => Some(Rewording::Bracket),
            Bracket::Words => None,
        }
    }

    /// The things in a bracket may be told of: how many of each there are keeps what it said, and
    /// other words beside them are judged as if it was dropped.
    fn by_things_in_bracket(self) -> Option<Rewording> {
        let (core, _) = without_bracket(self.old).filter(|_| self.kind == Kind::Criterion)?;
        let is_plain = tells_each(&self.old[core.len()..], self.new)?;
        match self.remark(core)? {
            Rewording::Remark if is_plain => Some(Rewording::Remark),
            kind => Some(kind.max(Rewording::Bracket)),
        }
    }

    /// A result behind the statement may go, or another one may stand in its place, when it says
    /// nothing but when it was measured: `— 0.3% in week 1`.
    fn by_result(self) -> Option<Rewording> {
        // Bad news stays. An alarm has none.
        let is_good = |result: ResultOf| result == ResultOf::Kept || self.kind.purpose() != Purpose::Hold;
        let is_result = |head: &str| is_result_alone(&self.old[head.len()..], head).is_some_and(is_good);
        let (head, _) = heads(self.old).find(|(head, _)| is_result(head))?;
        self.again(head)
    }

    /// What the new text does with a statement whose words it keeps; `None` when it does not keep
    /// them.
    fn again(self, statement: &str) -> Option<Rewording> {
        if is_same(statement, self.new) { Some(Rewording::Same) } else { self.remark(statement) }
    }

    /// Whether the words of a statement stand unbroken in the new text, and what the words beside
    /// them do.
    fn remark(self, statement: &str) -> Option<Rewording> {
        let purpose = self.kind.purpose();
        let (beside, words) = beside(statement, self.new, purpose)?;
        if purpose == Purpose::Alarm && adds_alarm(&words) {
            return Some(Rewording::Stricter);
        }
        if beside == Beside::TakenBack && goes_on_beyond(&words, statement, purpose) {
            return Some(Rewording::Laxer);
        }
        // That an alarm's number was not reached is good.
        let breaks = || purpose == Purpose::Hold && result_in(&words, statement) == Some(ResultOf::Broken);
        let is_remark = beside == Beside::Remark || gives_result(statement, &words, purpose);
        let is_kept = is_remark && !breaks() && !demands_less_with(&words, statement, purpose);
        Some(if is_kept { Rewording::Remark } else { Rewording::TakenBack })
    }
}

/// Whether the words right behind a statement give its bound another end that demands less: `to
/// 3 s`, `or 5%`.
fn goes_on_beyond(words: &str, statement: &str, purpose: Purpose) -> bool {
    let words = words.trim_start();
    let behind_or = || {
        let (first, rest) = words.split_once(' ')?;
        (qualifier(first) == Some(Qualifier::Or)).then_some(rest)
    };
    let ends = RANGES.behind(words).chain(behind_or());
    let mut ends = ends.map(str::trim_start).filter(|end| end.starts_with(|c: char| c.is_ascii_digit()));
    // An alarm goes off later at a number that is beyond its own.
    let demands_less = if purpose == Purpose::Hold { ResultOf::Broken } else { ResultOf::Kept };
    ends.any(|end| result_in(end, statement) == Some(demands_less))
}

/// Whether the words right behind an alarm make it go off for something else as well: `or latency >
/// 2 s`. What may be said of both, for how long or unless, does not.
fn adds_alarm(words: &str) -> bool {
    let Some((first, rest)) = words.trim_start().split_once(' ') else { return false };
    let limits = |word: &str| {
        let meaning = qualifier(word);
        LASTING.has(word) || !matches!(meaning, None | Some(Qualifier::Filler | Qualifier::Move | Qualifier::Or))
    };
    let is_plain = !rest.contains([',', ';', ':', '(', '[', '—', '–']) && !fold(rest).split(' ').any(limits);
    qualifier(first) == Some(Qualifier::Or)
        && is_plain
        && read_bound(rest).is_some_and(|bound| !bound.subject.is_empty())
}

/// Whether words that go on with a statement without a sign between say by themselves what came
/// out, and it keeps the bound: `error rate < 1% measured 0.4%`.
fn gives_result(statement: &str, words: &str, purpose: Purpose) -> bool {
    let first = words.split_whitespace().next().map(fold).unwrap_or_default();
    let apart = || beside(statement, &format!("{statement} — {words}"), purpose);
    RESULTS.has(first.trim_end_matches(':'))
        && result_in(words, statement) == Some(ResultOf::Kept)
        && apart().is_some_and(|(beside, _)| beside == Beside::Remark)
}

/// The parts of a statement that must all hold; `None` where one of them would do.
fn parts_that_all_hold(text: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    for word in fold(text).split_whitespace() {
        let bare = word.trim_end_matches([',', ';']);
        match qualifier(bare) {
            Some(Qualifier::Or) => return None,
            Some(Qualifier::And) => parts.push(String::new()),
            _ => {
                let part = parts.last_mut().expect("there is a part from the beginning");
                part.push_str(bare);
                part.push(' ');
                if bare.len() < word.len() {
                    parts.push(String::new());
                }
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    Some(parts)
}

fn is_same(one: &str, other: &str) -> bool {
    joined(one) == joined(other)
}

/// A text folded, without spaces and without hyphens between letters, which stand for them.
fn joined(text: &str) -> String {
    let packed = without_spaces(&fold(text));
    if !packed.contains('-') {
        return packed;
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let joins = |at: usize| is_letter(packed[..at].chars().next_back()) && is_letter(packed[at + 1..].chars().next());
    packed.char_indices().filter(|(at, c)| *c != '-' || !joins(*at)).map(|(_, c)| c).collect()
}

/// A text without quotation marks, marks of footnotes and the punctuation at its end.
fn plain(text: &str) -> String {
    let is_quote = |c: char| "\"“”„«»‘’‚".contains(c);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    // Inside a word it is an apostrophe.
    let joins = |at: usize, c: char| {
        c == '’' && is_letter(text[..at].chars().next_back()) && is_letter(text[at..].chars().nth(1))
    };
    let partings = partings(text);
    let parts = |at: usize| partings.binary_search(&at).is_ok();
    // Behind a number it is a power, and behind a unit, too.
    let is_footnote = |at: usize| {
        let before = text[..at].trim_end_matches(is_raised);
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let is_unit = TIME.meaning(&fold(word)).is_some() || DATA.meaning(&fold(word)).is_some();
        !word.is_empty() && !word.contains(char::is_numeric) && !word.ends_with(['%', '‰']) && !is_unit
    };
    let is_silent =
        |at: usize, c: char| (is_quote(c) && !joins(at, c) && !parts(at)) || (is_raised(c) && is_footnote(at));
    let kept: String = text.char_indices().filter(|(at, c)| !is_silent(*at, *c)).map(|(_, c)| c).collect();
    kept.trim_end_matches(|c: char| c.is_whitespace() || ".;:,!。；：，、！．".contains(c)).to_owned()
}

/// Where a quotation mark that closes nothing stands between spaces, and so parts what is beside
/// it: `< 1% » 0.4%`.
fn partings(text: &str) -> Vec<usize> {
    let mut open = 0usize;
    let parts = |(at, sign): &(usize, &str)| {
        let is_unopened = *sign == "»" && open == 0;
        open = if *sign == "«" { open + 1 } else { open.saturating_sub(1) };
        is_unopened && text[..*at].ends_with(' ') && text[at + sign.len()..].starts_with(' ')
    };
    text.match_indices(['«', '»']).filter(parts).map(|(at, _)| at).collect()
}

/// Whether a text is another one with its brackets filled in: the words outside are the same. What
/// stands behind may be a remark.
fn fills(old: &str, new: &str) -> bool {
    let brackets: Vec<_> = inline::brackets(old).map(|(whole, _)| whole).collect();
    let mut outside = Vec::new();
    let mut at = 0;
    for bracket in &brackets {
        outside.push(old[at..bracket.start].trim());
        at = bracket.end;
    }
    let last = old[at..].trim();
    let Some((first, between)) = outside.split_first() else { return false };
    let Some(mut rest) = new.strip_prefix(first) else { return false };
    for words in between.iter().chain([&last]).filter(|words| !words.is_empty()) {
        let Some(found) = rest.find(words) else { return false };
        rest = &rest[found + words.len()..];
    }
    last.is_empty() || rest.trim().is_empty() || is_remark(rest)
}

#[cfg(test)]
mod tests;
