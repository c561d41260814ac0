//! The people in a cell.

use crate::words::people::BETWEEN;

/// The people in a cell, separated by signs or by a word such as `and`. A role before or behind a
/// name is left out: `PM: Priya Nair`, `Priya Nair (PM)`.
pub fn people(text: &str) -> Vec<String> {
    let commas = text.replace([';', '&', '+', '/'], ",");
    let commas = BETWEEN.iter().fold(commas, |text, word| text.replace(word, ","));
    let name = |part: &str| {
        let part = part.split_once(": ").map_or(part, |(_, name)| name);
        let bare = part.split(" (").next().unwrap_or(part).trim().trim_end_matches('.').trim();
        let bare = if bare.is_empty() { part.trim() } else { bare };
        bare.to_owned()
    };
    commas.split(',').map(name).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_separated_in_every_usual_way() {
        assert_eq!(people("Ann, Bo and Cy & Di + Ed; Flo"), ["Ann", "Bo", "Cy", "Di", "Ed", "Flo"]);
        assert_eq!(people("PM: Ann Lee / Eng: Bo Ek (lead)."), ["Ann Lee", "Bo Ek"]);
    }
}
