//! Who sees a stage: a share of all users, so many of them, or some by their names.

mod reading;
mod signs;

use self::reading::Reading;
use self::signs::in_signs;
use super::amount::{Side, Unit};
use super::numerals::{with_digits, with_joined_thousands};
use super::ranges::with_ranges;
use super::sentence::{Sentence, may_hold_a_number, normal};
use super::statement::with_millions;
use crate::text::{Memo, fold, remembered};
use crate::words::audiences::{AudienceLabel, EVERYBODY, EVERYWHERE};
use crate::words::bounds::UP_TO;
use crate::words::people::BETWEEN;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Who sees a stage, by one statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Audience {
    /// A share of all users, in percent.
    Share {
        /// The lower end.
        least: f64,
        /// The upper end.
        most: f64,
    },
    /// So many of them.
    Heads {
        /// The lower end.
        least: f64,
        /// The upper end.
        most: f64,
    },
    /// So many of something else that sees it, `12 clusters`, or so many in a hundred.
    Counted {
        /// What is counted, folded. A share has its sign before it.
        noun: String,
        /// The upper end.
        most: f64,
    },
    /// Everybody in a part of them, of which nobody knows how large it is: `all users in the EU`.
    Part,
    /// The same beside a share, where nobody can tell whether it comes in addition:
    /// `20% of users (100% in the EU)`.
    PartBeside,
    /// A number alone, of which nobody knows whether it is a share or a count.
    Bare(f64),
    /// These, by their folded names.
    Named(BTreeSet<String>),
}

thread_local! {
    static KNOWN: RefCell<Memo<Vec<Audience>>> = RefCell::default();
}

/// Reads who sees a stage. `label` says what the label before the text promises. What is not
/// understood is left out.
pub(crate) fn read_audience(text: &str, label: AudienceLabel) -> Vec<Audience> {
    // The same text may mean another thing behind another label.
    let labelled = [char::from(label as u8).encode_utf8(&mut [0; 4]), text].concat();
    remembered(&KNOWN, &labelled, |_| audience(text, label))
}

/// A text with more words and numbers than these is nobody's sentence.
const MOST_TOKENS: usize = 2000;

fn audience(text: &str, label: AudienceLabel) -> Vec<Audience> {
    if label == AudienceLabel::Percent {
        let is_number = text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic);
        let in_percent = if is_number && !text.contains('%') { &*format!("{text}%") } else { text };
        return audience(in_percent, AudienceLabel::Audience);
    }
    if matches!(label, AudienceLabel::Audience | AudienceLabel::Size) && EVERYBODY.has(&bare(text)) {
        return vec![Audience::Share { least: 100.0, most: 100.0 }];
    }
    // An estimate is a number like any other here.
    let exact = without_estimates(text);
    let digits = with_digits(&normal(&with_millions(&with_joined_thousands(&exact))));
    let sentence = Sentence::of_normal(with_ranges(digits));
    let reading = Reading { sentence: &sentence, label };
    if sentence.tokens.len() > MOST_TOKENS {
        return ends(&reading.all_shares()).map(|(least, most)| Audience::Share { least, most }).into_iter().collect();
    }
    let (first, later) = reading.quantified();
    let mut shares: Vec<f64> = first.iter().copied().flatten().collect();
    shares.extend(reading.percentages(!shares.is_empty()));
    shares.extend(later.iter().copied().flatten());
    shares.extend(in_signs(text));
    let is_part = reading.adds_a_part() || (shares.is_empty() && (first.contains(&None) || later.contains(&None)));
    let heads = reading.heads();
    let mut found = Vec::new();
    found.extend(ends(&shares).map(|(least, most)| Audience::Share { least, most }));
    found.extend(ends(&heads).map(|(least, most)| Audience::Heads { least, most }));
    if is_part {
        found.push(Audience::Part);
    } else if !shares.is_empty() && reading.has_part_beside() {
        found.push(Audience::PartBeside);
    }
    if found.is_empty() && label == AudienceLabel::Audience {
        found.extend(reading.bare().map(Audience::Bare));
    }
    if found.is_empty() {
        // A name may begin with a number, too: `5 Points Bakery, Globex`.
        let counts = matches!(label, AudienceLabel::Audience | AudienceLabel::Size);
        let counted = counts.then(|| reading.counted()).flatten();
        found.extend(counted.map(|(noun, most)| Audience::Counted { noun, most }));
        let names_some = !matches!(label, AudienceLabel::Segment | AudienceLabel::Size);
        found.extend(names_some.then(|| names(text)).flatten().map(Audience::Named));
    }
    // Each plan has its own words for those whom it reaches.
    let others = (label != AudienceLabel::Segment).then(|| reading.share_of_others()).flatten();
    found.extend(others.map(|(noun, most)| Audience::Counted { noun, most }));
    found
}

/// A text without the signs of estimates. Behind a number such a sign makes a range: `10~25%`.
fn without_estimates(text: &str) -> Cow<'_, str> {
    let is_sign = |c: char| matches!(c, '~' | '≈');
    if !text.contains(is_sign) {
        return Cow::Borrowed(text);
    }
    let is_behind_number = |at: usize| text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '%');
    let kept = |(at, c): (usize, char)| if is_sign(c) && !is_behind_number(at) { ' ' } else { c };
    Cow::Owned(text.char_indices().map(kept).collect())
}

/// Whether a text says as a whole that a segment leaves nobody out: `All`, `Worldwide`.
pub(crate) fn is_everybody(text: &str) -> bool {
    let text = bare(text);
    EVERYBODY.has(&text) || EVERYWHERE.has(&text)
}

/// A folded text without the signs around it.
fn bare(text: &str) -> String {
    fold(text).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether a text gives a share without an upper end: `at least 20% of users`, `20%+`.
pub(crate) fn is_open_ended(text: &str) -> bool {
    side_of_share(text) == Some(Side::Above)
}

/// Whether a text gives a share as the most that is meant: `up to 5% of users`, `≤ 5%`.
pub(crate) fn is_limit(text: &str) -> bool {
    side_of_share(text) == Some(Side::Below) || UP_TO.any_in(&fold(text))
}

/// On which side of the first share of a text its audience is.
fn side_of_share(text: &str) -> Option<Side> {
    if !may_hold_a_number(text) {
        return None;
    }
    let sentence = Sentence::of_normal(with_ranges(normal(text)));
    let is_share = |at: &usize| sentence.amount(*at).is_some_and(|amount| amount.unit == Unit::Percent);
    let at = (0..sentence.tokens.len()).find(is_share)?;
    let is_ranged = sentence.amount(at).is_some_and(|amount| amount.ranged);
    sentence.compared(at).filter(|_| !is_ranged).map(|compared| compared.side().0)
}

fn ends(values: &[f64]) -> Option<(f64, f64)> {
    let least = values.iter().copied().min_by(f64::total_cmp)?;
    Some((least, values.iter().copied().max_by(f64::total_cmp)?))
}

/// The names in a text that is nothing but names.
fn names(text: &str) -> Option<BTreeSet<String>> {
    // Most texts are sentences, and end here.
    if text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let listed = BETWEEN.replaced_in(text, ",");
    let parts = listed.split([',', ';', '/', '&', '、', '，']).map(str::trim).filter(|part| !part.is_empty());
    let is_name = |part: &str| {
        let is_capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let mut words = part.split_whitespace();
        words.clone().count() <= 4 && words.all(is_capital) && part.chars().any(char::is_uppercase)
    };
    let names: Option<BTreeSet<String>> = parts.map(|part| is_name(part).then(|| fold(part))).collect();
    names.filter(|names| !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Audience> {
        read_audience(text, AudienceLabel::Audience)
    }

    fn share(text: &str) -> Option<f64> {
        read(text).iter().find_map(|audience| match audience {
            Audience::Share { most, .. } => Some(*most),
            _ => None,
        })
    }

    fn heads(text: &str) -> Option<f64> {
        read(text).iter().find_map(|audience| match audience {
            Audience::Heads { most, .. } => Some(*most),
            _ => None,
        })
    }

    #[test]
    fn a_text_that_nobody_writes_has_all_shares_that_it_names() {
        let many = "20% and ".repeat(50_000);
        assert_eq!(share(&[&many, "10% of users"].concat()), Some(20.0));
        assert_eq!(share(&[&many, "60% of users"].concat()), Some(60.0));
        assert_eq!(share(&[&many, "everyone"].concat()), Some(100.0));
    }

    #[test]
    fn a_share_is_read_in_any_writing() {
        for text in [
            "20% of users", "20 percent of users", "twenty percent of users", "20 % der Nutzer",
            "zwanzig Prozent der Nutzer", "20% dos usuários", "vinte por cento dos usuários",
            "el 20 % de los usuarios", "20 % des utilisateurs", "one in five users", "1 in 5 users", "1/5 of users",
            "a fifth of the users", "every fifth user", "jeder fünfte Nutzer", "ein Fünftel der Nutzer",
            "um em cada cinco usuários", "uno de cada 5 usuarios", "un utilisateur sur 5", "1 utilisateur sur 5",
            "un cinquième des utilisateurs", "um quinto dos usuários", "20% of users (was 50%)", "20%, down from 50%",
            "20% of users (80% EU)", "20% of users (error rate 30%)", "20% of users (planned: 50%)", "20%のユーザー",
            "20% of users, 50% in Stage 3", "20% of users; GA: 100%", "20% of users, then everyone at GA",
            "20% of users, up from 5%", "20% of users and all employees", "20% of users, 80% by June", "5人に1人",
            "5分の1のユーザー", "五分之一的用户", "20%的用户", "20% of users for 100% of sessions",
            "20% of users with 100% of traffic", "20% of users (100% of traffic)", "20% of users (all tiers)",
            "20% of users, 2 tiers", "20 % Nutzer für 100 % Verkehr", "0.2", "0.2 of users", "0,2 der Nutzer",
            "⅕ of users", "2割", "ユーザーの2割", "二割のユーザー", "两成用户", "uno de cada cinco",
        ] {
            let read = share(text).unwrap_or_default();
            assert!((read - 20.0).abs() < 0.01, "{text}: {read}");
        }
        for text in [
            "half of all users", "half the traffic", "die Hälfte der Nutzer", "metade dos usuários",
            "la mitad de los usuarios", "la moitié des utilisateurs", "every other user", "jeder zweite Nutzer",
            "half", "fifty percent", "20% of users, 50% since Monday", "20% of users (now 50%)", "20% → 50% of users",
            "20 % der Nutzer, seit Montag 50 %", "半数のユーザー", "一半用户", "2 in 4 users",
            "5 customers and half of the users", "20% of users or 50% of traffic", "20% of users, then 50%",
            "3 clientes + 50% dos usuários", "5 Kunden sowie 50 % der Nutzer", "20% of users, then 50% from Monday",
            "½ of users", "½", "0.5 of all traffic", "uno de cada dos usuarios", "5割", "用户的五成",
        ] {
            assert_eq!(share(text), Some(50.0), "{text}");
        }
        for text in [
            "all users", "everyone", "All of our users", "100% of users", "all traffic", "every user", "alle Nutzer",
            "alle unsere Kunden", "todos os usuários", "todos los usuarios", "tous les utilisateurs", "tout le monde",
            "20% of users (100% since Monday)", "20% of users, now all users", "all users worldwide", "todo el mundo",
            "all users (20% were first)", "20% of users (all from today)", "5 customers, then all users",
            "everyone from 3 April", "20% of users; all users since Monday", "5社、その後全ユーザー",
            "20% of users and 100% of sessions", "20% of users, then 100% of traffic",
            "20% of users to 100% of customers", "20% of users (100% of traffic now)", "la totalité des utilisateurs",
            "nearly everyone", "full traffic", "全员", "tráfego total", "voller Verkehr", "全ユーザー",
            "全てのユーザー", "所有用户", "全部用户",
        ] {
            assert_eq!(share(text), Some(100.0), "{text}");
        }
    }

    #[test]
    fn a_range_has_both_ends_in_any_writing() {
        for text in [
            "10-25% of users", "10 to 25% of users", "10 to 25 percent of users", "10% to 25% of users",
            "from 10 to 25% of users", "from 10% up to 25%", "10 through 25%", "between 10 and 25%",
            "between 10% and 25% of users", "ten to twenty-five percent of users", "10 bis 25 %", "von 10 bis 25 %",
            "10 bis zu 25 Prozent", "zwischen 10 und 25 %", "10 a 25% dos usuários", "entre 10 e 25%", "10 até 25%",
            "entre 10 y 25% de los usuarios", "10 à 25 % des utilisateurs", "entre 10 et 25 %", "da 10 a 25%",
            "10～25%", "10〜25%", "10~25%", "10..25%", "10...25%", "10…25%", "10%から25%", "10から25%",
            "10到25%的用户", "10至25%", "10%–25%", "~10 to 25%",
        ] {
            assert_eq!(read(text), [Audience::Share { least: 10.0, most: 25.0 }], "{text}");
        }
        assert!(read("was 10 to 25% of users").is_empty());
        for text in ["Stage 2 to 25% of users", "25 to 25%", "2 of 3 shops, 25% of users", "v2 to 25% of users"] {
            let least = read(text).iter().find_map(|audience| match audience {
                Audience::Share { least, .. } => Some(*least),
                _ => None,
            });
            assert!(least.is_none_or(|least| least >= 25.0), "{text}");
        }
        let heading = |text: &str| read_audience(text, AudienceLabel::Heading);
        for text in ["Beta (10-25 %)", "Beta (10 to 25% of users)", "Beta, 10–25%"] {
            assert_eq!(heading(text), [Audience::Share { least: 10.0, most: 25.0 }], "{text}");
        }
    }

    #[test]
    fn a_share_may_be_the_most_that_is_meant() {
        for text in [
            "up to 25%", "at most 25% of users", "no more than 25%", "max 25%", "max. 25%", "maximum of 25 percent",
            "maximal 25 %", "höchstens 25 % der Nutzer", "≤ 25%", "<= 25%", "< 25%", "less than 25% of users",
            "fewer than 25%", "25% or less", "no máximo 25%", "como máximo 25 %", "au plus 25 %", "menos de 25%",
            "25%以下", "up to a fifth of users",
        ] {
            assert!(is_limit(text), "{text}");
        }
        for text in ["25% of users", "10-25%", "at least 25%", "25% of users (error rate < 1%)", "25% (p95 below 2 s)"]
        {
            assert!(!is_limit(text), "{text}");
        }
    }

    #[test]
    fn a_share_may_have_no_upper_end() {
        for text in ["at least 20% of users", "> 20% of users", "20% or more", "mindestens 20 % der Nutzer"] {
            assert!(is_open_ended(text), "{text}");
        }
        for text in ["20% of users", "up to 20%", "10-25% of users", "20% of users (> 5% of orders)", "20 users"] {
            assert!(!is_open_ended(text), "{text}");
        }
    }

    #[test]
    fn a_part_of_the_users_is_no_share() {
        for text in ["all users in the EU", "everyone in Denmark", "alle Nutzer in der Schweiz", "all beta users"] {
            assert_eq!(read(text), [Audience::Part], "{text}");
        }
        for text in ["100% of the team", "all employees", "Engaged, forgiving users", "[X%] of users"] {
            assert_eq!(share(text), None, "{text}");
        }
    }

    #[test]
    fn everybody_in_a_part_may_come_in_addition() {
        let share = Audience::Share { least: 20.0, most: 20.0 };
        for text in ["20% of users and everyone in the EU", "20 % der Nutzer und alle Kunden in der Schweiz"] {
            assert_eq!(read(text), [share.clone(), Audience::Part], "{text}");
        }
        for text in [
            "20% of users (all users in the EU)", "20% of users, everyone in Denmark", "20% (100% in DE)",
            "20% of users in Chile, 30% in Peru",
        ] {
            assert_eq!(read(text), [share.clone(), Audience::PartBeside], "{text}");
        }
        for text in [
            "20% of users (100% of them in the EU)",
            "20% of users (100% in Stage 3)",
            "20% (80% in DE)",
            "20% of users, everyone else keeps the old page",
            "20% of users (all on version 5)",
        ] {
            assert_eq!(read(text), std::slice::from_ref(&share), "{text}");
        }
    }

    #[test]
    fn a_number_alone_is_a_share_where_its_label_says_so() {
        assert_eq!(read_audience("20", AudienceLabel::Percent), [Audience::Share { least: 20.0, most: 20.0 }]);
        assert_eq!(read("20"), [Audience::Bare(20.0)]);
        assert_eq!(read("2026-04-01"), []);
        assert_eq!(read("進捗2割"), []);
    }

    #[test]
    fn a_heading_may_give_the_share() {
        let most = |text: &str| match read_audience(text, AudienceLabel::Heading)[..] {
            [Audience::Share { most, .. }] => Some(most),
            _ => None,
        };
        for text in ["Beta (20 %)", "Canary 20%", "20% rollout", "Beta 2 (20%)", "Beta (20% of users)", "Half (20%)"] {
            assert_eq!(most(text), Some(20.0), "{text}");
        }
        for text in ["Beta — alle Nutzer", "Beta (all users)", "Piloto — todos os usuários", "GA: everyone"] {
            assert_eq!(most(text), Some(100.0), "{text}");
        }
        for text in ["Beta (80% done)", "Beta (done 80%)", "Beta", "Improve conversion by 5%", "80% complete"] {
            assert_eq!(most(text), None, "{text}");
        }
    }

    #[test]
    fn people_are_counted_and_named() {
        for text in ["5 customers", "3-5 customers", "up to 5 friendly customers", "fünf Kunden", "5 usuários", "5 人"]
        {
            assert_eq!(heads(text), Some(5.0), "{text}");
        }
        for text in ["40,000 users", "~40 000 users", "40k users", "40.000 Nutzer", "40 mil usuários"] {
            assert_eq!(heads(text), Some(40_000.0), "{text}");
        }
        for (text, count) in [
            ("40 000–90 000 users", 90_000.0),
            ("~40 000 users (60 000 since May)", 60_000.0),
            ("40 000 users + 10 000 guests", 50_000.0),
            ("40 000 Nutzer und 10 000 Gäste", 50_000.0),
            ("40 000 users (was 60 000)", 40_000.0),
        ] {
            assert_eq!(heads(text), Some(count), "{text}");
        }
        let size = |text: &str| read_audience(text, AudienceLabel::Size);
        assert_eq!(size("~500"), [Audience::Heads { least: 500.0, most: 500.0 }]);
        assert_eq!(heads("5 customers (12 invited)"), Some(5.0));
        for (text, noun, most) in [
            ("12 clusters", "clusters", 12.0),
            ("up to 3 robots in Leeds", "robots", 3.0),
            ("2-4 Filialen", "filialen", 4.0),
            ("1.200 Kassen", "kassen", 1200.0),
            ("two regions", "regions", 2.0),
        ] {
            assert!(read(text).contains(&Audience::Counted { noun: noun.to_owned(), most }), "{text}");
        }
        for (text, noun, most) in [
            ("30% of staff", "% staff", 30.0),
            ("100 % aller Fahrer", "% fahrer", 100.0),
            ("todos los repartidores", "% repartidores", 100.0),
            ("30% des commandes", "% commandes", 30.0),
            ("100% of the engineering team", "% engineering team", 100.0),
        ] {
            assert!(read(text).contains(&Audience::Counted { noun: noun.to_owned(), most }), "{text}");
        }
        for text in
            ["2 weeks", "3 of 5 regions", "Leeds, 3 robots", "5% of users", "-3 robots", "all users", "80% done"]
        {
            let is_counted = read(text).iter().any(|audience| matches!(audience, Audience::Counted { .. }));
            assert!(!is_counted, "{text}");
        }
        let named = |names: &[&str]| vec![Audience::Named(names.iter().map(|name| (*name).to_owned()).collect())];
        assert_eq!(read("Acme, Globex and Initech"), named(&["acme", "globex", "initech"]));
        assert_eq!(read("Engaged customers, invited by mail"), []);
    }
}
