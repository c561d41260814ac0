//! A proxy of the kind that companies have: it asks for a name and a password, opens tunnels, and
//! looks into what is encrypted by a certificate of its own, which only a private root vouches for.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The root that vouches for the proxy's certificate, for `api.github.example` and `localhost`.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tls/root.pem");

/// A running proxy.
pub(crate) struct Proxy {
    /// Its host and port.
    pub(crate) address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts it on a free port. Whatever it is asked for, it leads to `target`, an address without
    /// encryption. `sign_in` is the value of the header that it asks for. Whoever begins to encrypt
    /// at once gets `target`, too: the proxy plays the server itself.
    pub(crate) fn start(target: &str, sign_in: Option<&'static str>) -> Proxy {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (send, receive) = std::sync::mpsc::channel();
        let target = target.trim_start_matches("http://").to_owned();
        let notes = seen.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                send.send(listener.local_addr().expect("an address")).expect("the test waits");
                let acceptor = acceptor();
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, target.clone(), sign_in, acceptor.clone(), notes.clone()));
                }
            });
        });
        Proxy { address: receive.recv().expect("the thread runs").to_string(), seen }
    }

    /// The first lines of the requests to it, `direct` for a connection that was encrypted at once.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("no connection panics").clone()
    }
}

fn acceptor() -> TlsAcceptor {
    let data = |name: &str| format!("{}/tests/data/tls/{name}", env!("CARGO_MANIFEST_DIR"));
    let certificate = CertificateDer::from_pem_file(data("server.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(data("server.key")).expect("a key");
    let config =
        ServerConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions();
    let config = config.expect("a provider").with_no_client_auth().with_single_cert(vec![certificate], key);
    TlsAcceptor::from(Arc::new(config.expect("a key that fits")))
}

async fn serve(
    mut stream: TcpStream,
    target: String,
    sign_in: Option<&'static str>,
    acceptor: TlsAcceptor,
    seen: Arc<Mutex<Vec<String>>>,
) {
    let note = |line: &str| seen.lock().expect("no connection panics").push(line.to_owned());
    let mut first = [0];
    let mut is_encrypted = true;
    match stream.peek(&mut first).await {
        // The first byte of a handshake.
        Ok(1) if first[0] == 0x16 => note("direct"),
        Ok(1) => {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else { return };
                head.push(byte);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let line = head.lines().next().unwrap_or_default();
            note(line);
            let given = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("proxy-authorization").then_some(value)
            });
            let answer = match line.starts_with("CONNECT ") {
                _ if given != sign_in => "407 Proxy Authentication Required",
                true => "200 Connection established",
                false => "405 Method Not Allowed",
            };
            is_encrypted = !line.contains("127.0.0.1");
            let _ = stream.write_all(format!("HTTP/1.1 {answer}\r\n\r\n").as_bytes()).await;
            if !answer.starts_with("200") {
                return;
            }
        }
        _ => return,
    }
    let Ok(mut onward) = TcpStream::connect(&target).await else { return };
    if !is_encrypted {
        let _ = copy_bidirectional(&mut stream, &mut onward).await;
    } else if let Ok(mut stream) = acceptor.accept(stream).await {
        let _ = copy_bidirectional(&mut stream, &mut onward).await;
    }
}
