//! An editor that speaks the protocol over the standard input and output of the program.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// So long a test waits for a message: a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// A session with the program.
pub(crate) struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    incoming: Receiver<Value>,
    /// What came and nobody waited for yet.
    waiting: Vec<Value>,
    requests: i64,
}

/// What an editor can do that can do everything.
pub(crate) fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "codeAction": { "disabledSupport": true } },
        "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
    })
}

impl Editor {
    /// Starts the program and begins the session.
    pub(crate) fn start(command: Command, capabilities: Value) -> Editor {
        let mut editor = Editor::connect(command);
        let greeting =
            editor.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        assert!(greeting["capabilities"]["hoverProvider"].as_bool().unwrap(), "{greeting}");
        editor.tell("initialized", json!({}));
        editor
    }

    /// Starts the program, and says nothing.
    pub(crate) fn connect(mut command: Command) -> Editor {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, incoming) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Editor { child, input, incoming, waiting: Vec::new(), requests: 0 }
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        self.write(frame(message).as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&notification(method, params));
    }

    /// Sends a request, and gives its result.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask_for_any(method, params);
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Sends a request, and gives the whole answer.
    pub(crate) fn ask_for_any(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.wait(&format!("the answer to {method}"), |message| message["id"] == id && message["method"].is_null())
    }

    /// The first message of a kind, of those that came and those that come.
    pub(crate) fn wait(&mut self, what: &str, is_meant: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.waiting.iter().position(&is_meant) {
                return self.waiting.remove(at);
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.incoming.recv_timeout(left) {
                Ok(message) => self.waiting.push(message),
                Err(error) => panic!("{what} did not come ({error}); what came: {:#?}", self.waiting),
            }
        }
    }

    /// Everything that comes while nothing is asked.
    pub(crate) fn listen(&mut self, long: Duration) -> Vec<Value> {
        let end = Instant::now() + long;
        while let Ok(message) = self.incoming.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.waiting.push(message);
        }
        std::mem::take(&mut self.waiting)
    }

    pub(crate) fn open(&mut self, file: &Path, version: i32, text: &str) -> Vec<Value> {
        let document = json!({ "uri": uri(file), "languageId": "markdown", "version": version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.diagnostics(file, version)
    }

    pub(crate) fn edit(&mut self, file: &Path, version: i32, text: &str) -> Vec<Value> {
        self.tell("textDocument/didChange", change(file, version, text));
        self.diagnostics(file, version)
    }

    /// What is shown of a version of an open text.
    pub(crate) fn diagnostics(&mut self, file: &Path, version: i32) -> Vec<Value> {
        self.shown(file, &|params| params["version"] == version)
    }

    /// What is shown of a file that is not open.
    pub(crate) fn shown(&mut self, file: &Path, is_meant: &dyn Fn(&Value) -> bool) -> Vec<Value> {
        let name = uri(file);
        let message = self.wait(&format!("what is shown of {name}"), |message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics" && params["uri"] == *name && is_meant(params)
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// What an editor asks about a place.
    pub(crate) fn ask_at(&mut self, method: &str, file: &Path, (line, column): (usize, usize)) -> Value {
        let position = json!({ "line": line, "character": column });
        self.ask(method, json!({ "textDocument": { "uri": uri(file) }, "position": position }))
    }

    /// The actions on a line.
    pub(crate) fn actions(&mut self, file: &Path, line: usize) -> Vec<Value> {
        let place = json!({ "line": line, "character": 2 });
        let range = json!({ "start": place, "end": place });
        let params = json!({ "textDocument": { "uri": uri(file) }, "range": range, "context": { "diagnostics": [] } });
        self.ask("textDocument/codeAction", params).as_array().unwrap().clone()
    }

    /// Ends the session as the protocol has it.
    pub(crate) fn stop(mut self) -> ExitStatus {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().unwrap()
    }

    /// Closes the connection, and gives the exit code with what was written to standard error.
    pub(crate) fn hang_up(mut self) -> (Option<i32>, String) {
        drop(self.input.take());
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (self.child.wait().unwrap().code(), errors)
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How an editor names a file.
pub(crate) fn uri(file: &Path) -> String {
    let path = file.to_str().unwrap().replace('\\', "/").replace(' ', "%20");
    if path.starts_with('/') { format!("file://{path}") } else { format!("file:///{path}") }
}

pub(crate) fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

/// A message as it goes over the line.
pub(crate) fn frame(message: &Value) -> String {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len())
}

/// What says that a text is another one now.
pub(crate) fn change(file: &Path, version: i32, text: &str) -> Value {
    let document = json!({ "uri": uri(file), "version": version });
    json!({ "textDocument": document, "contentChanges": [{ "text": text }] })
}

fn read_message(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).unwrap())
}

/// The text that some edits of an editor make, by UTF-16.
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = position["character"].as_u64().unwrap() as usize;
        let mut at = start;
        for character in text[start..].chars() {
            if units == 0 {
                break;
            }
            units -= character.len_utf16();
            at += character.len_utf8();
        }
        at
    };
    let mut edits: Vec<(usize, usize, String)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (offset(&range["start"]), offset(&range["end"]), edit["newText"].as_str().unwrap().to_owned())
        })
        .collect();
    edits.sort_by_key(|(start, end, _)| std::cmp::Reverse((*start, *end)));
    let mut out = text.to_owned();
    for (start, end, new) in edits {
        out.replace_range(start..end, &new);
    }
    out
}
