//! The name of the rollout in a plan's title.

use crate::text::{Span, fold};
use crate::words::titles::{GENERIC, GENERIC_PARTS};

fn is_generic(word: &str) -> bool {
    let folded = fold(word);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || bare.chars().all(|c| c.is_ascii_digit()) || GENERIC.has(bare) || GENERIC_PARTS.any_in(bare)
}

/// The part of a plan's title that names the rollout.
pub(super) fn name_in(title: &str) -> Option<Span> {
    let place = |part: &str, from: usize| {
        let start = title[from..].find(part).map_or(from, |at| from + at);
        Span::new(start, start + part.len())
    };
    let share = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let generic = words.iter().filter(|word| is_generic(word)).count();
        if words.is_empty() { 1.0 } else { generic as f64 / words.len() as f64 }
    };
    for separator in [": ", "：", " — ", " – ", " - ", " | "] {
        let Some((one, other)) = title.split_once(separator) else { continue };
        let (first, second) = (one.trim(), other.trim());
        let behind = one.len() + separator.len();
        return match (share(first), share(second)) {
            (first_share, second_share) if first_share >= 1.0 && second_share >= 1.0 => None,
            (first_share, second_share) if first_share >= second_share => Some(place(second, behind)),
            _ => name_in(first)
                .map(|span| if share(first) > 0.0 { span } else { place(first, 0) })
                .or(Some(place(first, 0))),
        };
    }
    let mut best: Option<Span> = None;
    let mut run: Option<Span> = None;
    let mut generic = 0;
    let mut at = 0;
    for word in title.split(' ') {
        let span = Span::new(at, at + word.len());
        at = span.end + 1;
        if is_generic(word) {
            generic += usize::from(word.chars().any(char::is_alphabetic));
            run = None;
            continue;
        }
        run = Some(run.map_or(span, |run| run.to(span)));
        best = match (best, run) {
            (Some(best), Some(run)) if best.len() >= run.len() => Some(best),
            (_, run) => run,
        };
    }
    // Without any generic word the title may be about anything.
    best.filter(|_| generic > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_up_its_name_only() {
        for (title, wanted) in [
            ("Rollout Plan: Checkout v2", "Checkout v2"),
            ("Rollout Plan - MPS Building", "MPS Building"),
            ("Porter — 30-Day Rollout Strategy", "Porter"),
            ("UPES-ECS Pilot Test Plan", "UPES-ECS"),
            ("Plano de Homologação - Glox", "Glox"),
            ("CreatorHub 灰度发布方案", "CreatorHub"),
        ] {
            assert_eq!(name_in(title).map(|span| &title[span.start..span.end]), Some(wanted), "{title}");
        }
        assert_eq!(name_in("Staged Rollout Execution Plan"), None);
        assert_eq!(name_in("Rollout Plan — Two-Phase"), None);
    }
}
