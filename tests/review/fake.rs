//! A stand-in for GitHub: one repository with one pull request, which remembers what was said in it. Every request is held
//! against GitHub's own description of its interface, and against what that description leaves out.

use crate::contract::{Contract, decode};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use rolloutlint::text::Hunk;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex};

/// One file of the pull request.
#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) previous_path: Option<String>,
    pub(crate) hunks: Vec<Hunk>,
    /// Whether the diff is too long for GitHub to show.
    pub(crate) hides_patch: bool,
}

/// Who a token stands for, and what it may do.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) login: String,
    pub(crate) kind: String,
    pub(crate) may_write: bool,
    /// Whether GraphQL tells the login.
    pub(crate) knows_itself: bool,
}

/// A comment on lines.
#[derive(Clone, Debug)]
pub(crate) struct Comment {
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) path: String,
    pub(crate) side: String,
    pub(crate) start_line: Option<u64>,
    pub(crate) line: u64,
    pub(crate) in_reply_to: Option<u64>,
}

/// A review.
#[derive(Clone, Debug)]
pub(crate) struct Review {
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) state: String,
}

/// What happens to the next write instead of, or besides, its being done.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Refused; nothing is done.
    Refuse { status: u16, headers: Vec<(&'static str, String)>, message: &'static str },
    /// Done, and then the answer gets lost.
    DoneButUnsaid,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Value,
}

/// All that the stand-in knows.
#[derive(Clone)]
pub(crate) struct State {
    /// The path before every REST route: empty, or `/api/v3` as on GitHub Enterprise Server.
    pub(crate) rest_root: &'static str,
    /// The path of GraphQL.
    pub(crate) graphql_path: &'static str,
    pub(crate) accounts: HashMap<String, Account>,
    pub(crate) head: String,
    /// The head from the n-th look at the pull request on, counted down.
    pub(crate) next_head: Option<(usize, String)>,
    /// The full name of the head's repository; `None` when the fork is gone.
    pub(crate) head_repository: Option<String>,
    pub(crate) base_ref: String,
    pub(crate) merge_base: Option<String>,
    pub(crate) files: Vec<File>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) reviews: Vec<Review>,
    /// Paths whose comments GitHub refuses for a reason of its own.
    pub(crate) refused_paths: Vec<String>,
    pub(crate) faults: VecDeque<Fault>,
    /// The size of a page when less than asked for, so that few items fill several pages.
    pub(crate) page_size: usize,
    pub(crate) requests: Vec<Seen>,
    pub(crate) violations: Vec<String>,
}

/// The token of the account that every stand-in knows.
pub(crate) const TOKEN: &str = "ghs_workflow";
/// The commit that the pull request ends in.
pub(crate) const HEAD: &str = "1111111111111111111111111111111111111111";

impl State {
    /// Pull request 7 of acme/shop, seen by a workflow that may write.
    pub(crate) fn new(files: Vec<File>) -> State {
        let workflow = Account {
            login: "github-actions[bot]".to_owned(),
            kind: "Bot".to_owned(),
            may_write: true,
            knows_itself: true,
        };
        State {
            rest_root: "",
            graphql_path: "/graphql",
            accounts: HashMap::from([(TOKEN.to_owned(), workflow)]),
            head: HEAD.to_owned(),
            next_head: None,
            head_repository: Some("acme/shop".to_owned()),
            base_ref: "main".to_owned(),
            merge_base: None,
            files,
            comments: Vec::new(),
            reviews: Vec::new(),
            refused_paths: Vec::new(),
            faults: VecDeque::new(),
            page_size: 100,
            requests: Vec::new(),
            violations: Vec::new(),
        }
    }

    pub(crate) fn account(&mut self) -> &mut Account {
        self.accounts.get_mut(TOKEN).expect("the workflow's account")
    }

    fn user(&self, login: &str) -> Value {
        let known = self.accounts.values().find(|account| account.login == login);
        json!({ "login": login, "type": known.map_or("User", |account| account.kind.as_str()) })
    }
}

/// Costs a moment to compile, and every test needs it.
static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::new);

type Shared = Arc<Mutex<State>>;

/// A running stand-in. Ends with a panic when a request broke the contract.
pub(crate) struct Fake {
    /// Its address without a path.
    pub(crate) address: String,
    state: Shared,
}

impl Fake {
    /// Starts it on a free port of this machine, in a thread of its own.
    pub(crate) fn start(state: State) -> Fake {
        let state = Arc::new(Mutex::new(state));
        let router = router(state.clone());
        let (send, receive) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                send.send(listener.local_addr().expect("an address")).expect("the test waits");
                axum::serve(listener, router).await.expect("serving");
            });
        });
        Fake { address: format!("http://{}", receive.recv().expect("the thread runs")), state }
    }

    /// What it knows now.
    pub(crate) fn state(&self) -> State {
        self.state.lock().expect("no handler panics").clone()
    }

    /// Changes what it knows.
    pub(crate) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().expect("no handler panics"));
    }

    /// How many requests with this method there were below the REST root.
    pub(crate) fn count(&self, method: &str) -> usize {
        let state = self.state();
        state.requests.iter().filter(|seen| seen.method == method && seen.path != state.graphql_path).count()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        let Ok(state) = self.state.lock() else { return };
        if !std::thread::panicking() {
            assert_eq!(state.violations, Vec::<String>::new(), "requests broke GitHub's contract");
        }
    }
}

/// The stand-in as a service, for whatever serves it.
pub(crate) fn router(state: Shared) -> Router {
    Router::new().fallback(move |request: Request<Body>| {
        let state = state.clone();
        async move {
            let (parts, body) = request.into_parts();
            let bytes = to_bytes(body, 10 << 20).await.unwrap_or_default();
            let incoming = Incoming {
                method: parts.method.to_string(),
                path: parts.uri.path().to_owned(),
                query: pairs(parts.uri.query().unwrap_or_default()),
                headers: parts.headers,
                body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            };
            let mut state = state.lock().expect("no handler panics");
            answer(&mut state, &CONTRACT, incoming).into_response()
        }
    })
}

struct Incoming {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Value,
}

struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Value,
}

impl Answer {
    fn ok(body: Value) -> Answer {
        Answer { status: 200, headers: Vec::new(), body }
    }

    fn error(status: u16, message: &str) -> Answer {
        Answer { status, headers: Vec::new(), body: json!({ "message": message }) }
    }

    fn invalid(errors: Value) -> Answer {
        Answer {
            status: 422,
            headers: Vec::new(),
            body: json!({ "message": "Unprocessable Entity", "errors": errors }),
        }
    }

    fn into_response(self) -> Response<Body> {
        let mut response = Response::builder().status(StatusCode::from_u16(self.status).expect("a status"));
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(Body::from(self.body.to_string())).expect("a response")
    }
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

fn answer(state: &mut State, contract: &Contract, request: Incoming) -> Answer {
    if request.path == "/__requests" {
        let seen =
            state.requests.iter().map(|seen| json!({ "method": seen.method, "path": seen.path, "body": seen.body }));
        return Answer::ok(seen.collect());
    }
    state.requests.push(Seen {
        method: request.method.clone(),
        path: request.path.clone(),
        body: request.body.clone(),
    });
    let token = request.headers.get("authorization").and_then(|value| value.to_str().ok());
    let account = token.and_then(|token| state.accounts.get(token.strip_prefix("Bearer ")?)).cloned();
    let Some(account) = account else {
        return Answer::error(401, "Bad credentials");
    };
    if request.path == state.graphql_path {
        return graphql(state, &account, &request.body);
    }
    let path = request.path.strip_prefix(state.rest_root).unwrap_or("outside the root");
    let call = match contract.judge(&request.method, path, &request.query, &request.body) {
        Ok(call) => call,
        Err(violation) => {
            state.violations.push(format!("{} {}: {violation}", request.method, request.path));
            return Answer::error(400, "see the violations");
        }
    };
    let value = |name: &str| call.path.get(name).map(String::as_str).unwrap_or_default();
    if (value("owner"), value("repo")) != ("acme", "shop") || !["", "7"].contains(&value("pull_number")) {
        return Answer::error(404, "Not Found");
    }
    match call.operation.as_str() {
        "pulls/get" => pull(state),
        "pulls/list-files" => paged(state, &request, state.files.iter().map(file).collect()),
        "pulls/list-review-comments" => paged(state, &request, comments(state)),
        "pulls/list-reviews" => paged(state, &request, reviews(state)),
        "pulls/create-review" => write(state, &account, |state| create_review(state, &account, &request.body)),
        "repos/compare-commits-with-basehead" => compare(state, value("basehead")),
        other => {
            state.violations.push(format!("{other} is not played"));
            Answer::error(500, "not played")
        }
    }
}

fn graphql(state: &mut State, account: &Account, body: &Value) -> Answer {
    let query: Vec<&str> = body["query"].as_str().unwrap_or_default().split_whitespace().collect();
    if query.join(" ") != "query { viewer { login } }" {
        state.violations.push(format!("unknown GraphQL query: {body}"));
        return Answer::error(400, "see the violations");
    }
    if !account.knows_itself {
        // GraphQL refuses with success.
        let error = json!({ "type": "FORBIDDEN", "message": "Resource not accessible by integration" });
        return Answer::ok(json!({ "data": null, "errors": [error] }));
    }
    Answer::ok(json!({ "data": { "viewer": { "login": account.login } } }))
}

fn pull(state: &mut State) -> Answer {
    if let Some((looks, head)) = state.next_head.take() {
        match looks {
            0 => state.head = head,
            _ => state.next_head = Some((looks - 1, head)),
        }
    }
    let repository = |name: &str| json!({ "full_name": name, "html_url": format!("https://github.com/{name}") });
    Answer::ok(json!({
        "number": 7,
        "head": { "sha": state.head, "repo": state.head_repository.as_deref().map(repository) },
        "base": { "ref": state.base_ref, "sha": "0".repeat(39) + "b", "repo": repository("acme/shop") },
    }))
}

fn file(file: &File) -> Value {
    let mut answer = json!({ "filename": file.path, "status": "modified" });
    if let Some(previous) = &file.previous_path {
        answer["previous_filename"] = json!(previous);
    }
    if !file.hides_patch {
        let range = |range: &std::ops::Range<u32>| format!("{},{}", range.start, range.len());
        let hunks = file.hunks.iter();
        let hunks = hunks.map(|hunk| format!("@@ -{} +{} @@ ## Stage\n+text", range(&hunk.before), range(&hunk.after)));
        answer["patch"] = json!(hunks.collect::<Vec<String>>().join("\n"));
    }
    answer
}

fn comments(state: &State) -> Vec<Value> {
    let comments = state.comments.iter().enumerate();
    comments
        .map(|(index, comment)| {
            let mut answer = json!({
                "id": index, "user": state.user(&comment.author), "body": comment.body, "path": comment.path,
                "side": comment.side, "line": comment.line, "start_line": comment.start_line,
            });
            if let Some(other) = comment.in_reply_to {
                answer["in_reply_to_id"] = json!(other);
            }
            answer
        })
        .collect()
}

fn reviews(state: &State) -> Vec<Value> {
    let reviews = state.reviews.iter().enumerate();
    reviews
        .map(|(index, review)| {
            json!({ "id": index, "user": state.user(&review.author), "body": review.body, "state": review.state })
        })
        .collect()
}

/// One page of a list, with the addresses of others as GitHub gives them.
fn paged(state: &State, request: &Incoming, items: Vec<Value>) -> Answer {
    let number = |name: &str, default: usize| {
        let value = request.query.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.parse().ok());
        value.unwrap_or(default)
    };
    let (size, page) = (number("per_page", 30).min(state.page_size), number("page", 1));
    let last = items.len().div_ceil(size).max(1);
    let mut answer = Answer::ok(items.into_iter().skip((page - 1) * size).take(size).collect());
    if page < last {
        let link = |page: usize, rel: &str| format!("<https://elsewhere.example/page?page={page}>; rel=\"{rel}\"");
        answer.headers.push(("link", format!("{}, {}", link(page + 1, "next"), link(last, "last"))));
    }
    answer
}

fn compare(state: &State, basehead: &str) -> Answer {
    let expected = format!("{}...{}", state.base_ref, state.head);
    match &state.merge_base {
        Some(id) if basehead == expected => {
            Answer::ok(json!({ "merge_base_commit": { "sha": id }, "commits": [], "files": [] }))
        }
        _ => Answer::error(404, "Not Found"),
    }
}

/// A write, with its permission and whatever is to go wrong.
fn write(state: &mut State, account: &Account, act: impl FnOnce(&mut State) -> Answer) -> Answer {
    if !account.may_write {
        return Answer::error(403, "Resource not accessible by integration");
    }
    match state.faults.pop_front() {
        None => act(state),
        Some(Fault::Refuse { status, headers, message }) => Answer { headers, ..Answer::error(status, message) },
        Some(Fault::DoneButUnsaid) => {
            act(state);
            Answer { body: Value::String("<html>Unicorn!</html>".to_owned()), ..Answer::error(502, "") }
        }
    }
}

/// All or nothing, and the refusal names no culprit.
fn create_review(state: &mut State, account: &Account, review: &Value) -> Answer {
    let body = review["body"].as_str().unwrap_or_default();
    if review["event"] == "COMMENT" && body.trim().is_empty() {
        return Answer::invalid(json!(["Body can't be blank"]));
    }
    let wanted = review["comments"].as_array().cloned().unwrap_or_default();
    let bodies = wanted.iter().map(|comment| comment["body"].as_str().unwrap_or_default()).chain([body]);
    if bodies.into_iter().any(|body| body.chars().count() > 65_536) {
        return Answer::invalid(json!(["Body is too long (maximum is 65536 characters)"]));
    }
    if review["commit_id"] != json!(state.head) {
        return Answer::invalid(json!(["Commit is not part of the pull request"]));
    }
    if !wanted.iter().all(|comment| is_in_diff(state, comment)) {
        return Answer::invalid(json!(["Line must be part of the diff"]));
    }
    state.reviews.push(Review { author: account.login.clone(), body: body.to_owned(), state: "COMMENTED".to_owned() });
    state.comments.extend(wanted.iter().map(|comment| {
        let text = |name: &str| comment[name].as_str().unwrap_or_default().to_owned();
        Comment {
            author: account.login.clone(),
            body: text("body"),
            path: text("path"),
            side: text("side"),
            start_line: comment["start_line"].as_u64(),
            line: comment["line"].as_u64().unwrap_or_default(),
            in_reply_to: None,
        }
    }));
    Answer::ok(json!({ "id": state.reviews.len(), "state": "COMMENTED" }))
}

fn is_in_diff(state: &State, comment: &Value) -> bool {
    let Some(file) = state.files.iter().find(|file| comment["path"] == json!(file.path)) else {
        return false;
    };
    let (side, start_side) = (comment["side"].as_str(), comment["start_side"].as_str());
    let (Some(line), Some(side @ ("LEFT" | "RIGHT"))) = (comment["line"].as_u64(), side) else {
        return false;
    };
    let start = comment["start_line"].as_u64();
    if start.is_some() != start_side.is_some() || start_side.is_some_and(|other| other != side) {
        return false;
    }
    // GitHub refuses a comment that begins on the line that it ends on.
    if start.is_some_and(|start| start >= line) || state.refused_paths.contains(&file.path) {
        return false;
    }
    file.hunks.iter().any(|hunk| {
        let shown = if side == "LEFT" { &hunk.before } else { &hunk.after };
        let has = |line: u64| u32::try_from(line).is_ok_and(|line| shown.contains(&line));
        has(line) && start.is_none_or(has)
    })
}
