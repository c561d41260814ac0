//! A dialogue: one question a line, on the terminal that the person sits at.

use crate::error::Error;
use crate::report::terminal;
use std::io::{self, BufRead, IsTerminal, Write};

/// Whether there is a person to ask. In CI there is none, whatever the terminal says.
pub(super) fn has_somebody_to_ask() -> bool {
    let is_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
    io::stdin().is_terminal() && io::stderr().is_terminal() && !is_ci
}

/// Where questions are asked and answers come from.
pub(super) struct Dialogue<'a> {
    pub(super) answers: &'a mut dyn BufRead,
    pub(super) questions: &'a mut dyn Write,
}

impl Dialogue<'_> {
    /// Asks until the answer can be used. An empty answer stands for `usual`, where there is one.
    /// `read` gives what the answer means, or what is wrong with it.
    ///
    /// # Errors
    /// When the answers end.
    pub(super) fn ask<T>(
        &mut self,
        question: &str,
        usual: Option<&str>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Error> {
        loop {
            let shown = usual.map_or_else(String::new, |usual| format!(" [{}]", terminal(usual)));
            write!(self.questions, "{question}{shown} ")?;
            self.questions.flush()?;
            let mut answer = String::new();
            if self.answers.read_line(&mut answer)? == 0 {
                writeln!(self.questions)?;
                return Err(Error::new("the questions were not answered to the end, so nothing was written")
                    .help("run it again, or say all at once: --to STAGE --by NAME --because TEXT"));
            }
            let answer = answer.trim();
            let answer = if answer.is_empty() { usual.unwrap_or_default() } else { answer };
            match read(answer) {
                Ok(read) => return Ok(read),
                Err(wrong) => writeln!(self.questions, "  {}", terminal(&wrong))?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Result<u32, String> {
        text.parse().map_err(|_| format!("`{text}` is no number"))
    }

    #[test]
    fn a_question_is_asked_until_its_answer_can_be_used() {
        let (mut answers, mut questions) = (&b"two\n\n"[..], Vec::new());
        let mut dialogue = Dialogue { answers: &mut answers, questions: &mut questions };
        assert_eq!(dialogue.ask("Which stage?", Some("1"), number).expect("it was answered"), 1);
        let error = dialogue.ask("Which stage?", None, number).expect_err("the answers ended");
        assert!(error.message().contains("nothing was written"), "{error}");
        let said = String::from_utf8(questions).expect("text");
        assert_eq!(said, "Which stage? [1]   `two` is no number\nWhich stage? [1] Which stage? \n");
    }
}
