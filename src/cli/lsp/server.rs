//! Takes the messages of an editor, one after the other, and answers them.

use super::actions::{self, OfferedDecision};
use super::client::Client;
use super::completion;
use super::definition::definitions;
use super::diagnostics::{Writer, words_of};
use super::hover;
use super::judged::{Asked, Judged, judged};
use super::lens::lenses;
use super::opened::Opened;
use super::place::Columns;
use super::texts::{Home, Texts};
use crate::error::Error;
use crate::report::page::Pages;
use crate::text::{Source, Span};
use ls_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Exit,
    Initialized, LogMessage, Notification as _, PublishDiagnostics, ShowMessage,
};
use ls_types::request::{
    CodeActionRequest, CodeLensRequest, Completion, GotoDefinition, HoverRequest, Initialize, RegisterCapability,
    Request as _, Shutdown,
};
use ls_types::{
    CodeActionOrCommand, CodeActionParams, CodeLens, CodeLensParams, CompletionParams, CompletionResponse, Diagnostic,
    DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, FileSystemWatcher, GlobPattern, GotoDefinitionParams, GotoDefinitionResponse, Hover,
    HoverContents, HoverParams, LogMessageParams, MarkupContent, MarkupKind, MessageType, PublishDiagnosticsParams,
    Registration, RegistrationParams, ShowMessageParams, Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// So long nothing may come in before the open texts are judged: a burst of edits is judged once.
const QUIET: Duration = Duration::from_millis(15);

/// So long a burst of edits may last before the open texts are judged all the same.
const LONGEST_BURST: Duration = Duration::from_millis(300);

/// How a session ends.
pub(super) enum Ending {
    /// As the protocol has it: `shutdown`, then `exit`.
    Goodbye,
    /// The editor is gone, or what it sends cannot be read.
    Silence,
}

/// Edits that nobody has judged yet.
#[derive(Clone, Copy)]
struct Burst {
    began: Instant,
    latest: Instant,
}

/// One open plan, with the decisions that can be recorded in it once somebody asks for them.
struct Desk {
    opened: Opened,
    decisions: OnceCell<Vec<OfferedDecision>>,
}

/// A session with an editor.
pub(super) struct Server<'a> {
    connection: &'a Connection,
    asked: Asked,
    pages: Pages,
    client: Option<Client>,
    is_shut_down: bool,
    texts: Texts,
    burst: Option<Burst>,
    /// What was found in each home, by its root.
    judged: BTreeMap<PathBuf, Judged>,
    /// The files of each home that show something.
    shown: BTreeMap<PathBuf, BTreeSet<Uri>>,
    /// The open texts as plans by themselves, as far as somebody asked since the last edit.
    desks: BTreeMap<Uri, Option<Desk>>,
    /// What was said already.
    said: BTreeSet<String>,
}

impl<'a> Server<'a> {
    pub(super) fn new(connection: &'a Connection, asked: Asked, pages: Pages) -> Server<'a> {
        Server {
            connection,
            asked,
            pages,
            client: None,
            is_shut_down: false,
            texts: Texts::default(),
            burst: None,
            judged: BTreeMap::new(),
            shown: BTreeMap::new(),
            desks: BTreeMap::new(),
            said: BTreeSet::new(),
        }
    }

    /// Answers until the editor is done.
    pub(super) fn serve(mut self) -> Ending {
        loop {
            let message = match self.burst {
                None => self.connection.receiver.recv().map(Some).ok(),
                Some(burst) => match self.connection.receiver.recv_deadline(burst.ends()) {
                    Ok(message) => Some(Some(message)),
                    Err(error) => error.is_timeout().then_some(None),
                },
            };
            match message {
                None => return Ending::Silence,
                Some(None) => self.judge(),
                Some(Some(Message::Notification(notification))) if notification.method == Exit::METHOD => {
                    return if self.is_shut_down { Ending::Goodbye } else { Ending::Silence };
                }
                Some(Some(Message::Notification(notification))) => self.take(notification),
                Some(Some(Message::Request(request))) => {
                    let response = self.answer(request);
                    self.send(Message::Response(response));
                }
                // The answer to a registration says nothing that matters.
                Some(Some(Message::Response(_))) => {}
            }
        }
    }

    fn columns(&self) -> Columns {
        self.client.map_or(Columns::Utf16, |client| client.columns)
    }

    // --- what comes in ---

    fn take(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let taken = guarded("a message was read", || match method.as_str() {
            Initialized::METHOD => {
                self.ask_for_watching();
                Ok(())
            }
            DidOpenTextDocument::METHOD => {
                let DidOpenTextDocumentParams { text_document } = read(params)?;
                self.texts.put(text_document.uri, text_document.version, text_document.text);
                self.touch();
                Ok(())
            }
            DidChangeTextDocument::METHOD => {
                let DidChangeTextDocumentParams { text_document, content_changes } = read(params)?;
                // Each change holds the whole text.
                if let Some(change) = content_changes.into_iter().next_back() {
                    self.texts.put(text_document.uri, text_document.version, change.text);
                }
                self.touch();
                Ok(())
            }
            DidCloseTextDocument::METHOD => {
                let DidCloseTextDocumentParams { text_document } = read(params)?;
                self.close(&text_document.uri);
                Ok(())
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => {
                self.touch();
                Ok(())
            }
            _ => Ok(()),
        });
        if let Err(error) = taken {
            self.complain(&error);
        }
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        if method == Initialize::METHOD {
            let client = Client::of(&params);
            self.client = Some(client);
            return Response::new_ok(id, client.greeting());
        }
        if method == Shutdown::METHOD {
            self.is_shut_down = true;
            return Response::new_ok(id, Value::Null);
        }
        if self.client.is_none() || self.is_shut_down {
            let (code, why) = match self.is_shut_down {
                true => (ErrorCode::InvalidRequest, "the session is over"),
                false => (ErrorCode::ServerNotInitialized, "the session has not begun"),
            };
            return Response::new_err(id, code as i32, why.to_owned());
        }
        match method.as_str() {
            CodeActionRequest::METHOD => self.answer_with(id, params, Server::actions),
            Completion::METHOD => self.answer_with(id, params, Server::completion),
            HoverRequest::METHOD => self.answer_with(id, params, Server::hover),
            CodeLensRequest::METHOD => self.answer_with(id, params, Server::lenses),
            GotoDefinition::METHOD => self.answer_with(id, params, Server::definition),
            _ => Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("{method} is not known here")),
        }
    }

    fn answer_with<P: DeserializeOwned, R: Serialize>(
        &mut self,
        id: RequestId,
        params: Value,
        work: fn(&mut Server<'a>, P) -> Result<R, Error>,
    ) -> Response {
        match guarded("a question was answered", || work(self, read(params)?)) {
            Ok(result) => Response::new_ok(id, result),
            Err(error) => Response::new_err(id, ErrorCode::InternalError as i32, words_of(&error)),
        }
    }

    // --- what goes out ---

    fn send(&self, message: Message) {
        // An editor that is gone ends the session by itself.
        let _ = self.connection.sender.send(message);
    }

    fn notify<N: ls_types::notification::Notification>(&self, params: N::Params) {
        self.send(Message::Notification(Notification::new(N::METHOD.to_owned(), params)));
    }

    /// Shows a fault of ours, or of the editor's messages.
    fn complain(&mut self, error: &Error) {
        let message = words_of(error);
        if self.said.insert(message.clone()) {
            self.notify::<ShowMessage>(ShowMessageParams { typ: MessageType::ERROR, message });
        }
    }

    /// Writes something into the log of the editor, once.
    fn log(&mut self, message: String) {
        if self.said.insert(message.clone()) {
            self.notify::<LogMessage>(LogMessageParams { typ: MessageType::INFO, message });
        }
    }

    /// Asks the editor to tell when files change that it does not show: configuration, template,
    /// flag files, other plans.
    fn ask_for_watching(&self) {
        if !self.client.is_some_and(|client| client.has_watching) {
            return;
        }
        let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
        let watchers = ["**/.rolloutlint.{yml,yaml}", "**/*.{md,markdown}", "**/*.{json,json5,jsonc,yml,yaml,toml}"];
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.map(watcher).to_vec() };
        let registration = Registration {
            id: "files".to_owned(),
            method: DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        self.send(Message::Request(Request::new(
            RequestId::from("files".to_owned()),
            RegisterCapability::METHOD.to_owned(),
            params,
        )));
    }

    // --- judging ---

    /// Notes that something changed.
    fn touch(&mut self) {
        let now = Instant::now();
        let began = self.burst.map_or(now, |burst| burst.began);
        self.burst = Some(Burst { began, latest: now });
        self.desks.clear();
    }

    fn close(&mut self, uri: &Uri) {
        self.texts.remove(uri);
        self.touch();
    }

    /// Judges what was edited, if anything was.
    fn judge(&mut self) {
        if self.burst.take().is_none() {
            return;
        }
        let roots: BTreeSet<PathBuf> = self.texts.iter().map(|(_, text)| Home::root_of(&text.file)).collect();
        // Where nothing is open any more, nothing is shown.
        let left: Vec<PathBuf> = self.shown.keys().filter(|root| !roots.contains(*root)).cloned().collect();
        for root in left {
            self.judged.remove(&root);
            self.show(root, BTreeMap::new());
        }
        for root in roots {
            if let Err(error) = guarded("the change was judged", || self.judge_home(root)) {
                self.complain(&error);
            }
        }
    }

    fn judge_home(&mut self, root: PathBuf) -> Result<(), Error> {
        let (home, judged) = match Home::of(&root.join("plan.md")) {
            Ok(home) => {
                let judged = judged(&home, &self.texts, &self.asked);
                (home, judged)
            }
            Err(fault) => {
                let judged = Judged { fault: Some(fault), ..Judged::default() };
                (Home { root: root.clone(), repository: None }, judged)
            }
        };
        let writer = Writer::new(&home, &self.texts, self.columns(), &self.pages);
        let diagnostics = writer.write(&judged);
        let against = judged.against.iter().map(|against| format!("{} is judged against {against}", root.display()));
        for message in against.chain(judged.notes.iter().cloned()).collect::<Vec<_>>() {
            self.log(message);
        }
        self.judged.insert(root.clone(), judged);
        self.show(root, diagnostics);
        Ok(())
    }

    /// Shows what was found in a home, and takes back what is found no more.
    fn show(&mut self, root: PathBuf, diagnostics: BTreeMap<Uri, Vec<Diagnostic>>) {
        let files: BTreeSet<Uri> = diagnostics.keys().cloned().collect();
        let before = self.shown.insert(root.clone(), files.clone()).unwrap_or_default();
        if files.is_empty() {
            self.shown.remove(&root);
        }
        let gone = before.difference(&files).map(|uri| (uri.clone(), Vec::new()));
        for (uri, diagnostics) in gone.chain(diagnostics) {
            let version = self.texts.get(&uri).map(|text| text.version);
            self.notify::<PublishDiagnostics>(PublishDiagnosticsParams { uri, diagnostics, version });
        }
    }

    // --- answers ---

    /// An open text as a plan by itself. `None` when it is no plan, and when it cannot be read.
    /// Then what is shown of the text says why.
    fn desk(&mut self, uri: &Uri) -> Option<&Desk> {
        if !self.desks.contains_key(uri) {
            let text = self.texts.get(uri);
            let opened = text.and_then(|text| Opened::read(text, &self.texts, &self.asked).ok()?);
            let desk = opened.map(|opened| Desk { opened, decisions: OnceCell::new() });
            self.desks.insert(uri.clone(), desk);
        }
        self.desks.get(uri).and_then(Option::as_ref)
    }

    fn actions(&mut self, params: CodeActionParams) -> Result<Vec<CodeActionOrCommand>, Error> {
        // The fixes are those of the text as it is now.
        self.judge();
        let (uri, range) = (params.text_document.uri, params.range);
        let Some(text) = self.texts.get(&uri) else { return Ok(Vec::new()) };
        let source = Source::new("", std::sync::Arc::clone(&text.text));
        let columns = self.columns();
        let (start, end) = (columns.offset(&source, range.start), columns.offset(&source, range.end));
        let selected = Span::new(start.min(end), start.max(end));
        let home = Home::of(&text.file)?;
        let path = home.path_of(&text.file);
        // A plan that cannot be read has the finding that says so, and nothing to do.
        let _ = self.desk(&uri);
        let writer = Writer::new(&home, &self.texts, columns, &self.pages);
        let findings = self.judged.get(&home.root).map_or(&[][..], |judged| &judged.findings);
        let mut all = path.map_or_else(Vec::new, |path| actions::fixes(findings, &path, selected, &writer));
        if let Some(Some(desk)) = self.desks.get(&uri) {
            let is_new = |action: &ls_types::CodeAction| all.iter().all(|known| known.edit != action.edit);
            let boxes: Vec<_> = actions::boxes(&desk.opened, selected, &writer).into_iter().filter(is_new).collect();
            all.extend(boxes);
            if actions::is_place_for_decisions(&desk.opened, selected) {
                if desk.decisions.get().is_none() {
                    let _ = desk.decisions.set(actions::decisions(&desk.opened, &self.asked, &writer)?);
                }
                let has_disabled = self.client.is_some_and(|client| client.has_disabled_actions);
                let offered = desk.decisions.get().into_iter().flatten();
                all.extend(offered.filter_map(|decision| decision.action(has_disabled)));
            }
        }
        if let Some(only) = params.context.only {
            all.retain(|action| {
                let kind = action.kind.as_ref().map_or("", |kind| kind.as_str());
                only.iter().any(|wanted| {
                    let wanted = wanted.as_str();
                    wanted.is_empty() || kind == wanted || kind.starts_with(&format!("{wanted}."))
                })
            });
        }
        Ok(all.into_iter().map(CodeActionOrCommand::CodeAction).collect())
    }

    fn completion(&mut self, params: CompletionParams) -> Result<Option<CompletionResponse>, Error> {
        let place = params.text_document_position;
        let columns = self.columns();
        let Some(desk) = self.desk(&place.text_document.uri) else { return Ok(None) };
        let offset = columns.offset(desk.opened.source(), place.position);
        Ok(Some(CompletionResponse::Array(completion::items(&desk.opened, offset, columns))))
    }

    fn hover(&mut self, params: HoverParams) -> Result<Option<Hover>, Error> {
        self.judge();
        let place = params.text_document_position_params;
        let columns = self.columns();
        let _ = self.desk(&place.text_document.uri);
        let Some(Some(Desk { opened, .. })) = self.desks.get(&place.text_document.uri) else { return Ok(None) };
        let against = self.judged.get(&opened.home.root).and_then(|judged| judged.against.as_deref());
        let source = opened.source();
        let shown = hover::shown(opened, columns.offset(source, place.position), against);
        Ok(shown.map(|shown| Hover {
            contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: shown.text }),
            range: Some(columns.range(source, shown.span)),
        }))
    }

    fn lenses(&mut self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>, Error> {
        let columns = self.columns();
        let desk = self.desk(&params.text_document.uri);
        Ok(desk.map(|desk| lenses(&desk.opened, columns)))
    }

    fn definition(&mut self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>, Error> {
        let place = params.text_document_position_params;
        let (uri, columns) = (place.text_document.uri, self.columns());
        let _ = self.desk(&uri);
        let Some(Some(Desk { opened, .. })) = self.desks.get(&uri) else { return Ok(None) };
        let writer = Writer::new(&opened.home, &self.texts, columns, &self.pages);
        let found = definitions(opened, columns.offset(opened.source(), place.position), &writer);
        Ok((!found.is_empty()).then_some(GotoDefinitionResponse::Array(found)))
    }
}

impl Burst {
    /// When the edits are judged, if no more come.
    fn ends(self) -> Instant {
        (self.latest + QUIET).min(self.began + LONGEST_BURST)
    }
}

/// Reads what a message carries.
///
/// # Errors
/// When it is not what the protocol says.
fn read<T: DeserializeOwned>(params: Value) -> Result<T, Error> {
    serde_json::from_value(params).map_err(|error| Error::new("a message is not what the protocol says").because(error))
}

/// Does some work, and gives a panic in it as an error: nothing ends a session but its editor.
///
/// # Errors
/// As the work does, and for a panic.
fn guarded<T>(what: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(Error::new(format!("internal error while {what}: {}", text.unwrap_or("it says no more")))
            .help("report this with the text that was open; the next edit is judged again"))
    })
}
