//! A commit that a checkout lacks, from a server that wants a login.
#![allow(clippy::unwrap_used)]

use crate::support::Repo;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use rolloutlint::git::{CommitId, Repository};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

/// What Git sends for the name `x-access-token` and the password `secret`.
const LOGIN: &str = "Basic eC1hY2Nlc3MtdG9rZW46c2VjcmV0";

/// A Git server for the repositories of a folder, and the logins that it was shown.
fn serve(folder: PathBuf) -> (String, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let logins = seen.clone();
    let router = Router::new().fallback(move |request: Request<Body>| {
        let (folder, seen) = (folder.clone(), seen.clone());
        async move {
            let (parts, body) = request.into_parts();
            let login = parts.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("none");
            seen.lock().unwrap().push(login.to_owned());
            if login != LOGIN {
                let refusal = Response::builder().status(401).header("www-authenticate", "Basic realm=\"git\"");
                return refusal.body(Body::empty()).unwrap();
            }
            let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let mut backend = Command::new("git")
                .arg("http-backend")
                .env("GIT_PROJECT_ROOT", folder)
                .env("GIT_HTTP_EXPORT_ALL", "1")
                .env("PATH_INFO", parts.uri.path())
                .env("QUERY_STRING", parts.uri.query().unwrap_or_default())
                .env("REQUEST_METHOD", parts.method.as_str())
                .env("CONTENT_TYPE", header("content-type"))
                .env("GIT_PROTOCOL", header("git-protocol"))
                .env("HTTP_CONTENT_ENCODING", header("content-encoding"))
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let bytes = to_bytes(body, 10 << 20).await.unwrap();
            backend.stdin.take().unwrap().write_all(&bytes).unwrap();
            let answer = backend.wait_with_output().unwrap().stdout;
            let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
            let mut response = Response::builder();
            for line in String::from_utf8_lossy(&answer[..end]).lines() {
                let (name, value) = line.split_once(": ").unwrap();
                response = match name {
                    "Status" => response.status(value[..3].parse::<u16>().unwrap()),
                    name => response.header(name, value),
                };
            }
            response.body(Body::from(answer[end + 4..].to_vec())).unwrap()
        }
    });
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    (format!("http://{}", receive.recv().unwrap()), logins)
}

#[test]
fn a_token_opens_a_private_repository_and_stays_in_no_file() {
    let origin = Repo::new();
    origin.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    origin.write("README.md", "# Shop\n");
    origin.commit("Begin", "2026-03-09");
    let first = origin.git(&["rev-parse", "HEAD"]);
    origin.write("README.md", "# The shop\n");
    origin.commit("Go on", "2026-03-10");
    let second = origin.git(&["rev-parse", "HEAD"]);
    let (server, logins) = serve(origin.path().parent().unwrap().to_path_buf());
    let url = format!("{server}/{}/.git", origin.path().file_name().unwrap().to_str().unwrap());

    for shallow in [true, false] {
        let clone = Repo::new();
        let disk = format!("file://{}", origin.path().display());
        let depth = if shallow { vec!["--depth=1"] } else { Vec::new() };
        clone.git(&[&["fetch", "-q"], &depth[..], &[&disk, &first]].concat());
        clone.git(&["checkout", "-q", "--detach", "FETCH_HEAD"]);
        clone.git(&["remote", "add", "origin", &url]);
        let open = || Repository::discover(clone.path()).unwrap();
        let commit = CommitId(second.clone());

        let refused = open().fetch_commit(&commit, None).err().unwrap();
        assert!(refused.cause().is_some_and(|cause| !cause.contains("secret")));
        // Another server's token is not shown to this one.
        assert!(open().fetch_commit(&commit, Some(("https://elsewhere.example", "secret"))).is_err());
        assert!(!logins.lock().unwrap().iter().any(|login| login == LOGIN));

        let fetched = open().fetch_commit(&commit, Some((&server, "secret"))).unwrap();
        assert_eq!(fetched.resolve(&second).unwrap().id, commit);
        assert_eq!(fetched.is_shallow(), shallow, "a full clone is not cut short");
        let found = Command::new("grep").args(["-rl", "secret"]).arg(clone.path()).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&found.stdout), "");
        logins.lock().unwrap().clear();
    }
}
