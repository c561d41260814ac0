//! Talks to GitHub, and no other file does: two clients, time limits, and the meaning of refusals.
//!
//! octocrab is built without its `retry` feature. With it, octocrab would send a refused POST again
//! at once, and a review twice. This file repeats reads; [`super::apply`] repeats writes, after it
//! has looked at the outcome of the first try.

mod connection;

use super::credentials::{Credentials, unusable};
use super::request::Options;
use crate::error::Error;
use crate::report::harmless::server_line;
use connection::Connections;
use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use octocrab::{FromResponse, Octocrab, Page};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The most that GitHub gives of a list at once.
const PAGE_SIZE: usize = 100;
/// How often a read is tried when the server or the line fails.
const READ_ATTEMPTS: u32 = 3;
/// How long to wait when GitHub limits the rate and does not say for how long.
const UNSTATED_WAIT: Duration = Duration::from_secs(60);

/// Why GitHub did not do what was asked.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// Too much was asked in too short a time. Nothing was done; after `wait` it may be asked
    /// again.
    RateLimited { wait: Duration, message: String },
    /// The token may not do this.
    Forbidden { message: String },
    /// The token is not known.
    Unauthorized,
    /// There is no such thing, or the token may not see it.
    NotFound,
    /// The request makes no sense to GitHub, such as a comment on a line outside the diff.
    Invalid { message: String },
    /// The server or the line failed. A write may or may not have been done.
    Ambiguous { message: String },
    /// Any other refusal.
    Refused { message: String },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::RateLimited { message, wait } => {
                // By the clock of this machine, as the lines of its log are.
                let until =
                    SignedDuration::try_from(*wait).ok().and_then(|wait| Timestamp::now().checked_add(wait).ok());
                let until =
                    until.map_or_else(String::new, |until| format!(", until {}", until.strftime("%H:%M:%S UTC")));
                write!(f, "GitHub limits the rate of requests, for {} seconds more{until}: {message}", wait.as_secs())
            }
            Failure::Forbidden { message } => write!(f, "the token may not do this: {message}"),
            Failure::Unauthorized => f.write_str("GitHub does not accept the token"),
            Failure::NotFound => f.write_str("not found, or not visible to the token"),
            Failure::Invalid { message } => write!(f, "GitHub refuses the request: {message}"),
            Failure::Ambiguous { message } => write!(f, "no usable answer from GitHub: {message}"),
            Failure::Refused { message } => write!(f, "GitHub answers {message}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Both clients, with the patience that is left for this run.
pub(crate) struct Client {
    rest: Octocrab,
    graphql: Octocrab,
    interval: Duration,
    timeout: Duration,
    patience: Cell<Duration>,
    requests: Cell<usize>,
    /// Why GraphQL is given up for this run.
    graphql_fault: RefCell<Option<String>>,
}

impl Client {
    /// Builds the clients. Must be called inside a tokio runtime, or octocrab panics.
    pub(crate) fn new(credentials: &Credentials, options: &Options) -> Result<Client, Error> {
        // octocrab sends GraphQL to `/graphql` below the base of a client, whatever that base is.
        let graphql_root = credentials.graphql_url.trim().trim_end_matches('/').strip_suffix("/graphql");
        let graphql_root = graphql_root
            .ok_or_else(|| unusable("the GraphQL address (GITHUB_GRAPHQL_URL) does not end in /graphql"))?;
        let connections = Connections::new(options)?;
        Ok(Client {
            rest: connections.client(&credentials.api_url, &credentials.token)?,
            graphql: connections.client(graphql_root, &credentials.token)?,
            interval: options.interval,
            timeout: options.timeout,
            patience: Cell::new(options.patience),
            requests: Cell::new(0),
            graphql_fault: RefCell::default(),
        })
    }

    /// Reads one thing.
    pub(crate) async fn get<T: FromResponse>(&self, route: &str) -> Result<T, Failure> {
        self.patiently(|| self.in_time(self.rest.get(route, None::<&()>))).await
    }

    /// Reads a whole list, up to `limit` items. It counts pages and does not follow the addresses
    /// in the `Link` header, so that the token goes to no other server.
    pub(crate) async fn get_all<T: DeserializeOwned>(&self, route: &str, limit: usize) -> Result<Vec<T>, Failure> {
        self.get_all_where(route, "", limit).await
    }

    /// The same with a query.
    pub(crate) async fn get_all_where<T: DeserializeOwned>(
        &self,
        route: &str,
        query: &str,
        limit: usize,
    ) -> Result<Vec<T>, Failure> {
        let query = if query.is_empty() { String::new() } else { format!("{query}&") };
        let mut items = Vec::new();
        for number in 1..=limit.div_ceil(PAGE_SIZE) {
            let page: Page<T> = self.get(&format!("{route}?{query}per_page={PAGE_SIZE}&page={number}")).await?;
            items.extend(page.items);
            if page.next.is_none() {
                break;
            }
        }
        Ok(items)
    }

    /// Writes once. The caller looks at the outcome, and decides whether to try again.
    pub(crate) async fn post(&self, route: &str, body: &Value) -> Result<(), Failure> {
        self.in_time(self.rest.post::<_, Value>(route, Some(body))).await.map(drop)
    }

    /// Changes something, once.
    pub(crate) async fn patch(&self, route: &str, body: &Value) -> Result<(), Failure> {
        self.in_time(self.rest.patch::<Value, _, _>(route, Some(body))).await.map(drop)
    }

    /// Deletes something, once. What is gone already counts as deleted.
    pub(crate) async fn delete(&self, route: &str) -> Result<(), Failure> {
        let delete = async {
            let answer = self.rest._delete(route, None::<&()>).await?;
            octocrab::map_github_error(answer).await
        };
        match self.in_time(delete).await {
            Ok(_) | Err(Failure::NotFound) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// Asks in GraphQL, and gives what stands below `data`. When GraphQL is out of order, it is not
    /// asked again.
    pub(crate) async fn query(&self, query: &Value) -> Result<Value, Failure> {
        if let Some(message) = self.graphql_fault.borrow().clone() {
            return Err(Failure::Ambiguous { message });
        }
        let ask = || async { data(self.in_time(self.graphql.post("/graphql", Some(query))).await?) };
        let answer = self.patiently(ask).await;
        if let Err(Failure::Ambiguous { message }) = &answer {
            self.graphql_fault.replace(Some(message.clone()));
        }
        answer
    }

    /// Changes something in GraphQL, once.
    pub(crate) async fn mutate(&self, mutation: &Value) -> Result<(), Failure> {
        let answer: Value = self.in_time(self.graphql.post("/graphql", Some(mutation))).await?;
        data(answer).map(drop)
    }

    /// The login that the token writes under. REST tells it to people only: `None` for a program
    /// while GraphQL is out of order.
    ///
    /// # Errors
    /// When GitHub tells it in neither way. Then nobody knows which comments are ours.
    pub(crate) async fn viewer(&self) -> Result<Option<String>, Failure> {
        let by_graphql = self.query(&json!({ "query": "query { viewer { login } }" })).await;
        let is_down = matches!(by_graphql, Err(Failure::Ambiguous { .. }));
        let login = match by_graphql {
            Ok(data) => data.pointer("/viewer/login").and_then(Value::as_str).map(String::from),
            Err(Failure::Unauthorized) => return Err(Failure::Unauthorized),
            Err(_) => match self.get::<Value>("/user").await {
                Err(Failure::Forbidden { .. }) if is_down => return Ok(None),
                answer => answer?.get("login").and_then(Value::as_str).map(String::from),
            },
        };
        let unknown = || Failure::Forbidden { message: "GitHub does not tell whose token it is".to_owned() };
        login.map(Some).ok_or_else(unknown)
    }

    /// How many requests were sent.
    pub(crate) fn requests(&self) -> usize {
        self.requests.get()
    }

    /// Asks, and asks again while GitHub wants us to wait or fails to answer. Only for reads.
    async fn patiently<T, F>(&self, ask: impl Fn() -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let mut attempt = 1;
        loop {
            match ask().await {
                Err(Failure::RateLimited { wait, .. }) if self.wait_out(wait).await => {}
                Err(Failure::Ambiguous { .. }) if attempt < READ_ATTEMPTS => {
                    tokio::time::sleep(self.interval * attempt).await;
                    attempt += 1;
                }
                answer => return answer,
            }
        }
    }

    /// Waits as GitHub asks. Gives `false` at once when that is longer than the patience that is
    /// left.
    pub(crate) async fn wait_out(&self, wait: Duration) -> bool {
        let Some(left) = self.patience.get().checked_sub(wait) else {
            return false;
        };
        self.patience.set(left);
        tokio::time::sleep(wait).await;
        true
    }

    /// A time limit over the whole exchange; octocrab only knows one for each read of the socket.
    async fn in_time<T>(&self, request: impl Future<Output = octocrab::Result<T>>) -> Result<T, Failure> {
        self.requests.set(self.requests.get() + 1);
        match tokio::time::timeout(self.timeout, request).await {
            Ok(answer) => answer.map_err(failure),
            Err(_) => Err(Failure::Ambiguous { message: format!("none within {:?}", self.timeout) }),
        }
    }
}

/// What an error of octocrab means for us.
fn failure(error: octocrab::Error) -> Failure {
    match error {
        octocrab::Error::GitHub { source, .. } => refusal(&source),
        error => Failure::Ambiguous { message: server_line(&line_fault(&error)) },
    }
}

/// What went wrong on the way to GitHub, with what helps. octocrab's own text is only "client error
/// (Connect)"; the innermost reason says more.
fn line_fault(error: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    let chain: Vec<String> = chain.map(|error| error.to_string()).collect();
    let reason = chain.last().map(String::as_str).unwrap_or_default();
    if chain.iter().any(|text| text.starts_with("tunnel error")) {
        let reason = reason.trim_start_matches("tunnel error: ");
        return format!("the proxy does not lead there ({reason}); see HTTPS_PROXY and NO_PROXY");
    }
    match reason.contains("UnknownIssuer") {
        true => format!("{reason}; name the file of a private root in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE"),
        false => reason.to_owned(),
    }
}

/// The data of an answer of GraphQL. A refusal has a status of success, a list of errors, and maybe
/// a part of the data.
fn data(mut answer: Value) -> Result<Value, Failure> {
    let error = answer.get("errors").and_then(|errors| errors.get(0));
    let Some(error) = error else { return Ok(answer["data"].take()) };
    let text = |pointer: &str| error.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let message = server_line(text("/message"));
    Err(match text("/type") {
        _ if is_secondary_limit(&message) => Failure::RateLimited { wait: UNSTATED_WAIT, message },
        "RATE_LIMITED" | "RATE_LIMIT" => Failure::RateLimited { wait: UNSTATED_WAIT, message },
        "FORBIDDEN" | "INSUFFICIENT_SCOPES" => Failure::Forbidden { message },
        "NOT_FOUND" => Failure::NotFound,
        // The query itself is not understood, as on an older server.
        _ if text("/extensions/code").starts_with("undefined") || message.contains("doesn't exist on type") => {
            Failure::Refused { message }
        }
        // "Something went wrong while executing your query" says nothing of what the token may do.
        _ => Failure::Ambiguous { message },
    })
}

fn refusal(error: &octocrab::GitHubError) -> Failure {
    let status = error.status_code;
    if status.is_server_error() {
        // The text is often a page of HTML.
        return Failure::Ambiguous { message: status.to_string() };
    }
    let message = server_line(&error.message);
    if let Some(wait) = rate_limit(status, error.headers.as_ref(), &message) {
        return Failure::RateLimited { wait, message };
    }
    match status {
        StatusCode::UNAUTHORIZED => Failure::Unauthorized,
        StatusCode::FORBIDDEN => Failure::Forbidden { message },
        StatusCode::NOT_FOUND => Failure::NotFound,
        StatusCode::UNPROCESSABLE_ENTITY => {
            let details = error.errors.iter().flatten().map(detail);
            let parts: Vec<String> = std::iter::once(message).chain(details).collect();
            let message = server_line(&parts.join(": "));
            match message.contains("submitted too quickly") {
                true => Failure::RateLimited { wait: UNSTATED_WAIT, message },
                false => Failure::Invalid { message },
            }
        }
        _ => Failure::Refused { message: server_line(&format!("{status}: {message}")) },
    }
}

/// One entry of the `errors` list, which holds plain texts and objects.
fn detail(error: &Value) -> String {
    let text = error.as_str().or_else(|| error.get("message").and_then(Value::as_str));
    text.map_or_else(|| error.to_string(), String::from)
}

/// For how long to wait, when a refusal is about the rate. GitHub answers 403 both for the rate and
/// for a lacking permission.
fn rate_limit(status: StatusCode, headers: Option<&HeaderMap>, message: &str) -> Option<Duration> {
    if status != StatusCode::FORBIDDEN && status != StatusCode::TOO_MANY_REQUESTS {
        return None;
    }
    let text = |name: &str| headers?.get(name)?.to_str().ok();
    let number = |name: &str| text(name)?.trim().parse::<u64>().ok();
    if let Some(seconds) = number("retry-after") {
        return Some(Duration::from_secs(seconds));
    }
    if number("x-ratelimit-remaining") == Some(0) {
        let Some(reset) = number("x-ratelimit-reset").map(Duration::from_secs) else {
            return Some(UNSTATED_WAIT);
        };
        // The machine's own clock may be wrong.
        let own = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = text("date").and_then(moment).unwrap_or_else(own);
        return Some(reset.saturating_sub(now).saturating_add(Duration::from_secs(1)));
    }
    (is_secondary_limit(message) || status == StatusCode::TOO_MANY_REQUESTS).then_some(UNSTATED_WAIT)
}

/// Whether a refusal is about too much in too short a time, by its words. Older servers speak of
/// abuse.
fn is_secondary_limit(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["secondary rate limit", "abuse detection"].iter().any(|words| message.contains(words))
}

/// The moment in a header such as `Date`, as the time since 1970.
fn moment(header: &str) -> Option<Duration> {
    let moment = jiff::fmt::rfc2822::parse(header.trim()).ok()?.timestamp();
    u64::try_from(moment.as_second()).ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lacking_permission_is_no_rate_limit() {
        let headers = |pairs: &[(&'static str, &str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let limit = |pairs: &[(&'static str, &str)], message: &str| {
            rate_limit(StatusCode::FORBIDDEN, Some(&headers(pairs)), message).map(|wait| wait.as_secs())
        };
        assert_eq!(limit(&[("x-ratelimit-remaining", "42")], "Resource not accessible by integration"), None);
        assert_eq!(limit(&[("retry-after", "7")], "slow down"), Some(7));
        assert_eq!(limit(&[], "You have exceeded a secondary rate limit."), Some(60));
        assert_eq!(limit(&[("x-ratelimit-remaining", "0")], "API rate limit exceeded"), Some(60));
        assert_eq!(limit(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "9")], "API rate limit"), Some(1));
        assert_eq!(limit(&[], "You have triggered an abuse detection mechanism."), Some(60));
        // GitHub's own clock counts: this machine's is years off.
        let skewed = [
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "784111807"),
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ];
        assert_eq!(limit(&skewed, "API rate limit exceeded"), Some(31));
        // By the words alone, on each status that GitHub uses for it.
        for words in [
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
            "You have exceeded a SECONDARY RATE LIMIT and have been temporarily blocked from content creation.",
            "You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.",
        ] {
            for status in [StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS] {
                assert_eq!(rate_limit(status, None, words), Some(UNSTATED_WAIT), "{status} {words}");
                let after = headers(&[("retry-after", "90")]);
                assert_eq!(rate_limit(status, Some(&after), words), Some(Duration::from_secs(90)), "{status}");
            }
            for kind in [json!({ "message": words }), json!({ "message": words, "type": "FORBIDDEN" })] {
                let told = data(json!({ "data": null, "errors": [kind] }));
                assert!(matches!(told, Err(Failure::RateLimited { wait: UNSTATED_WAIT, .. })), "{told:?}");
            }
        }
        assert_eq!(rate_limit(StatusCode::UNPROCESSABLE_ENTITY, None, "secondary rate limit"), None);
        let told =
            data(json!({ "data": null, "errors": [{ "message": "You have exceeded a secondary rate limit." }] }));
        assert!(matches!(told, Err(Failure::RateLimited { .. })), "{told:?}");
    }
}
