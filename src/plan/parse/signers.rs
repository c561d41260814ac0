//! The people below the first line of an entry, who stand there without a label.

use super::entries::{FirstLine, Lead, Words};
use super::log::{LONGEST_LINE, LogReader, shifted};
use crate::outline::Field;
use crate::plan::people::{may_name_people, names_people};
use crate::text::{Span, is_cjk};
use crate::words::people::BY;

impl LogReader<'_> {
    /// The people whom some lines of an entry name, and the other lines. The people are the first
    /// lines or the last ones, and each of their lines names nobody but people.
    pub(super) fn signers(&self, words: Span) -> Option<(Span, Span)> {
        let lines = self.lines_of(words);
        let names = |line: &Span| line.len() <= LONGEST_LINE && names_people(self.source.slice(self.signer(*line)));
        // A short line in a script without capitals may be a reason as well.
        let is_clear = lines.len() > 1 || !self.source.slice(words).contains(is_cjk);
        let behind = lines.iter().rev().take_while(|line| names(line)).count();
        let (people, others) = match behind {
            0 => lines.split_at(lines.iter().take_while(|line| names(line)).count()),
            count => {
                let (others, people) = lines.split_at(lines.len() - count);
                (people, others)
            }
        };
        let whole = |lines: &[Span]| Some(lines.first()?.to(*lines.last()?));
        let people = whole(people).filter(|_| is_clear)?;
        Some((self.signer(people), whole(others).unwrap_or(Span::at(words.start))))
    }

    /// The parts of an item's text. Its last lines may be the people who decided.
    pub(super) fn signed_lead(&self, words: &Words, text: Span) -> Lead {
        let read = |text: Span| shifted(words.lead(self.source.slice(text), FirstLine::Item), text.start);
        let first = self.source.line_span(self.source.line(text.start)).end;
        let signed = (first < text.end).then(|| self.signers(Span::new(first, text.end))).flatten();
        let behind = signed.filter(|(people, others)| others.start < people.start);
        if let Some((people, _)) = behind {
            let lead = read(Span::new(text.start, people.start.min(text.end)));
            // People whose names go on in the next line are read with it.
            if lead.decided_by.is_none() {
                return Lead { decided_by: Some(people), ..lead };
            }
        }
        read(text)
    }

    /// The people in the lines below a label for them that has no value of its own.
    pub(super) fn signers_behind(&self, field: &Field, fields: &[Field], body: Span) -> Span {
        let lines = self.lines_of(self.text_behind(field, fields, body));
        let named = lines.iter().take_while(|line| may_name_people(self.source.slice(**line)));
        named.copied().reduce(Span::to).unwrap_or(field.value)
    }

    /// The lines of a place that say something, without the marks of items.
    fn lines_of(&self, place: Span) -> Vec<Span> {
        let lines = self.source.line(place.start)..=self.source.line(place.end);
        let within = |line: Span| Span::new(line.start.max(place.start), line.end.min(place.end));
        let lines = lines.map(|number| self.trimmed(within(self.source.line_span(number))));
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// A line without the word before those who decided.
    fn signer(&self, line: Span) -> Span {
        let text = self.source.slice(line);
        let is_by = |by: &&str| text.get(..by.len()).is_some_and(|start| start.eq_ignore_ascii_case(by));
        Span::new(line.start + BY.iter().find(is_by).map_or(0, str::len), line.end)
    }
}
