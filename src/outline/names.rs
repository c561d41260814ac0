//! When two names of sections, labels or columns are the same.

use super::model::Outline;
use crate::text::{fold, is_drawn, is_seen, without_number};
use crate::words::arrows::ARROWS;
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Whether two names are the same. Case, typographic signs, hyphens, arrows, drawings and a number
/// in front make no other name.
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    one == other || form(&fold(one)) == form(&fold(other))
}

/// The form in which folded names are the same.
fn form(name: &str) -> String {
    let mut name = Cow::Borrowed(name);
    if !name.is_ascii() {
        for arrow in ARROWS.signs.iter().filter(|arrow| !arrow.is_ascii() && **arrow != "»").chain([&"→"]) {
            if name.contains(arrow) {
                name = Cow::Owned(name.replace(arrow, "->"));
            }
        }
        // The box around a digit ends a number: `1️⃣ Rollback`.
        let seen = name.chars().map(|c| if c == '\u{20e3}' { ')' } else { c });
        name = Cow::Owned(seen.filter(|c| *c == ' ' || (!is_drawn(*c) && is_seen(*c))).collect());
    }
    let mut formed = String::with_capacity(name.len());
    let mut shown = without_number(name.trim_start()).chars().peekable();
    while let Some(c) = shown.next() {
        match c {
            '=' if matches!(shown.peek(), Some('>' | '=')) => push_space(&mut formed),
            '\'' | '‘' | '’' | 'ʼ' | '‛' | '′' | '`' | '´' => formed.push('\''),
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' => {}
            '-' | '\u{2010}'..='\u{2015}' | '−' | '_' | ' ' => push_space(&mut formed),
            // Blanks around these make no other name.
            '/' | '>' => {
                formed.truncate(formed.trim_end().len());
                formed.push(c);
            }
            _ => formed.push(c),
        }
    }
    formed.truncate(formed.trim_end_matches([' ', ':', '：', '.', '!', '！', '。']).len());
    formed
}

fn push_space(formed: &mut String) {
    if !formed.is_empty() && !formed.ends_with([' ', '/', '>']) {
        formed.push(' ');
    }
}

/// The names that a template gives its sections, labels and columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    sections: Keys,
    labels: Keys,
    columns: Keys,
    /// The levels of the headings, by the forms of their keys.
    levels: HashMap<String, Vec<u8>>,
}

/// The keys of a template.
#[derive(Clone, Debug, Default)]
struct Keys {
    all: HashSet<String, FixedState>,
    /// The first of those that are the same, by the form in which they are.
    by_form: HashMap<String, String>,
}

impl Keys {
    fn of<'k>(keys: impl Iterator<Item = &'k String>) -> Keys {
        let mut known = Keys::default();
        for key in keys.filter(|key| !key.is_empty()) {
            known.all.insert(key.clone());
            known.by_form.entry(form(key)).or_insert_with(|| key.clone());
        }
        known
    }

    /// The key that a name has here. Most names are one.
    fn meant(&self, name: &str) -> Option<&String> {
        self.all.get(name).or_else(|| self.by_form.get(&form(name)))
    }

    /// Gives a key of the plan the spelling that the template has for the same name. A remark stays
    /// behind it, in parentheses, whatever sets it apart in the plan.
    fn respell(&self, key: &mut String) {
        if let Some(meant) = self.meant(key) {
            key.clone_from(meant);
        } else if let Some((meant, remark)) = self.meant_with_remark(key) {
            *key = format!("{meant} ({remark}");
        }
    }

    /// The key that the words before a remark have here, and the remark.
    fn meant_with_remark<'k>(&self, key: &'k str) -> Option<(&String, &'k str)> {
        // Most names have none.
        if !key.contains(['(', '（', '—', '–', '-', ':', '：', '[']) {
            return None;
        }
        REMARKS.iter().find_map(|sign| {
            let (name, remark) = key.split_once(sign)?;
            Some((self.meant(name.trim_end())?, remark.trim_start()))
        })
    }
}

/// What sets a remark apart from a name: `Risk Register – reviewed`, `Risk Register: checkout`.
const REMARKS: &[&str] = &[" (", "（", " — ", " – ", " - ", ": ", "：", " ["];

impl Names {
    /// Whether the template calls a section or a label by this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.sections.all.contains(key) || self.labels.all.contains(key)
    }

    /// The names of a template.
    pub(crate) fn of(outline: &Outline) -> Names {
        let mut levels: HashMap<String, Vec<u8>> = HashMap::new();
        for section in outline.sections.iter().filter(|section| !section.key.is_empty()) {
            levels.entry(form(&section.key)).or_default().push(section.level);
        }
        let columns = outline.tables.iter().flat_map(|table| &table.header).map(|header| &header.key);
        Names {
            sections: Keys::of(outline.sections.iter().map(|section| &section.key)),
            labels: Keys::of(outline.fields.iter().map(|field| &field.key)),
            columns: Keys::of(columns),
            levels,
        }
    }
}

impl Outline {
    /// Reads the names of a plan as those of its template: in the template's spelling, and with the
    /// headings at the template's level, when most of them stand deeper or higher.
    pub(crate) fn respell(&mut self, names: &Names) {
        let known = self.sections.iter().skip(1).filter_map(|section| {
            let levels = names.levels.get(&form(&section.key))?;
            Some((section.level, levels))
        });
        let known: Vec<(u8, &Vec<u8>)> = known.collect();
        let moved = |level: u8, shift: i8| u8::try_from(i16::from(level) - i16::from(shift)).unwrap_or(0);
        let shared = |shift: i8| known.iter().filter(|(level, levels)| levels.contains(&moved(*level, shift))).count();
        let usual = shared(0);
        let other = [1, -1, 2, -2].into_iter().map(|shift| (shared(shift), shift)).max_by_key(|(shared, _)| *shared);
        if let Some((shared, shift)) = other
            && shared > usual.max(1)
        {
            self.level_shift = shift;
            for section in &mut self.sections[1..] {
                section.level = moved(section.level, shift).max(1);
            }
        }
        for section in &mut self.sections {
            names.sections.respell(&mut section.key);
        }
        for field in &mut self.fields {
            names.labels.respell(&mut field.key);
        }
        for header in self.tables.iter_mut().flat_map(|table| &mut table.header) {
            names.columns.respell(&mut header.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidied_names_are_the_same() {
        for (one, other) in [
            ("What's in scope", "What’s in scope"),
            ("Phase 2 → Phase 1", "Phase 2 -> Phase 1"),
            ("Beta => GA", "Beta ⇒ GA"),
            ("Rollback Plan", "Rollback-Plan"),
            ("Rollback Plan", "3. Rollback plan"),
            ("Rollback Plan", "3.1 🛟 Rollback Plan:"),
            ("Rollback Plan", "b) Rollback Plan"),
            ("Rollback Plan", "3 — Rollback Plan"),
            ("Rollback Plan", "3️⃣ Rollback Plan"),
            ("Rollback Plan", "IV. Rollback Plan"),
            ("Risks", "⚠️ Risks"),
            ("Go/No-Go", "Go / No–Go"),
            ("“Ready” means", "\"Ready\" means"),
        ] {
            assert!(is_same_name(one, other), "{one} | {other}");
        }
        for (one, other) in [
            ("10% of users", "50% of users"),
            ("5xx rate", "4xx rate"),
            ("3 customers", "5 customers"),
            ("Phase 1 → Phase 2", "Phase 2 → Phase 1"),
            ("Stage 1", "Stage 2"),
            ("A", "B"),
            ("Scope", "Out of scope"),
        ] {
            assert!(!is_same_name(one, other), "{one} | {other}");
        }
    }
}
