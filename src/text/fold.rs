//! The form in which texts are compared.

use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The form in which texts are compared. Case, width, non-breaking spaces, repeated spaces, and
/// what editors make of an apostrophe, a hyphen and the dash of a range make no difference, nor do
/// signs without a width. A raised number is a power: `10⁶` is `10^6`. A shortcode is the sign that
/// a reader sees: `:x:` is `❌`.
pub fn fold(text: &str) -> String {
    if let Some(shown) = with_signs(text) {
        return fold(&shown);
    }
    if has_single_spaces(text) {
        return text.to_ascii_lowercase();
    }
    if !text.is_ascii() {
        let raised = with_powers(text);
        let folded: String = as_typed(raised.nfkc().filter(has_width).flat_map(char::to_lowercase)).collect();
        return folded.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.make_ascii_lowercase();
    folded
}

/// A text with the signs that its shortcodes stand for, by GitHub's names. `None` where it has
/// none.
pub(crate) fn with_signs(text: &str) -> Option<String> {
    // Most texts have no two colons, and end here.
    let (first, last) = (memchr::memchr(b':', text.as_bytes())?, memchr::memrchr(b':', text.as_bytes())?);
    let mut signs = String::new();
    let (mut done, mut open) = (0, first);
    while open < last {
        let behind = &text[open + 1..];
        let close = open + 1 + behind.find(':')?;
        // `1:100:5` is a proportion.
        let is_apart =
            !text[..open].ends_with(char::is_alphanumeric) && !text[close + 1..].starts_with(char::is_alphanumeric);
        match emojis::get_by_shortcode(&text[open + 1..close]).filter(|_| is_apart) {
            Some(emoji) => {
                signs.push_str(&text[done..open]);
                // Word lists have the signs without what asks for a coloured picture.
                signs.extend(emoji.as_str().chars().filter(|c| *c != '\u{fe0f}'));
                done = close + 1;
                let Some(next) = text[done..].find(':') else { break };
                open = done + next;
            }
            None => open = close,
        }
    }
    (done > 0).then(|| signs + &text[done..])
}

/// A text with a sign before the raised digits behind a number.
fn with_powers(text: &str) -> Cow<'_, str> {
    if !text.contains(is_raised) {
        return Cow::Borrowed(text);
    }
    let mut powers = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if is_raised(c) && powers.ends_with(|c: char| c.is_ascii_digit()) {
            powers.push('^');
        }
        powers.push(c);
    }
    Cow::Owned(powers)
}

/// Whether a sign is raised: a digit of a power, or the mark of a footnote.
pub(crate) fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁺' | '⁻')
}

/// Whether a sign takes a place on the line. Those that join and choose emoji say something.
fn has_width(c: &char) -> bool {
    !matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Signs as a keyboard gives them: `can’t` as `can't`, `3–5` as `3-5`.
fn as_typed(signs: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut signs = signs.peekable();
    let mut follows_digit = false;
    std::iter::from_fn(move || {
        let sign = match signs.next()? {
            '‘' | '’' | 'ʼ' => '\'',
            '‐' | '‑' => '-',
            '–' if follows_digit && signs.peek().is_some_and(char::is_ascii_digit) => '-',
            other => other,
        };
        follows_digit = sign.is_ascii_digit();
        Some(sign)
    })
}

/// A text without its spaces, but for those between two digits, where they part numbers.
pub(crate) fn without_spaces(text: &str) -> String {
    packed(text, |_| {})
}

/// Where a text says something, whatever spaces stand in either of them.
pub(crate) fn places_of(text: &str, said: &str) -> Vec<Range<usize>> {
    let exact: Vec<Range<usize>> = text.match_indices(said).map(|(at, _)| at..at + said.len()).collect();
    if !exact.is_empty() {
        return exact;
    }
    let mut places = Vec::with_capacity(text.len());
    let packed_text = packed(text, |place| places.extend(place));
    let said = without_spaces(said);
    let found = packed_text.match_indices(&said).filter(|_| !said.is_empty());
    found.map(|(at, _)| places[at]..places[at + said.len() - 1] + 1).collect()
}

/// The same text as [`without_spaces`]. `keep` is told the place of each part that is kept.
fn packed(text: &str, mut keep: impl FnMut(Range<usize>)) -> String {
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        if kept.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            kept.push(' ');
            keep(start - 1..start);
        }
        kept.push_str(word);
        keep(start..start + word.len());
    }
    kept
}

/// Whether a sign belongs to Chinese or Japanese, where no space stands between words.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// What stands behind the hyphens that a text begins with where they stand for a dash:
/// `- see below`, `-- see below`. A word behind them makes something else of them: `--force`.
pub(crate) fn behind_hyphens(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('-');
    (rest.len() < text.len() && rest.starts_with(char::is_whitespace)).then_some(rest)
}

/// A name without a number in front: `2. Rollback`, `1.3 Rollback`, `4 — Rollback`, `b) Rollback`,
/// `IV. Rollback`.
pub(crate) fn without_number(name: &str) -> &str {
    // Most names begin with a word and a space: no letter is a number before a space.
    let word = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && matches!(name.as_bytes().get(word), None | Some(b' ')) {
        return name;
    }
    let bare = name.trim_start_matches(['§', '#', ' ']);
    let end = bare.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(bare.len());
    let (number, behind) = bare.split_at(end);
    let number = number.trim_end_matches('.');
    let is_dotted = number.len() < end;
    let rest = behind.trim_start_matches([')', '）', ':', '．', '、']);
    let dashed = behind.trim_start().strip_prefix(['-', '–', '—']).filter(|rest| rest.starts_with(' '));
    let rest = dashed.unwrap_or(rest);
    // Nothing parts it from what follows.
    if rest.len() == behind.len() && !rest.starts_with(char::is_whitespace) {
        return name;
    }
    let is_closed = is_dotted || rest.len() < behind.len();
    let is_lettered = is_dotted || behind.starts_with([')', '）']);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = || number.bytes().all(|byte| b"ivxl".contains(&byte.to_ascii_lowercase()));
    let is_number = match number.split('.').all(is_digits) {
        true => is_closed || number.contains('.'),
        false => is_lettered && (number.len() == 1 || is_roman()),
    };
    let rest = rest.trim_start();
    let is_name = rest.starts_with(char::is_alphabetic) || (!rest.is_ascii() && rest.contains(char::is_alphabetic));
    if is_number && !number.is_empty() && is_name { rest } else { name }
}

/// Whether a reader sees a character: it is no space, has a width, and is no blank letter.
pub(crate) fn is_seen(c: char) -> bool {
    let is_blank = match c {
        ' '..='~' => c == ' ',
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => true,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_whitespace() || c.is_control(),
    };
    !is_blank
}

/// Whether a character is an emoji or another drawing, or joins such.
pub(crate) fn is_drawn(c: char) -> bool {
    matches!(c, '\u{2300}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
        || matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{20e3}')
}

/// A text without the emoji at its ends, with their codes. What is nothing else is left as it is.
pub(crate) fn without_drawings(text: &str) -> &str {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ')' | '(');
    if text.is_ascii() && text.ends_with(is_plain) && text.starts_with(is_plain) {
        return text;
    }
    let mut rest = text.trim();
    loop {
        let bare = rest.trim_matches(|c: char| c == ' ' || is_drawn(c));
        let bare = behind_code(bare).or_else(|| before_code(bare)).unwrap_or(bare);
        if bare.len() == rest.len() {
            break;
        }
        rest = bare;
    }
    if rest.contains(char::is_alphanumeric) { rest } else { text }
}

/// Whether a text can be the inside of an emoji's code: `white_check_mark`.
fn is_code(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-');
    text.len() > 1 && text.chars().all(is_part)
}

fn behind_code(text: &str) -> Option<&str> {
    let (code, rest) = text.strip_prefix(':')?.split_once(':')?;
    is_code(code).then_some(rest)
}

fn before_code(text: &str) -> Option<&str> {
    let (rest, code) = text.strip_suffix(':')?.rsplit_once(':')?;
    (is_code(code) && rest.ends_with(' ')).then_some(rest)
}

/// Whether the folded form of a text is a given one.
pub(crate) fn folds_to(text: &str, folded: &str) -> bool {
    if has_single_spaces(text) { text.eq_ignore_ascii_case(folded) } else { fold(text) == folded }
}

/// Whether a text is words of ASCII with single spaces between them. Nearly all texts are.
pub(crate) fn has_single_spaces(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    // Loops without an early end are made fast by the compiler.
    let is_plain = bytes.iter().fold(true, |is_plain, byte| is_plain & (b' '..0x7f).contains(byte));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    is_plain && !pairs.fold(false, |found, (one, next)| found | ((*one == b' ') & (*next == b' ')))
}

/// The kinds of signs in a text, found in one pass. Most texts are plain words and need no second
/// pass.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signs {
    /// The kinds of all signs.
    kinds: u8,
    /// The kinds that two neighbours have in common. The start and the end of the text count as
    /// spaces.
    pairs: u8,
}

/// A space.
const SPACE: u8 = 1;
/// A control character, or a byte that is not ASCII.
const OTHER: u8 = 2;
/// A sign that may begin markup, which Markdown does not show as it is written.
const MARKUP: u8 = 4;
/// A sign in an address or in the name of a character: `://`, `&amp;`.
const PART: u8 = 8;

/// The kind of each byte. Letters and other plain signs have none.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b' ' => SPACE,
            0..b' ' | 0x7f.. => OTHER,
            b'\\' | b'`' | b'<' | b'!' | b'[' | b'~' | b'*' | b'_' => MARKUP,
            b':' | b'&' => PART,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

impl Signs {
    /// The kinds of signs in a text.
    pub(crate) fn of(text: &str) -> Signs {
        let (mut kinds, mut pairs, mut before) = (0, 0, if text.is_empty() { 0 } else { SPACE });
        for byte in text.bytes() {
            let kind = KINDS[usize::from(byte)];
            kinds |= kind;
            pairs |= kind & before;
            before = kind;
        }
        Signs { kinds, pairs: pairs | (before & SPACE) }
    }

    /// Whether the text is words of ASCII with single spaces between them.
    pub(crate) fn has_single_spaces(self) -> bool {
        self.kinds & OTHER == 0 && self.pairs & SPACE == 0
    }

    /// Whether Markdown shows the text as it is written.
    pub(crate) fn has_no_markup(self) -> bool {
        self.kinds & (MARKUP | PART) == 0
    }
}

/// Whether a byte may begin markup, other than an address.
pub(crate) fn is_markup(byte: u8) -> bool {
    KINDS[usize::from(byte)] == MARKUP
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_shortcode_is_its_sign_where_a_reader_sees_one() {
        for (text, seen) in [
            (":x:", "❌"),
            ("Go :warning: later", "go ⚠ later"),
            ("a: :white_check_mark: b :rocket:", "a: ✅ b 🚀"),
            ("1:100:5", "1:100:5"),
            ("at 10:30: ready", "at 10:30: ready"),
            (":our_own_sign: a", ":our_own_sign: a"),
        ] {
            assert_eq!(fold(text), seen, "{text}");
        }
    }

    #[test]
    fn a_number_in_front_is_told_from_an_amount() {
        for (name, bare) in [
            ("2. Rollback", "Rollback"),
            ("2) Rollback", "Rollback"),
            ("1.3 Rollback", "Rollback"),
            ("1.3. Rollback", "Rollback"),
            ("IV. Rollback", "Rollback"),
            ("b) Rollback", "Rollback"),
            ("§ 4: Rollback", "Rollback"),
            ("4 — Rollback", "Rollback"),
            ("4. 🛟 Rollback", "🛟 Rollback"),
            ("3 customers", "3 customers"),
            ("10% of users", "10% of users"),
            ("5xx rate", "5xx rate"),
            ("I: Beta", "I: Beta"),
            ("vi editor", "vi editor"),
            ("3 - 5 customers", "3 - 5 customers"),
            ("A - Z", "A - Z"),
            ("1.", "1."),
        ] {
            assert_eq!(without_number(name), bare);
        }
    }

    #[test]
    fn what_an_editor_makes_of_a_sign_is_the_sign() {
        for (made, typed) in [
            ("Can’t pay", "can't pay"),
            ("l’erreur ‘x’", "l'erreur 'x'"),
            ("Sign‑off", "sign-off"),
            ("3–5 weeks", "3-5 weeks"),
            ("Beta – EU", "beta – eu"),
            ("1– 2", "1– 2"),
        ] {
            assert_eq!(fold(made), typed);
        }
    }

    #[test]
    fn words_are_found_whatever_spaces_stand_in_them() {
        let found =
            |text: &'static str, said: &str| places_of(text, said).into_iter().map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(found("error rate < 1 % — 0.4 %", "error rate <1%"), ["error rate < 1 %"]);
        assert_eq!(found("p0 / p1 fixed, p0/p1 fixed", "p0 / p1 fixed"), ["p0 / p1 fixed"]);
        assert_eq!(found("for 2 40 ms", "240 ms"), [""; 0]);
    }

    proptest! {
        #[test]
        fn the_kinds_of_signs_tell_single_spaces_as_the_text_does(text in "[a-z \t\u{a0}é*]{0,12}") {
            prop_assert_eq!(Signs::of(&text).has_single_spaces(), has_single_spaces(&text));
        }

        #[test]
        fn plain_texts_are_folded_as_all_others(text in "[a-zA-ZÄé日： \u{a0}\t\n.]{0,20}") {
            let folded = as_typed(text.nfkc().flat_map(char::to_lowercase)).collect::<String>();
            let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(folds_to(&text, &folded));
            prop_assert_eq!(fold(&text), folded);
        }
    }
}
