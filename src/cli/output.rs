//! Where the commands write to: standard output, files, and what a workflow shows.

use super::files::{failed_to_write, write_whole};
use crate::check::Report;
use crate::error::Error;
use crate::report::{self, Format, Formats, Options, Writer, terminal};
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Standard output. A reader that closes it early, as `head` does, has read enough: what comes
/// after goes nowhere, and changes no verdict and no write.
pub(super) struct Printed<W> {
    inner: W,
    is_closed: bool,
}

impl<W: Write> Printed<W> {
    pub(super) fn new(inner: W) -> Printed<W> {
        Printed { inner, is_closed: false }
    }

    fn unless_closed<T>(&mut self, nothing: T, write: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if self.is_closed {
            return Ok(nothing);
        }
        match write(&mut self.inner) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(nothing)
            }
            written => written,
        }
    }
}

impl<W: Write> Write for Printed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |inner| inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), W::flush)
    }
}

/// Writes to standard error. Nobody could be told that this failed.
pub(super) fn aside(bytes: &[u8]) {
    let _ = io::stderr().write_all(bytes);
}

/// An error as the terminal shows it: what went wrong, what the layer below said, what to do next.
pub(super) fn error_text(error: &Error) -> String {
    let mut text = format!("error: {}", terminal(&error.to_string()));
    let rest = [("cause", error.cause()), ("help", error.advice().map(str::to_owned))];
    for (what, words) in rest.iter().filter_map(|(what, words)| Some((what, words.as_ref()?))) {
        text.push_str(&format!("\n  {what}: {}", terminal(words)));
    }
    text
}

/// In a workflow nobody opens the log of a job before its annotations and its summary. Standard
/// error says it, too.
pub(super) fn say_where_people_look(error: &str, out: &mut dyn Write) {
    if !in_workflow() {
        return;
    }
    let _ = writeln!(out, "::error title=rolloutlint::{}", report::command_data(error));
    let Some(summary) = job_summary() else { return };
    let lines: Vec<String> = error.lines().map(|line| format!("> {}\n", report::Markdown::of(line))).collect();
    let page = format!("# rolloutlint: could not check\n\n{}", lines.join(">\n"));
    let file = std::fs::OpenOptions::new().create(true).append(true).open(summary);
    let _ = file.and_then(|mut file| file.write_all(page.as_bytes()));
}

fn in_workflow() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// The file that GitHub shows as the job's summary.
fn job_summary() -> Option<PathBuf> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// A format with the place where it goes. What is no report of a check has formats of its own, by
/// their names.
#[derive(Clone)]
pub(super) struct Output<F = Format> {
    pub(super) format: F,
    /// `None` is standard output.
    pub(super) file: Option<PathBuf>,
}

impl<F: FromStr<Err: fmt::Display>> FromStr for Output<F> {
    type Err = String;

    fn from_str(text: &str) -> Result<Output<F>, String> {
        let (name, file) = match text.split_once('=') {
            Some((name, "")) => return Err(format!("name the file behind it: `{name}=FILE`")),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = F::from_str(name).map_err(|error| error.to_string())?;
        Ok(Output { format, file })
    }
}

/// Writers of a thing, each with the file that it writes to instead of standard output.
type Writers<T> = Vec<(Writer<T>, Option<PathBuf>)>;

/// What writes `thing`, which has formats of its own, in those that were asked for; otherwise what
/// a person reads, on standard output.
pub(super) fn writers_of<T: ?Sized>(
    known: Formats<T>,
    asked: &[Output<String>],
    thing: &str,
) -> Result<Writers<T>, Error> {
    let writer_of = |Output { format, file }: &Output<String>| {
        let found = known.iter().find(|(known, _)| known == format).map(|(_, writer)| *writer);
        let writer = found.ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|(format, _)| *format).collect();
            Error::new(format!("{thing} cannot be written as `{format}`"))
                .help(format!("the formats are {}", names.join(", ")))
        })?;
        Ok((writer, file.clone()))
    };
    let human = [Output { format: "human".to_owned(), file: None }];
    let asked = if asked.is_empty() { &human } else { asked };
    asked.iter().map(writer_of).collect()
}

/// Lets a thing be written by each of its writers.
pub(super) fn write_each<T: ?Sized>(
    writers: Writers<T>,
    thing: &T,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let mut writers = writers.into_iter();
    writers.try_for_each(|(write, file)| {
        write_to(file.as_deref(), options, out, |options, out| write(thing, options, out))
    })
}

/// What was asked for. What goes to a file is written besides what is printed; when nothing was
/// asked to be printed, that is a person's report, and in a workflow also annotations and the job
/// summary.
pub(super) fn outputs(asked: &[Output]) -> Vec<Output> {
    if asked.iter().any(|output| output.file.is_none()) {
        return asked.to_vec();
    }
    let mut outputs = vec![Output { format: Format::Human, file: None }];
    if in_workflow() {
        outputs.push(Output { format: Format::Github, file: None });
        outputs.extend(job_summary().map(|file| Output { format: Format::Markdown, file: Some(file) }));
    }
    outputs.extend(asked.iter().cloned());
    outputs
}

pub(super) fn write_output(
    output: &Output,
    report: &Report,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    write_to(output.file.as_deref(), options, out, |options, out| report::write(output.format, report, options, out))
}

/// Lets something be written to a file, or to standard output when none is named.
fn write_to(
    file: Option<&Path>,
    options: &Options,
    out: &mut dyn Write,
    write: impl FnOnce(&Options, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    let Some(path) = file else { return Ok(write(options, out)?) };
    let failed =
        |error| failed_to_write(path)(error).help("name a file in a folder that is there, and that you may write to");
    let options = Options { has_color: false, most_in_full: Options::default().most_in_full, ..options.clone() };
    let write = |file: &mut dyn Write| write(&options, &mut Printed::new(file));
    // The job summary is shared by all steps of a job; every other file is ours.
    if job_summary().is_some_and(|summary| summary == path) {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        return file.and_then(|mut file| write(&mut file)).map_err(failed);
    }
    write_whole(path, write).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes so many bytes, and is closed then.
    struct Head(usize);

    impl Write for Head {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_closes_early_is_no_failure_and_any_other_fault_is() {
        let mut out = Printed::new(Head(3));
        out.write_all(b"all of the report").expect("closed, which is no failure");
        out.flush().expect("closed, which is no failure");
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                // Only the kind counts, whatever the words are.
                Err(io::Error::new(io::ErrorKind::StorageFull, "Broken pipe"))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert!(Printed::new(Full).write_all(b"report").is_err());
    }
}
