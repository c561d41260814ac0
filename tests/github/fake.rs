//! A stand-in for GitHub: one repository with one pull request, which remembers what was said in
//! it. Every request is held against GitHub's own descriptions of its interfaces, and against what
//! those leave out.

use super::contract::{Contract, decode};
use super::graphql::Query;
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
    /// Whether it may write commit statuses.
    pub(crate) may_write_statuses: bool,
    /// Whether it may resolve threads, which the default token of a workflow may not.
    pub(crate) may_resolve: bool,
    /// Whether GraphQL says that it may, whatever is true.
    pub(crate) claims_to_resolve: Option<bool>,
    /// Whether GraphQL tells the login.
    pub(crate) knows_itself: bool,
}

/// A thread on lines, or on a file.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    pub(crate) path: String,
    pub(crate) side: String,
    pub(crate) start_line: Option<u64>,
    /// `None` once the line has changed, and on a file.
    pub(crate) line: Option<u64>,
    pub(crate) is_on_file: bool,
    /// Who resolved it.
    pub(crate) resolved_by: Option<String>,
    /// The first one opened it.
    pub(crate) comments: Vec<Comment>,
}

/// A comment in a thread, or on the pull request.
#[derive(Clone, Debug)]
pub(crate) struct Comment {
    pub(crate) id: u64,
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) reactions: u64,
    /// Whether somebody hid it.
    pub(crate) is_minimized: bool,
}

/// A review.
#[derive(Clone, Debug)]
pub(crate) struct Review {
    pub(crate) body: String,
}

/// A review by somebody else.
#[derive(Clone, Debug)]
pub(crate) struct PersonsReview {
    pub(crate) login: String,
    pub(crate) is_bot: bool,
    /// As GitHub says it: `APPROVED`, `CHANGES_REQUESTED`, `COMMENTED`, `DISMISSED`.
    pub(crate) state: String,
    pub(crate) commit: Option<String>,
}

/// A commit status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommitStatus {
    pub(crate) commit: String,
    pub(crate) state: String,
    pub(crate) context: String,
    pub(crate) description: String,
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
    /// Whether GraphQL knows the fields that are asked for, as on an older server.
    pub(crate) graphql_is_old: bool,
    pub(crate) accounts: HashMap<String, Account>,
    pub(crate) head: String,
    /// The head from the n-th look at the pull request on, counted down.
    pub(crate) next_head: Option<(usize, String)>,
    /// The same for the base branch.
    pub(crate) next_base: Option<(usize, String)>,
    /// The head that the pull request shows, when the branch has gone on and the files of the older
    /// head are still played.
    pub(crate) shown_head: Option<String>,
    /// The full name of the head's repository; `None` when the fork is gone.
    pub(crate) head_repository: Option<String>,
    pub(crate) head_ref: String,
    pub(crate) base_ref: String,
    pub(crate) merge_base: Option<String>,
    /// The newest commit of the base branch; as good as the merge base when nobody says.
    pub(crate) base_tip: Option<String>,
    /// Other branches, with their newest commit and its merge base with the head.
    pub(crate) branches: HashMap<String, (String, String)>,
    /// The repository on disk whose objects are given out.
    pub(crate) objects: Option<std::path::PathBuf>,
    /// How many requests for objects fail before one is answered.
    pub(crate) object_faults: usize,
    /// Whether the pull request is closed.
    pub(crate) is_closed: bool,
    pub(crate) files: Vec<File>,
    pub(crate) threads: Vec<Thread>,
    pub(crate) reviews: Vec<Review>,
    /// Who wrote the pull request.
    pub(crate) author: String,
    /// What others said of it, in the order of time.
    pub(crate) persons_reviews: Vec<PersonsReview>,
    /// In the order of time.
    pub(crate) statuses: Vec<CommitStatus>,
    /// Whether GraphQL answers nothing, while REST works.
    pub(crate) graphql_is_down: bool,
    /// Whether nobody is told of reviews.
    pub(crate) hides_reviews: bool,
    /// The comments on the pull request itself.
    pub(crate) comments: Vec<Comment>,
    /// The number of the newest comment.
    pub(crate) newest: u64,
    /// How often people were notified: by a review, a thread or a comment that is new.
    pub(crate) notifications: usize,
    /// Paths whose comments GitHub refuses for a reason of its own.
    pub(crate) refused_paths: Vec<String>,
    pub(crate) faults: VecDeque<Fault>,
    /// How many more writes there may be before none is accepted.
    pub(crate) writes_left: Option<usize>,
    /// The write, counted from here, that is done without anybody hearing of it.
    pub(crate) lost_answer: Option<usize>,
    /// How many writes were done.
    pub(crate) writes: usize,
    /// The size of a page when less than asked for, so that few items fill several pages.
    pub(crate) page_size: usize,
    /// What the next queries and mutations in GraphQL are refused with, as `type` and message.
    pub(crate) graphql_faults: VecDeque<(Option<&'static str>, &'static str)>,
    /// The same for the next mutation.
    pub(crate) mutation_fault: Option<(Option<&'static str>, &'static str)>,
    /// The threads as answers show them, for a server that is behind what was written.
    pub(crate) shown: Option<Vec<Thread>>,
    /// Holds answers to queries back until as many have come.
    pub(crate) rendezvous: Option<Arc<tokio::sync::Barrier>>,
    pub(crate) requests: Vec<Seen>,
    pub(crate) violations: Vec<String>,
}

/// The token of the account that every stand-in knows.
pub(crate) const TOKEN: &str = "ghs_workflow";
/// The login that it stands for.
pub(crate) const BOT: &str = "github-actions[bot]";
/// The commit that the pull request ends in.
pub(crate) const HEAD: &str = "1111111111111111111111111111111111111111";

impl State {
    /// Pull request 7 of acme/shop, seen by a workflow that may write.
    pub(crate) fn new(files: Vec<File>) -> State {
        let workflow = Account {
            login: BOT.to_owned(),
            kind: "Bot".to_owned(),
            may_write: true,
            may_write_statuses: true,
            may_resolve: false,
            claims_to_resolve: None,
            knows_itself: true,
        };
        State {
            rest_root: "",
            graphql_path: "/graphql",
            graphql_is_old: false,
            accounts: HashMap::from([(TOKEN.to_owned(), workflow)]),
            head: HEAD.to_owned(),
            next_head: None,
            next_base: None,
            shown_head: None,
            head_repository: Some("acme/shop".to_owned()),
            head_ref: "beta".to_owned(),
            base_ref: "main".to_owned(),
            merge_base: None,
            base_tip: None,
            branches: HashMap::new(),
            objects: None,
            object_faults: 0,
            is_closed: false,
            files,
            threads: Vec::new(),
            reviews: Vec::new(),
            author: "tlq".to_owned(),
            persons_reviews: Vec::new(),
            statuses: Vec::new(),
            graphql_is_down: false,
            hides_reviews: false,
            comments: Vec::new(),
            newest: 0,
            notifications: 0,
            refused_paths: Vec::new(),
            faults: VecDeque::new(),
            writes_left: None,
            lost_answer: None,
            writes: 0,
            page_size: 100,
            graphql_faults: VecDeque::new(),
            mutation_fault: None,
            shown: None,
            rendezvous: None,
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

    /// A number for a new comment. GitHub's are too large for GraphQL's `Int`.
    pub(crate) fn number(&mut self) -> u64 {
        self.newest += 1;
        3_000_000_000 + self.newest
    }

    /// A comment by somebody.
    pub(crate) fn comment(&mut self, author: &str, body: &str) -> Comment {
        Comment {
            id: self.number(),
            author: author.to_owned(),
            body: body.to_owned(),
            reactions: 0,
            is_minimized: false,
        }
    }

    /// Somebody replies in a thread.
    pub(crate) fn reply(&mut self, thread: usize, author: &str) {
        let reply = self.comment(author, "Is that so?");
        self.threads[thread].comments.push(reply);
    }

    /// A new commit is pushed. `moved` tells of each line where it is now; a line that has changed
    /// is nowhere.
    pub(crate) fn push(&mut self, head: &str, files: Vec<File>, moved: impl Fn(u64) -> Option<u64>) {
        self.head = head.to_owned();
        for thread in self.threads.iter_mut().filter(|thread| thread.side == "RIGHT") {
            let is_whole = thread.start_line.is_none_or(|start| moved(start).is_some());
            thread.line = thread.line.and_then(&moved).filter(|_| is_whole);
            thread.start_line = thread.start_line.and_then(&moved).filter(|_| thread.line.is_some());
            // A thread goes with its file.
            if let Some(file) = files.iter().find(|file| file.previous_path.as_ref() == Some(&thread.path)) {
                thread.path = file.path.clone();
            }
        }
        self.files = files;
    }

    /// What anybody would see, without numbers and without the commit that was judged.
    pub(crate) fn seen(&self) -> Vec<String> {
        let text = |body: &str| body.replace(&self.head, "HEAD").replace(&self.head[..7], "HEAD");
        let threads = self.threads.iter().map(|thread| {
            let said: Vec<String> =
                thread.comments.iter().map(|comment| format!("{}: {}", comment.author, text(&comment.body))).collect();
            format!("{} {} {:?} {:?} {}", thread.path, thread.side, thread.line, thread.resolved_by, said.join(" / "))
        });
        let comments = self.comments.iter().map(|comment| format!("{}: {}", comment.author, text(&comment.body)));
        let mut seen: Vec<String> = threads.chain(comments).collect();
        seen.sort();
        seen
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
            let barrier = state.lock().expect("no handler panics").rendezvous.clone();
            if let Some(barrier) = barrier.filter(|_| parts.uri.path().ends_with("/graphql")) {
                // Whoever comes alone is not kept waiting for ever.
                let _ = tokio::time::timeout(std::time::Duration::from_millis(300), barrier.wait()).await;
            }
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

    fn empty() -> Answer {
        Answer { status: 204, headers: Vec::new(), body: Value::Null }
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
        let body = if self.status == 204 { Body::empty() } else { Body::from(self.body.to_string()) };
        response.body(body).expect("a response")
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
    if request.path == "/__said" {
        let threads = state.threads.iter().map(|thread| {
            let bodies: Vec<&str> = thread.comments.iter().map(|comment| comment.body.as_str()).collect();
            json!({ "path": thread.path, "side": thread.side, "line": thread.line, "resolved_by": thread.resolved_by, "comments": bodies })
        });
        let threads: Vec<Value> = threads.collect();
        let bodies: Vec<&str> = state.comments.iter().map(|comment| comment.body.as_str()).collect();
        return Answer::ok(json!({ "threads": threads, "comments": bodies, "violations": state.violations }));
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
    let is_seven = |name: &str| ["", "7"].contains(&value(name));
    let is_about_the_repository = request.path.contains("/repos/");
    if is_about_the_repository && (value("owner"), value("repo")) != ("acme", "shop")
        || !is_seven("pull_number")
        || !is_seven("issue_number")
    {
        return Answer::error(404, "Not Found");
    }
    let id: u64 = value("comment_id").parse().unwrap_or_default();
    let (body, text) = (&request.body, request.body["body"].as_str().unwrap_or_default());
    match call.operation.as_str() {
        "pulls/get" => pull(state),
        "users/get-authenticated" if account.kind == "Bot" => {
            Answer::error(403, "Resource not accessible by integration")
        }
        "users/get-authenticated" => Answer::ok(json!({ "login": account.login })),
        "pulls/list" => pulls(state, &request),
        "pulls/list-reviews" if state.hides_reviews => Answer::error(403, "Resource not accessible by integration"),
        "pulls/list-reviews" => paged(state, &request, persons_reviews(state)),
        "repos/list-commit-statuses-for-ref" => {
            let known = state.statuses.iter().rev().filter(|status| status.commit == value("ref"));
            let known = known.map(
                |status| json!({ "state": status.state, "context": status.context, "description": status.description }),
            );
            paged(state, &request, known.collect())
        }
        "repos/create-commit-status" if !account.may_write_statuses => {
            Answer::error(403, "Resource not accessible by integration")
        }
        "repos/create-commit-status" => write(state, &account, |state| {
            let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
            if text("description").chars().count() > 140 {
                return Answer::invalid(json!(["description is too long (maximum is 140 characters)"]));
            }
            let commit = value("sha").to_owned();
            let (status, context, description) = (text("state"), text("context"), text("description"));
            state.statuses.push(CommitStatus { commit, state: status, context, description });
            Answer { status: 201, ..Answer::ok(json!({ "id": state.statuses.len() })) }
        }),
        "pulls/list-files" => paged(state, &request, state.files.iter().map(file).collect()),
        "pulls/list-review-comments" => paged(state, &request, comments(state)),
        "issues/list-comments" => paged(state, &request, issue_comments(state)),
        "pulls/create-review" => write(state, &account, |state| create_review(state, &account, body)),
        "pulls/create-review-comment" => write(state, &account, |state| create_comment(state, &account, body)),
        "pulls/update-review-comment" => write(state, &account, |state| {
            let comments = state.threads.iter_mut().flat_map(|thread| &mut thread.comments);
            edit(comments.filter(|comment| comment.id == id).collect(), &account, text)
        }),
        "pulls/delete-review-comment" => write(state, &account, |state| delete_in_threads(state, &account, id)),
        "issues/create-comment" => write(state, &account, |state| {
            if let Some(fault) = unfit(text) {
                return fault;
            }
            let comment = state.comment(&account.login, text);
            state.comments.push(comment);
            state.notifications += 1;
            Answer { status: 201, ..Answer::ok(json!({ "id": state.newest })) }
        }),
        "issues/update-comment" => write(state, &account, |state| {
            edit(state.comments.iter_mut().filter(|comment| comment.id == id).collect(), &account, text)
        }),
        "issues/delete-comment" => write(state, &account, |state| {
            let Some(at) = state.comments.iter().position(|comment| comment.id == id) else {
                return Answer::error(404, "Not Found");
            };
            if state.comments[at].author != account.login {
                state.violations.push(format!("comment {id} of somebody else was to be deleted"));
            }
            state.comments.remove(at);
            Answer::empty()
        }),
        "git/get-commit" | "git/get-tree" | "git/get-blob" if state.object_faults > 0 => {
            state.object_faults -= 1;
            Answer::error(502, "Bad Gateway")
        }
        "git/get-commit" => object(state, value("commit_sha"), "commit", false),
        "git/get-tree" => {
            let is_deep = request.query.iter().any(|(name, _)| name == "recursive");
            object(state, value("tree_sha"), "tree", is_deep)
        }
        "git/get-blob" => object(state, value("file_sha"), "blob", false),
        "repos/compare-commits-with-basehead" => compare(state, value("basehead")),
        other => {
            state.violations.push(format!("{other} is not played"));
            Answer::error(500, "not played")
        }
    }
}

/// Refuses what GitHub would refuse as a comment's text.
fn unfit(body: &str) -> Option<Answer> {
    if body.trim().is_empty() {
        return Some(Answer::invalid(json!(["Body can't be blank"])));
    }
    let is_long = body.chars().count() > 65_536;
    is_long.then(|| Answer::invalid(json!(["Body is too long (maximum is 65536 characters)"])))
}

/// A workflow's token may write to whatever its account wrote, and rolloutlint must write to
/// nothing else.
fn edit(mut comments: Vec<&mut Comment>, account: &Account, text: &str) -> Answer {
    let Some(comment) = comments.first_mut() else {
        return Answer::error(404, "Not Found");
    };
    if comment.author != account.login {
        return Answer::error(403, "Resource not accessible by integration");
    }
    if let Some(fault) = unfit(text) {
        return fault;
    }
    comment.body = text.to_owned();
    Answer::ok(json!({ "id": comment.id }))
}

fn delete_in_threads(state: &mut State, account: &Account, id: u64) -> Answer {
    let is_it = |comment: &Comment| comment.id == id;
    let Some(at) = state.threads.iter().position(|thread| thread.comments.iter().any(is_it)) else {
        return Answer::error(404, "Not Found");
    };
    let thread = &mut state.threads[at];
    if thread.comments.iter().any(|comment| comment.author != account.login) {
        state.violations.push(format!("comment {id} was to be deleted, and others have written in its thread"));
        return Answer::error(403, "Resource not accessible by integration");
    }
    thread.comments.retain(|comment| comment.id != id);
    if thread.comments.is_empty() {
        state.threads.remove(at);
    }
    Answer::empty()
}

/// GraphQL refuses with success.
fn graphql_error(kind: &str, message: &str) -> Answer {
    Answer::ok(json!({ "data": null, "errors": [{ "type": kind, "message": message }] }))
}

fn graphql(state: &mut State, account: &Account, body: &Value) -> Answer {
    let query = match Query::read(body) {
        Ok(query) => query,
        Err(violation) => {
            state.violations.push(format!("GraphQL: {violation}"));
            return Answer::error(400, "see the violations");
        }
    };
    if state.graphql_is_down {
        return Answer::error(502, "Bad Gateway");
    }
    let fault = match query.is_mutation() {
        true => state.mutation_fault.take(),
        false => state.graphql_faults.pop_front(),
    };
    if let Some((kind, message)) = fault {
        let mut error = json!({ "message": message });
        if let Some(kind) = kind {
            error["type"] = json!(kind);
        }
        return Answer::ok(json!({ "data": null, "errors": [error] }));
    }
    if !account.knows_itself {
        return graphql_error("FORBIDDEN", "Resource not accessible by integration");
    }
    if let Some((field, thread)) = query.mutation().filter(|_| query.is_mutation()) {
        return write(state, account, |state| mutate(state, account, &query, &field, &thread));
    }
    let wants_pull = body["query"].as_str().is_some_and(|query| query.contains("pullRequest"));
    if state.graphql_is_old && wants_pull {
        let message = "Field 'fullDatabaseId' doesn't exist on type 'IssueComment'";
        let error = json!({ "message": message, "extensions": { "code": "undefinedField" } });
        return Answer::ok(json!({ "errors": [error] }));
    }
    let variables = &body["variables"];
    if wants_pull
        && (&variables["owner"], &variables["name"], &variables["number"])
            != (&json!("acme"), &json!("shop"), &json!(7))
    {
        return graphql_error("NOT_FOUND", "Could not resolve to a PullRequest");
    }
    if wants_pull {
        look(state);
    }
    if state.hides_reviews && body["query"].as_str().is_some_and(|query| query.contains("reviews(")) {
        return graphql_error("FORBIDDEN", "Resource not accessible by integration");
    }
    let shown = state.shown.as_ref().unwrap_or(&state.threads);
    let threads: Vec<Value> = shown.iter().map(|shown| thread(shown, account)).collect();
    let comments: Vec<Value> = state
        .comments
        .iter()
        .map(|comment| json!({ "fullDatabaseId": comment.id.to_string(), "body": comment.body, "viewerDidAuthor": comment.author == account.login, "isMinimized": comment.is_minimized }))
        .collect();
    let reviews = state.persons_reviews.iter().map(|review| {
        let kind = if review.is_bot { "Bot" } else { "User" };
        // GraphQL leaves the ending of a bot's login off.
        let login = review.login.trim_end_matches("[bot]");
        json!({
            "author": { "__typename": kind, "login": login }, "state": review.state,
            "commit": review.commit.as_ref().map(|oid| json!({ "oid": oid })), "submittedAt": "2026-03-12T10:00:00Z",
        })
    });
    let reviews: Vec<Value> = reviews.collect();
    let author = json!({ "__typename": "User", "login": state.author });
    let pull = json!({ "author": author, "reviews": reviews, "headRefOid": state.shown_head.as_ref().unwrap_or(&state.head), "baseRefName": state.base_ref, "reviewThreads": threads, "comments": comments,
        "state": if state.is_closed { "CLOSED" } else { "OPEN" }, "headRefName": state.head_ref,
        "headRepository": state.head_repository.as_ref().map(|name| json!({ "nameWithOwner": name })),
        "baseRef": branch(state, &state.base_ref).map(|(tip, _)| json!({ "target": { "__typename": "Commit", "oid": tip } })),
    });
    Answer::ok(query.answer(json!({
        "viewer": { "login": account.login },
        "repository": { "pullRequest": pull },
    })))
}

fn thread(thread: &Thread, account: &Account) -> Value {
    let may = account.claims_to_resolve.unwrap_or(account.may_resolve);
    let comments: Vec<Value> = thread
        .comments
        .iter()
        .map(|comment| {
            let reaction = json!({ "content": "THUMBS_UP", "reactors": vec![json!({}); comment.reactions as usize] });
            json!({
                "fullDatabaseId": comment.id.to_string(), "body": comment.body, "viewerDidAuthor": comment.author == account.login,
                "author": { "__typename": "User", "login": comment.author.trim_end_matches("[bot]") },
                "url": format!("https://github.com/acme/shop/pull/7#discussion_r{}", comment.id), "reactionGroups": [reaction],
            })
        })
        .collect();
    json!({
        "id": format!("PRRT_{}", thread.comments[0].id), "isResolved": thread.resolved_by.is_some(),
        "isOutdated": thread.line.is_none() && !thread.is_on_file,
        "viewerCanResolve": may && thread.resolved_by.is_none(), "viewerCanUnresolve": may && thread.resolved_by.is_some(),
        "path": thread.path, "line": thread.line, "startLine": thread.start_line, "diffSide": thread.side,
        "resolvedBy": thread.resolved_by.as_ref().map(|login| json!({ "login": login })),
        "comments": comments,
    })
}

fn mutate(state: &mut State, account: &Account, query: &Query, field: &str, id: &str) -> Answer {
    if !account.may_resolve {
        return graphql_error("FORBIDDEN", "Resource not accessible by integration");
    }
    let is_it = |thread: &Thread| id == format!("PRRT_{}", thread.comments[0].id);
    let Some(index) = state.threads.iter().position(is_it) else {
        return graphql_error("NOT_FOUND", "Could not resolve to a node");
    };
    if state.threads[index].comments[0].author != account.login {
        state.violations.push(format!("{field} on somebody else's thread"));
    }
    state.threads[index].resolved_by = (field == "resolveReviewThread").then(|| account.login.clone());
    let thread = thread(&state.threads[index], account);
    Answer::ok(query.answer(json!({ field: { "thread": thread } })))
}

/// One more look at the pull request.
fn look(state: &mut State) {
    if let Some((looks, head)) = state.next_head.take() {
        match looks {
            0 => state.head = head,
            _ => state.next_head = Some((looks - 1, head)),
        }
    }
    if let Some((looks, base)) = state.next_base.take() {
        match looks {
            0 => state.base_ref = base,
            _ => state.next_base = Some((looks - 1, base)),
        }
    }
}

fn pull(state: &mut State) -> Answer {
    look(state);
    Answer::ok(described(state))
}

fn described(state: &State) -> Value {
    let repository = |name: &str| json!({ "full_name": name, "html_url": format!("https://github.com/{name}") });
    json!({
        "number": 7,
        "user": { "login": state.author, "type": "User" },
        "state": if state.is_closed { "closed" } else { "open" },
        "head": { "sha": state.shown_head.as_ref().unwrap_or(&state.head), "ref": state.head_ref, "repo": state.head_repository.as_deref().map(repository) },
        "base": { "ref": state.base_ref, "sha": "0".repeat(39) + "b", "repo": repository("acme/shop") },
    })
}

fn persons_reviews(state: &State) -> Vec<Value> {
    let reviews = state.persons_reviews.iter();
    let review = |review: &PersonsReview| {
        let kind = if review.is_bot { "Bot" } else { "User" };
        json!({
            "user": { "login": review.login, "type": kind }, "state": review.state,
            "commit_id": review.commit, "submitted_at": "2026-03-12T10:00:00Z",
        })
    };
    reviews.map(review).collect()
}

/// The open pull requests from a branch.
fn pulls(state: &State, request: &Incoming) -> Answer {
    let owner = state.head_repository.as_deref().and_then(|name| name.split('/').next()).unwrap_or_default();
    let branch = format!("{owner}:{}", state.head_ref);
    let wanted = request.query.iter().find(|(name, _)| name == "head").map(|(_, value)| value);
    let found = if wanted == Some(&branch) { vec![described(state)] } else { Vec::new() };
    paged(state, request, found)
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
    let of_thread = |thread: &Thread| -> Vec<Value> {
        let first = thread.comments[0].id;
        let comment = |comment: &Comment| {
            let mut answer = json!({
                "id": comment.id, "user": state.user(&comment.author), "body": comment.body, "path": thread.path,
                "html_url": format!("https://github.com/acme/shop/pull/7#discussion_r{}", comment.id),
                "side": thread.side, "line": thread.line, "start_line": thread.start_line,
                "subject_type": if thread.is_on_file { "file" } else { "line" }, "reactions": { "total_count": comment.reactions },
            });
            if comment.id != first {
                answer["in_reply_to_id"] = json!(first);
            }
            answer
        };
        thread.comments.iter().map(comment).collect()
    };
    state.threads.iter().flat_map(of_thread).collect()
}

fn issue_comments(state: &State) -> Vec<Value> {
    let comments = state.comments.iter();
    comments
        .map(|comment| json!({ "id": comment.id, "user": state.user(&comment.author), "body": comment.body }))
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

/// The newest commit of a branch, and its merge base with the head.
fn branch<'s>(state: &'s State, name: &str) -> Option<(&'s String, &'s String)> {
    match state.branches.get(name) {
        Some((tip, merge_base)) => Some((tip, merge_base)),
        None => {
            let merge_base = state.merge_base.as_ref().filter(|_| name == state.base_ref)?;
            Some((state.base_tip.as_ref().unwrap_or(merge_base), merge_base))
        }
    }
}

fn compare(state: &State, basehead: &str) -> Answer {
    let base = basehead.strip_suffix(&format!("...{}", state.head)).unwrap_or_default();
    let Some((tip, merge_base)) = branch(state, base) else { return Answer::error(404, "Not Found") };
    let commit = |id: &String| json!({ "sha": id });
    Answer::ok(json!({
        "base_commit": commit(tip), "merge_base_commit": commit(merge_base), "commits": [], "files": [],
    }))
}

/// An object of the repository on disk, as GitHub tells it.
fn object(state: &State, id: &str, kind: &str, is_deep: bool) -> Answer {
    let Some(folder) = &state.objects else { return Answer::error(404, "Not Found") };
    let git = |args: &[&str]| {
        let output = std::process::Command::new("git").arg("-C").arg(folder).args(args).output().expect("git runs");
        output.status.success().then_some(output.stdout)
    };
    let text = |args: &[&str]| git(args).map(|out| String::from_utf8(out).expect("UTF-8"));
    if text(&["cat-file", "-t", id]).is_none_or(|found| found.trim() != kind) {
        return Answer::error(404, "Not Found");
    }
    match kind {
        "commit" => {
            let told = text(&["show", "-s", "--format=%T %cI", id]).expect("a commit");
            let (tree, date) = told.trim().split_once(' ').expect("two words");
            Answer::ok(json!({ "sha": id, "tree": { "sha": tree }, "committer": { "date": date }, "parents": [] }))
        }
        "tree" => {
            let args: &[&str] = if is_deep { &["ls-tree", "-r", "-t", id] } else { &["ls-tree", id] };
            let listed = text(args).expect("a tree");
            let entry = |line: &str| {
                let (about, path) = line.split_once('\t').expect("a path");
                let [mode, kind, sha] = about.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
                json!({ "path": path, "mode": mode, "type": kind, "sha": sha })
            };
            Answer::ok(json!({ "sha": id, "tree": listed.lines().map(entry).collect::<Vec<_>>(), "truncated": false }))
        }
        _ => {
            use base64::Engine;
            let bytes = git(&["cat-file", "blob", id]).expect("a blob");
            let content = base64::engine::general_purpose::STANDARD.encode(&bytes);
            // GitHub breaks the lines.
            let lines: Vec<&str> =
                content.as_bytes().chunks(60).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
            Answer::ok(
                json!({ "sha": id, "encoding": "base64", "content": lines.join("\n") + "\n", "size": bytes.len() }),
            )
        }
    }
}

/// A write, with its permission and whatever is to go wrong.
fn write(state: &mut State, account: &Account, act: impl FnOnce(&mut State) -> Answer) -> Answer {
    if !account.may_write {
        return Answer::error(403, "Resource not accessible by integration");
    }
    if let Some(left) = &mut state.writes_left {
        match left.checked_sub(1) {
            Some(less) => *left = less,
            None => {
                return Answer { headers: vec![("retry-after", "9999".to_owned())], ..Answer::error(429, "enough") };
            }
        }
    }
    state.writes += 1;
    match state.lost_answer.take() {
        Some(0) => state.faults.push_front(Fault::DoneButUnsaid),
        count => state.lost_answer = count.map(|count| count - 1),
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
    if let Some(fault) = bodies.into_iter().find_map(unfit) {
        return fault;
    }
    if review["commit_id"] != json!(state.head) {
        return Answer::invalid(json!(["Commit is not part of the pull request"]));
    }
    if !wanted.iter().all(|comment| is_in_diff(state, comment)) {
        return Answer::invalid(json!(["Line must be part of the diff"]));
    }
    state.reviews.push(Review { body: body.to_owned() });
    state.notifications += 1;
    for comment in &wanted {
        open_thread(state, account, comment, false);
    }
    Answer::ok(json!({ "id": state.reviews.len(), "state": "COMMENTED" }))
}

/// A thread on a file. rolloutlint posts comments on lines in reviews only.
fn create_comment(state: &mut State, account: &Account, comment: &Value) -> Answer {
    let is_listed =
        state.files.iter().any(|file| comment["path"] == json!(file.path) && !state.refused_paths.contains(&file.path));
    if comment["subject_type"] != "file" || comment["commit_id"] != json!(state.head) || !is_listed {
        return Answer::invalid(json!([{ "message": "path is invalid" }]));
    }
    if let Some(fault) = unfit(comment["body"].as_str().unwrap_or_default()) {
        return fault;
    }
    open_thread(state, account, comment, true);
    state.notifications += 1;
    Answer { status: 201, ..Answer::ok(json!({ "id": state.newest })) }
}

fn open_thread(state: &mut State, account: &Account, comment: &Value, is_on_file: bool) {
    let text = |name: &str| comment[name].as_str().unwrap_or_default().to_owned();
    let first = state.comment(&account.login, &text("body"));
    let side = if is_on_file { "RIGHT".to_owned() } else { text("side") };
    state.threads.push(Thread {
        path: text("path"),
        side,
        start_line: comment["start_line"].as_u64(),
        line: comment["line"].as_u64(),
        is_on_file,
        resolved_by: None,
        comments: vec![first],
    });
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
