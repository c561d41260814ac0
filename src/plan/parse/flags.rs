//! Which flags a plan is about.

use super::reader::Reader;
use crate::markdown::inline::{self, PieceKind};
use crate::outline::{Field, Item};
use crate::plan::flags::{FlagSlot, OwnExposure};
use crate::plan::value::Value;
use crate::text::{Span, is_seen};
use crate::words::Words;
use crate::words::labels::{EXPOSURE, FLAG};
use crate::words::people::BETWEEN;

impl Reader<'_> {
    /// The flags behind the plan's *Feature Flag*, or in the list below it.
    pub(super) fn flag_slot(&self) -> Option<FlagSlot> {
        let field = self.labelled(&FLAG)?;
        let read = |span: Span| {
            let value = Value::read(self.source, span, &self.template.slot(&field.key), self.policy);
            let names = if value.is_filled() { flag_names(self.source.slice(span)) } else { Vec::new() };
            FlagSlot { names, span: value.span }
        };
        let is_below =
            |item: &&Item| item.scope.label.is_some_and(|label| std::ptr::eq(&self.outline.fields[label], field));
        let mut below = self.outline.items.iter().filter(is_below).map(|item| read(item.text));
        let is_empty = self.source.slice(field.value).trim().is_empty();
        Some(match below.next().filter(|_| is_empty) {
            Some(FlagSlot { names, span }) => {
                let more = below.flat_map(|slot| slot.names);
                FlagSlot { names: names.into_iter().chain(more).collect(), span }
            }
            None => read(field.value),
        })
    }

    /// Where the plan says that the number of its flag is.
    pub(super) fn own_exposure(&self) -> Option<OwnExposure> {
        let field = self.labelled(&EXPOSURE)?;
        let value = Value::read(self.source, field.value, &self.template.slot(&field.key), self.policy);
        let text = value.text.trim().trim_matches('`');
        let (file, at) = text.split_once('#').map_or((text, None), |(file, at)| (file, Some(at.to_owned())));
        // Anything else behind the label speaks of something else.
        let is_path = value.is_filled() && !file.contains(char::is_whitespace) && file.contains('.');
        is_path.then(|| OwnExposure { file: file.trim_start_matches("./").to_owned(), at, span: value.span })
    }

    /// The first field outside of headings with one of these labels, the earlier words first.
    fn labelled(&self, labels: &Words) -> Option<&Field> {
        let called =
            |label: &str| self.outline.fields.iter().find(|field| field.key == label && !self.is_heading(field));
        labels.iter().find_map(called)
    }
}

/// The names in the value of a flag slot: its code spans, else its words. What makes a link of
/// them, quotes, footnotes, characters without width and a remark in parentheses are no part of a
/// name.
fn flag_names(value: &str) -> Vec<String> {
    let value: String = inline::kept(value).chars().filter(|c| c.is_whitespace() || is_seen(*c)).collect();
    let value = value.as_str();
    let code = inline::pieces(value).filter(|piece| piece.kind == PieceKind::Code);
    let code: Vec<String> = code.map(|piece| piece.span.of(value).trim_matches('`').trim().to_owned()).collect();
    if !code.is_empty() {
        return code.into_iter().filter(|name| !name.is_empty()).collect();
    }
    let is_break = |piece: &inline::Piece| piece.kind == PieceKind::Hidden && inline::is_break(piece.span.of(value));
    let parted = inline::pieces(value)
        .fold(String::new(), |text, piece| text + if is_break(&piece) { "," } else { piece.span.of(value) });
    let shown = inline::visible(&parted);
    // A name may have such a sign inside, without spaces.
    let between = BETWEEN.iter().chain([" / ", " + ", " & "]);
    let listed = between.fold(shown.into_owned(), |text, word| text.replace(word, ","));
    let names = listed.split([',', ';', '、', '，']).map(|name| {
        let name = name.split(" (").next().unwrap_or(name).trim().trim_matches(['"', '\'', '“', '”', '„', '«', '»']);
        // The name of a flag has no spaces: `checkout_v2 in production`.
        let first = name.split_whitespace().next().unwrap_or(name);
        let is_key = first.contains(['_', '-', '.', '/']) && first != name;
        if is_key { first } else { name }.trim().to_owned()
    });
    names.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_flags_are_read_in_any_writing() {
        for value in [
            "`checkout_v2`",
            "checkout_v2",
            "[checkout_v2](https://flags.example.com/checkout_v2)",
            "\"checkout_v2\"",
            "[`checkout_v2`](https://flags.example.com)",
            "checkout_v2 (production)",
            "Turn `checkout_v2` on",
            "checkout_v2 in LaunchDarkly",
            "checkout_v2[^1]",
            "~~`checkout_v1`~~ `checkout_v2`",
            "\u{200f}checkout_\u{200b}v2\u{200f}",
        ] {
            assert_eq!(flag_names(value), ["checkout_v2"], "{value}");
        }
        for value in [
            "`a.b` and `c/d`", "a.b, c/d", "a.b and c/d", "a.b und c/d", "`a.b`, `c/d`", "a.b / c/d", "a.b + c/d",
            "a.b<br>c/d", "`a.b`<br/>`c/d`",
        ] {
            assert_eq!(flag_names(value), ["a.b", "c/d"], "{value}");
        }
    }
}
