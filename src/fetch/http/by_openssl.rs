//! Hosts whose TLS is left to the machine's OpenSSL, and how they are asked.
//!
//! One connection for each request, to an address that passed the same guard as every other.

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
        let address = self.address(url).await?;
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
        let reply = openssl::ask(url, address, self.ca_file.as_deref(), asked).await;
        reply.map_err(|broken| match broken {
            Broken::Connect(why) => {
                unreachable(TroubleKind::Connect, format!("no connection: {why}"))
            }
            Broken::Tls(why) => Fault::of(TroubleKind::Tls, Failure::Tls { url: shown(url), why }),
            Broken::Answer(why) => unreachable(TroubleKind::Server, format!("no answer: {why}")),
        })
    }

    async fn address(&self, url: &Url) -> Result<SocketAddr, Fault> {
        let port = url.port_or_known_default().unwrap_or(443);
        let name = match url.host() {
            // The guard has seen a number already, as part of the address.
            Some(Host::Ipv4(ip)) => return Ok(SocketAddr::new(ip.into(), port)),
            Some(Host::Ipv6(ip)) => return Ok(SocketAddr::new(ip.into(), port)),
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
        found.first().copied().ok_or_else(|| no_name("it has no address".into()))
    }
}
