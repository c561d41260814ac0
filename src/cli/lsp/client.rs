//! What an editor can do, as far as it matters, and what it is told that this server can do.

use super::place::Columns;
use ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, CompletionOptions,
    HoverProviderCapability, InitializeResult, OneOf, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};
use serde_json::Value;

/// What an editor can do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    pub(super) columns: Columns,
    /// It shows an action that cannot be taken, with the reason.
    pub(super) has_disabled_actions: bool,
    /// It watches files when it is asked to.
    pub(super) has_watching: bool,
}

impl Client {
    /// Reads what an editor says of itself. Whatever else it says is left alone, so that no
    /// editor is refused for it.
    pub(super) fn of(params: &Value) -> Client {
        let says = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let is_true = |path: &str| says(path).and_then(Value::as_bool).unwrap_or(false);
        let offered: Vec<String> = says("general/positionEncodings")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .unwrap_or_default();
        Client {
            columns: Columns::of(&offered),
            has_disabled_actions: is_true("textDocument/codeAction/disabledSupport"),
            has_watching: is_true("workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }

    /// What this server can do.
    pub(super) fn greeting(self) -> InitializeResult {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            // A plan is small, and whole texts cannot go astray.
            change: Some(TextDocumentSyncKind::FULL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR]),
            ..CodeActionOptions::default()
        };
        let completion =
            CompletionOptions { trigger_characters: Some(vec!["|".to_owned()]), ..CompletionOptions::default() };
        let capabilities = ServerCapabilities {
            position_encoding: Some(self.columns.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
            completion_provider: Some(completion),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
            definition_provider: Some(OneOf::Left(true)),
            ..ServerCapabilities::default()
        };
        let server =
            ServerInfo { name: env!("CARGO_PKG_NAME").to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        InitializeResult { capabilities, server_info: Some(server), ..InitializeResult::default() }
    }
}
