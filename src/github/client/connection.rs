//! The line to GitHub: encryption with the roots that the machine trusts, and the proxies on the
//! way.

use crate::error::Error;
use crate::github::credentials::{Token, unusable};
use crate::github::request::{Network, Options};
use http::header::USER_AGENT;
use http::{HeaderValue, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioExecutor;
use octocrab::service::middleware::base_uri::BaseUriLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::{AuthState, OctoBody, Octocrab, OctocrabBuilder};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::sync::{Arc, LazyLock};
use tower_http::follow_redirect::FollowRedirectLayer;

/// The roots that the machine trusts. Reading them takes longer than judging a plan, and a review
/// connects several times.
static MACHINE_ROOTS: LazyLock<Arc<RootCertStore>> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Arc::new(roots)
});

/// What all connections of a run share.
pub(super) struct Connections<'a> {
    tls: ClientConfig,
    options: &'a Options,
}

impl Connections<'_> {
    /// Trusts the roots of the machine. `SSL_CERT_FILE` and `SSL_CERT_DIR` replace those of
    /// the system, as everywhere; `NODE_EXTRA_CA_CERTS` adds to them.
    pub(super) fn new(options: &Options) -> Result<Connections<'_>, Error> {
        let mut roots = Arc::clone(&MACHINE_ROOTS);
        // A runner may name a file that its containers do not have. Where one of its roots is
        // missing, the handshake says so.
        if let Some(extra) = &options.network.extra_roots {
            let extra = CertificateDer::pem_file_iter(extra).into_iter().flatten().flatten();
            Arc::make_mut(&mut roots).add_parsable_certificates(extra);
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let tls = tls.map_err(|error| unusable("the connection cannot be set up").because(error))?;
        let tls = tls.with_root_certificates(roots).with_no_client_auth();
        Ok(Connections { tls, options })
    }

    /// A client for the interface at an address.
    pub(super) fn client(&self, root: &str, token: &Token) -> Result<Octocrab, Error> {
        let root = checked_root(root)?;
        let mut direct = HttpConnector::new();
        direct.enforce_http(false);
        direct.set_connect_timeout(Some(self.options.timeout));
        Ok(match proxy(&self.options.network, &root)? {
            None => assemble(self.encrypted(direct), root, token),
            // A proxy may be encrypted itself.
            Some(proxy) => {
                let tunnel = Tunnel::new(proxy.uri().clone(), self.encrypted(direct));
                let tunnel = match proxy.basic_auth() {
                    Some(sign_in) => tunnel.with_auth(sign_in.clone()),
                    None => tunnel,
                };
                assemble(self.encrypted(tunnel), root, token)
            }
        })
    }

    fn encrypted<C>(&self, inner: C) -> HttpsConnector<C> {
        let builder = HttpsConnectorBuilder::new().with_tls_config(self.tls.clone());
        builder.https_or_http().enable_http1().wrap_connector(inner)
    }
}

/// octocrab over a connector, in the layers that its own client has.
fn assemble<C>(connector: C, root: Uri, token: &Token) -> Octocrab
where
    C: Connect + Clone + Send + Sync + 'static,
{
    let client: Client<C, OctoBody> = Client::builder(TokioExecutor::new()).build(connector);
    let name = (USER_AGENT, HeaderValue::from_static(concat!("rolloutlint/", env!("CARGO_PKG_VERSION"))));
    let built = OctocrabBuilder::new_empty()
        .with_service(client)
        // It leaves the token behind where it is led to another server.
        .with_layer(&FollowRedirectLayer::new())
        .with_layer(&ExtraHeadersLayer::new(Arc::new(vec![name])))
        .with_layer(&BaseUriLayer::new(root))
        .with_auth(AuthState::AccessToken { token: token.secret().to_owned().into() })
        .build();
    match built {
        Ok(octocrab) => octocrab,
        Err(never) => match never {},
    }
}

/// The root as an address that a token may be sent to: encrypted, or on this machine.
fn checked_root(root: &str) -> Result<Uri, Error> {
    let root = root.trim().trim_end_matches('/');
    let fault = |reason: &str| unusable(format_args!("{root} {reason}"));
    let uri: Uri = root.parse().map_err(|_| fault("is not an address"))?;
    let host = uri.host().ok_or_else(|| fault("names no host"))?;
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(unusable("an address must not hold a user name or password"));
    }
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if is_loopback(host) => Ok(uri),
        _ => Err(fault("is not encrypted: the token would be sent in the clear, use https")),
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The proxy that stands before an address, as curl and Git find it.
///
/// # Errors
/// When it cannot be used. To go past it would only end in silence.
fn proxy(network: &Network, root: &Uri) -> Result<Option<Intercept>, Error> {
    let Network { all_proxy, http_proxy, https_proxy, no_proxy, .. } = network;
    let [all, http, https] = [all_proxy, http_proxy, https_proxy].map(|address| with_plain_sign_in(address));
    let matcher =
        |no: &str| Matcher::builder().all(all.as_str()).http(http.as_str()).https(https.as_str()).no(no).build();
    let is_encrypted = root.scheme_str() == Some("https");
    let named = if is_encrypted { [https_proxy, all_proxy] } else { [http_proxy, all_proxy] };
    let is_named = named.iter().any(|address| !address.is_empty());
    if !is_named {
        return Ok(None);
    }
    // Its address may hold a password, and is not said.
    let unfit = |why: &str| unusable(format_args!("the proxy that HTTPS_PROXY or ALL_PROXY names {why}"));
    let Some(proxy) = matcher("").intercept(root) else {
        return Err(unfit("is no address such as http://proxy.example:3128"));
    };
    if matcher(no_proxy).intercept(root).is_none() {
        return Ok(None);
    }
    // An address without encryption is on this machine, and so the token must stay here.
    let is_near = proxy.uri().host().is_some_and(is_loopback);
    match proxy.uri().scheme_str() {
        _ if !is_encrypted && !is_near => Ok(None),
        Some("http" | "https") => Ok(Some(proxy)),
        _ => Err(unfit("is neither http nor https")),
    }
}

/// The address with each `@` of its password encoded. As for curl, the last one ends the password.
fn with_plain_sign_in(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((sign_in, host)) => format!("{}@{host}", sign_in.replace('@', "%40")),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_only_where_nobody_listens() {
        for good in ["https://api.github.com", "https://ghe.example/api/v3/", "http://127.0.0.1:80", "http://[::1]:80"]
        {
            assert!(checked_root(good).is_ok(), "{good}");
        }
        for bad in ["http://api.github.com", "http://127.0.0.1@evil.example", "ftp://x", "api.github.com", "", "/v3"] {
            assert!(checked_root(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_proxy_is_found_as_curl_finds_it() {
        let network = |https: &str, no: &str| Network {
            https_proxy: https.to_owned(),
            no_proxy: no.to_owned(),
            ..Network::default()
        };
        let through = |network: &Network, root: &str| {
            let found = proxy(network, &root.parse().unwrap()).map_err(|error| error.to_string())?;
            Ok::<_, String>(found.map(|proxy| {
                let sign_in = proxy.basic_auth().map(|value| value.to_str().unwrap().to_owned());
                (proxy.uri().to_string(), sign_in)
            }))
        };
        let github = "https://api.github.com";
        assert_eq!(through(&Network::default(), github), Ok(None));
        assert_eq!(
            through(&network("http://jo:p%40ss@proxy.example:3128", ""), github),
            Ok(Some(("http://proxy.example:3128/".to_owned(), Some("Basic am86cEBzcw==".to_owned()))))
        );
        assert_eq!(
            through(&network("http://jo:p@ss@proxy.example:3128", ""), github),
            through(&network("http://jo:p%40ss@proxy.example:3128", ""), github),
        );
        assert_eq!(
            through(&network("proxy.example:3128", "ghe.example"), github),
            Ok(Some(("http://proxy.example:3128/".to_owned(), None)))
        );
        for no in ["api.github.com", ".github.com", "github.com", "*", "x, github.com"] {
            assert_eq!(through(&network("http://proxy.example:3128", no), github), Ok(None), "{no}");
        }
        assert!(through(&network("http://proxy.example:3128", "hub.com"), github).unwrap().is_some());
        let all = Network { all_proxy: "http://proxy.example".to_owned(), ..Network::default() };
        assert!(through(&all, github).unwrap().is_some());
        // What is not encrypted stays on this machine.
        let far = Network { http_proxy: "http://proxy.example".to_owned(), ..Network::default() };
        assert_eq!(through(&far, "http://127.0.0.1:80"), Ok(None));
        let near = Network { http_proxy: "http://127.0.0.1:3128".to_owned(), ..Network::default() };
        assert!(through(&near, "http://127.0.0.1:80").unwrap().is_some());
        for unfit in ["socks5://corp.example", "http://a corp.example", "ftp://corp.example"] {
            let refused = through(&network(unfit, ""), github).unwrap_err();
            assert!(refused.contains("HTTPS_PROXY") && !refused.contains("corp.example"), "{refused}");
        }
    }
}
