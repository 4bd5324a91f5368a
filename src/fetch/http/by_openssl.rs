//! Hosts whose TLS is left to the machine's OpenSSL, and how they are asked.
//!
//! One connection for each request, to an address that passed the same guard as every other. Of several
//! addresses the first that takes the connection is asked.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use http::Method;
use http::Request as HttpRequest;
use reqwest::header::HOST;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderValue;
use url::Host;
use url::Position;
use url::Url;

use super::dns::permitted;
use super::failure::Fault;
use crate::domain::TroubleKind;
use crate::fetch::Failure;
use crate::fetch::Request;
use crate::fetch::address::Forbidden;
use crate::fetch::address::Guard;
use crate::fetch::openssl;
use crate::fetch::openssl::Broken;
use crate::fetch::openssl::Reply;
use crate::fetch::shown;

/// What is needed to ask such a host.
pub(super) struct ByOpenSsl {
    pub(super) hosts: BTreeSet<String>,
    pub(super) ca_file: Option<PathBuf>,
    /// What every request says.
    pub(super) headers: HeaderMap,
    pub(super) guard: Arc<Guard>,
}

impl ByOpenSsl {
    /// True if the address is one of these hosts' and secure.
    pub(super) fn takes(&self, url: &Url) -> bool {
        url.scheme() == "https" && url.host_str().is_some_and(|host| self.hosts.contains(host))
    }

    /// Sends a request with these headers beside those of every request.
    pub(super) async fn send(
        &self,
        url: &Url,
        request: &Request,
        told: HeaderMap,
    ) -> Result<Reply, Fault> {
        let unreachable = |kind, why: String| Fault::of(kind, Failure::unreachable(url, why));
        let addresses = self.addresses(url).await?;
        let method = if request.form.is_some() { Method::POST } else { Method::GET };
        let target = &url[Position::BeforePath..Position::AfterQuery];
        let mut asked = HttpRequest::new(request.form.clone().unwrap_or_default());
        *asked.method_mut() = method;
        *asked.uri_mut() =
            target.parse().map_err(|_| Failure::unreachable(url, "the address cannot be sent"))?;
        let headers = asked.headers_mut();
        headers.extend(self.headers.clone());
        headers.extend(told);
        if let Ok(host) = HeaderValue::from_str(&url[Position::BeforeHost..Position::AfterPort]) {
            headers.insert(HOST, host);
        }
        let ca_file = self.ca_file.as_deref();
        let reply =
            in_order(&addresses, |address| openssl::ask(url, address, ca_file, asked.clone()));
        reply.await.map_err(|broken| match broken {
            Broken::Connect(why) => {
                unreachable(TroubleKind::Connect, format!("no connection: {why}"))
            }
            Broken::Tls(why) => Fault::of(TroubleKind::Tls, Failure::Tls { url: shown(url), why }),
            Broken::Answer(why) => unreachable(TroubleKind::Server, format!("no answer: {why}")),
        })
    }

    /// Where the host may be asked, in the order of the resolver; there is at least one.
    async fn addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, Fault> {
        let port = url.port_or_known_default().unwrap_or(443);
        let name = match url.host() {
            // The guard has seen a number already, as part of the address.
            Some(Host::Ipv4(ip)) => return Ok(vec![SocketAddr::new(ip.into(), port)]),
            Some(Host::Ipv6(ip)) => return Ok(vec![SocketAddr::new(ip.into(), port)]),
            Some(Host::Domain(name)) => name,
            None => "",
        };
        let no_name = |why: String| {
            let why = format!("name not resolved: {why}");
            Fault::of(TroubleKind::Dns, Failure::unreachable(url, why))
        };
        let found = permitted(&self.guard, name, port).await.map_err(|error| {
            match error.downcast_ref::<Forbidden>() {
                Some(why) => Failure::Refused { url: shown(url), why: why.to_string() }.into(),
                None => no_name(error.to_string()),
            }
        })?;
        if found.is_empty() { Err(no_name("it has no address".into())) } else { Ok(found) }
    }
}

/// Asks one address after another until one takes the connection; what it says then counts.
async fn in_order<T, F: Future<Output = Result<T, Broken>>>(
    addresses: &[SocketAddr],
    ask: impl Fn(SocketAddr) -> F,
) -> Result<T, Broken> {
    let mut last = Broken::Connect("it has no address".into());
    for address in addresses {
        match ask(*address).await {
            Err(broken @ Broken::Connect(_)) => last = broken,
            reply => return reply,
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Asks three addresses, of which the last digit says what becomes of them.
    async fn asked(last: [u8; 3]) -> (String, usize) {
        let addresses = last.map(|it| SocketAddr::from(([192, 0, 2, it], 443)));
        let tried = Mutex::new(0);
        let reply = in_order(&addresses, |address| {
            *tried.lock().unwrap() += 1;
            async move {
                match address.to_string().as_str() {
                    "192.0.2.0:443" => Err(Broken::Connect("refused".into())),
                    "192.0.2.1:443" => Err(Broken::Tls("expired".into())),
                    _ => Ok("a page"),
                }
            }
        });
        (format!("{:?}", reply.await), tried.into_inner().unwrap())
    }

    #[tokio::test]
    async fn the_next_address_is_asked_where_one_takes_no_connection() {
        for (last, reply, tried) in [
            ([0, 0, 2], r#"Ok("a page")"#, 3),
            ([2, 0, 0], r#"Ok("a page")"#, 1),
            ([0, 1, 2], r#"Err(Tls("expired"))"#, 2),
            ([0, 0, 0], r#"Err(Connect("refused"))"#, 3),
        ] {
            assert_eq!(asked(last).await, (reply.to_owned(), tried), "{last:?}");
        }
    }
}
