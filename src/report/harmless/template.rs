//! Harmless text, and templates of ours that take text.

use crate::stage_number::StageNumber;
use jiff::civil::Date;
use std::fmt;
use std::marker::PhantomData;

/// Text that does no harm at its target. Only this room makes it from untrusted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Harmless<T>(pub(super) String, pub(super) PhantomData<T>);

/// Where text is shown.
pub(crate) trait Target: Clone + Default {
    /// Makes text harmless there, in one line.
    fn harmless(text: &str) -> String;
}

impl<T: Target> Harmless<T> {
    /// Makes text harmless.
    pub(crate) fn of(text: &str) -> Harmless<T> {
        Harmless(T::harmless(text), PhantomData)
    }

    /// Text of ours that stands in the program, as it is.
    pub(crate) fn ours(text: &'static str) -> Harmless<T> {
        Harmless(text.to_owned(), PhantomData)
    }

    /// Puts parts into the holes `{}` of a template of ours. [`fill`] sees to it that there is a
    /// part for each hole.
    pub(crate) fn filled(template: &'static str, parts: &[&dyn Part<T>]) -> Harmless<T> {
        let mut out = Harmless::default();
        let mut parts = parts.iter();
        for (index, piece) in template.split("{}").enumerate() {
            if index > 0 {
                parts.next().expect("a part for each hole").append_to(&mut out.0);
            }
            out.0.push_str(piece);
        }
        out
    }

    /// Items with a text of ours between them.
    pub(crate) fn joined(items: impl IntoIterator<Item = Harmless<T>>, between: &'static str) -> Harmless<T> {
        let items: Vec<String> = items.into_iter().map(|item| item.0).collect();
        Harmless(items.join(between), PhantomData)
    }

    pub(crate) fn push(&mut self, more: &Harmless<T>) {
        self.0.push_str(&more.0);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same without white space at its end.
    pub(crate) fn trim_end(&self) -> Harmless<T> {
        Harmless(self.0.trim_end().to_owned(), PhantomData)
    }
}

impl<T> fmt::Display for Harmless<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<T: Target> FromIterator<Harmless<T>> for Harmless<T> {
    fn from_iter<I: IntoIterator<Item = Harmless<T>>>(items: I) -> Harmless<T> {
        Harmless::joined(items, "")
    }
}

/// A value for a hole of a template. Harmless text stays as it is; other text becomes harmless.
pub(crate) trait Part<T> {
    fn append_to(&self, out: &mut String);
}

impl<T> Part<T> for Harmless<T> {
    fn append_to(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

impl<T: Target> Part<T> for str {
    fn append_to(&self, out: &mut String) {
        out.push_str(&T::harmless(self));
    }
}

impl<T: Target> Part<T> for String {
    fn append_to(&self, out: &mut String) {
        out.push_str(&T::harmless(self));
    }
}

impl<T, P: Part<T> + ?Sized> Part<T> for &P {
    fn append_to(&self, out: &mut String) {
        (**self).append_to(out);
    }
}

/// Nothing where there is nothing.
impl<T, P: Part<T>> Part<T> for Option<P> {
    fn append_to(&self, out: &mut String) {
        if let Some(part) = self {
            part.append_to(out);
        }
    }
}

/// A number with one digit behind the point.
pub(crate) struct Tenths(pub(crate) f64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.0)
    }
}

/// Makes parts of types that show as digits, points and hyphens.
macro_rules! harmless_numbers {
    ($($number:ty),*) => {
        $(impl<T> Part<T> for $number {
            fn append_to(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }
        })*
    };
}

harmless_numbers!(u8, u32, u64, usize, i32, f64, Tenths, Date, StageNumber);

/// Puts parts into the holes `{}` of a template: `fill!("<b>{}</b>", name)`.
macro_rules! fill {
    ($template:literal $(, $part:expr)* $(,)?) => {{
        const {
            let (holes, parts) = $crate::report::harmless::holes($template, [$(stringify!($part)),*]);
            assert!(holes == parts, "a part for each hole");
        }
        $crate::report::harmless::Harmless::filled($template, &[$(&$part),*])
    }};
}

pub(crate) use fill;

/// How many holes a template has, and how many parts there are for them.
pub(crate) const fn holes<const PARTS: usize>(template: &str, _: [&str; PARTS]) -> (usize, usize) {
    let bytes = template.as_bytes();
    let (mut count, mut at) = (0, 1);
    while at < bytes.len() {
        if bytes[at - 1] == b'{' && bytes[at] == b'}' {
            count += 1;
        }
        at += 1;
    }
    (count, PARTS)
}

#[cfg(test)]
mod tests {
    use super::super::{Html, Markdown};

    #[test]
    fn a_template_keeps_what_is_harmless_and_makes_the_rest_so() {
        let name: Html = fill!("<b>{}</b>", "<i title=\"{}\">");
        assert_eq!(name.as_str(), "<b>&lt;i title=&quot;{}&quot;&gt;</b>");
        let line: Html = fill!("{}: {}{}, {}", name, 3_usize, None::<&str>, Some(String::from("&")));
        assert_eq!(line.as_str(), "<b>&lt;i title=&quot;{}&quot;&gt;</b>: 3, &amp;");
        let cell: Markdown = fill!("| {} | {} |", "a|b", Markdown::code("*c*"));
        assert_eq!(cell.as_str(), "| a&#124;b | `*c*` |");
        assert_eq!(
            Markdown::of("*a*").link("https://a.example/(b) c").as_str(),
            "[\\*a\\*](https://a.example/(b%29%20c)"
        );
    }
}
