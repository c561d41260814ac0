//! GitHub behind a proxy, and behind a root that only the company knows.

use crate::github::fake::{Fake, TOKEN};
use crate::github::proxy::{Proxy, ROOT};
use crate::program::{Origin, unrecorded};
use crate::support::{Repo, Run};

/// A review whose only way to GitHub is through these variables.
fn review(origin: &Origin, checkout: &Repo, fake: &Fake, variables: &[(&str, &str)]) -> Run {
    const GITHUB: [(&str, &str); 2] = [
        ("GITHUB_API_URL", "https://api.github.example"),
        ("GITHUB_GRAPHQL_URL", "https://api.github.example/graphql"),
    ];
    let variables = [&GITHUB, variables].concat();
    origin.review_in("pull_request", origin.event(), checkout, fake, Some(TOKEN), &[], &variables).0
}

#[test]
fn a_review_goes_through_the_proxy_of_the_machine() {
    let origin = unrecorded();
    let checkout = origin.checkout(None);
    // `SSL_CERT_FILE` takes the place of the machine's roots, `NODE_EXTRA_CA_CERTS` adds to them.
    for (name, sign_in, roots) in
        [("HTTPS_PROXY", None, "NODE_EXTRA_CA_CERTS"), ("https_proxy", Some("jo:p%40ss@"), "SSL_CERT_FILE")]
    {
        let fake = origin.github();
        // `jo:p@ss` in base 64.
        let proxy = Proxy::start(&fake.address, sign_in.map(|_| "Basic am86cEBzcw=="));
        let address = format!("http://{}{}", sign_in.unwrap_or_default(), proxy.address);
        let run = review(&origin, &checkout, &fake, &[(name, &address), (roots, ROOT)]);
        assert_eq!(run.code, 1, "{name}: {}{}", run.out, run.err);
        assert!(run.err.contains("1 thread opened"), "{name}: {}", run.err);
        assert_eq!(fake.state().threads.len(), 1);
        let tunnels = proxy.seen();
        assert!(!tunnels.is_empty(), "{name}");
        assert!(tunnels.iter().all(|line| line == "CONNECT api.github.example:443 HTTP/1.1"), "{name}: {tunnels:?}");
    }
}

#[test]
fn no_proxy_and_a_near_server_need_none() {
    let origin = unrecorded();
    let checkout = origin.checkout(None);
    let fake = origin.github();
    // It plays the server, and a proxy that must not be asked.
    let server = Proxy::start(&fake.address, None);
    let root = format!("https://localhost:{}", server.address.rsplit_once(':').expect("a port").1);
    let graphql = format!("{root}/graphql");
    let proxy = format!("http://{}", server.address);
    let variables =
        [("GITHUB_API_URL", root.as_str()), ("GITHUB_GRAPHQL_URL", &graphql), ("NODE_EXTRA_CA_CERTS", ROOT)];
    let run = review(
        &origin,
        &checkout,
        &fake,
        &[&variables[..], &[("HTTPS_PROXY", &proxy), ("no_proxy", "localhost")]].concat(),
    );
    assert!(run.err.contains("1 thread opened"), "{}", run.err);
    assert!(server.seen().iter().all(|line| line == "direct"), "{:?}", server.seen());

    // A server on this machine without encryption: a far proxy would see the token, a near one may.
    let fake = origin.github();
    let near = Proxy::start(&fake.address, None);
    let graphql = format!("{}/graphql", fake.address);
    let plain = [("GITHUB_API_URL", fake.address.as_str()), ("GITHUB_GRAPHQL_URL", &graphql)];
    let run = review(&origin, &checkout, &fake, &[&plain[..], &[("HTTP_PROXY", "http://proxy.example:1")]].concat());
    assert!(run.err.contains("1 thread opened"), "{}", run.err);
    let proxy = format!("http://{}", near.address);
    let run = review(&origin, &checkout, &fake, &[&plain[..], &[("http_proxy", &proxy)]].concat());
    assert!(run.err.contains("nothing to change"), "{}", run.err);
    assert!(near.seen().iter().all(|line| line.starts_with("CONNECT 127.0.0.1:")), "{:?}", near.seen());
    assert!(!near.seen().is_empty());
}

#[test]
fn what_is_wrong_on_the_way_is_said_without_the_password() {
    let origin = unrecorded();
    let checkout = origin.checkout(None);
    let fake = origin.github();
    let proxy = Proxy::start(&fake.address, Some("Basic am86cEBzcw=="));
    let fails = |variables: &[(&str, &str)], reason: &str| {
        let run = review(&origin, &checkout, &fake, variables);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        let said = run.out + &run.err;
        assert!(said.contains(reason) && !said.contains("secret"), "{said}");
    };
    let wrong = format!("http://jo:secret@{}", proxy.address);
    let right = format!("http://jo:p%40ss@{}", proxy.address);
    fails(&[("HTTPS_PROXY", &wrong), ("NODE_EXTRA_CA_CERTS", ROOT)], "proxy authorization required");
    fails(&[("HTTPS_PROXY", &right), ("NODE_EXTRA_CA_CERTS", "/nowhere.pem")], "a private root in NODE_EXTRA_CA_CERTS");
    fails(&[("HTTPS_PROXY", "socks5://jo:secret@127.0.0.1:1")], "is neither http nor https");
    fails(&[("HTTPS_PROXY", "http://jo:secret@a proxy")], "is no address such as");
    assert_eq!(fake.state().requests.len(), 0);
}
