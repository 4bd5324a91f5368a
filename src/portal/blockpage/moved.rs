//! Redirects that lead elsewhere: to the home page, to another site, or to where only a script goes.
//!
//! The client follows what HTTP says; a refresh or a script on a page without words is told, and not
//! followed.

use std::net::IpAddr;

use url::Host;
use url::Url;

use crate::domain::Capture;
use crate::domain::Unseen;

use super::Look;
use crate::portal::onward;

/// What an HTTP redirect says against the answer.
pub(super) fn redirected(capture: &Capture) -> Option<Unseen> {
    if capture.url == capture.final_url {
        return None;
    }
    let from = Url::parse(&capture.url).ok()?;
    let to = Url::parse(&capture.final_url).ok()?;
    elsewhere(&from, &to, "")
}

/// A page that only leads on.
pub(super) fn stub(look: &Look<'_>) -> Option<Unseen> {
    // A refresh happens by itself; a script beside words may only be there for a search or a phone.
    let leads = look.page.refresh.is_some() && look.short && look.page.links.len() < 2;
    let bare = look.is_wordless() || leads;
    let how = if look.page.refresh.is_some() { "页面刷新" } else { "脚本" };
    let by_script = || onward::by_script(&look.page.scripts).next();
    let target = look.page.refresh.as_deref().or_else(by_script)?;
    if !bare {
        return None;
    }
    let from = Url::parse(&look.capture.final_url).ok()?;
    let to = from.join(target).ok()?;
    let found = elsewhere(&from, &to, how);
    Some(found.unwrap_or_else(|| Unseen::Elsewhere(format!("{how}跳转到 {to}"))))
}

/// Why an address is not the one asked for, nor another place of the same site.
fn elsewhere(from: &Url, to: &Url, how: &str) -> Option<Unseen> {
    if is_private(to) && !is_private(from) {
        return Some(Unseen::CaptivePortal(format!("{how}跳转到内网地址 {to}")));
    }
    if !onward::is_same_site(to, from) {
        return Some(Unseen::Elsewhere(format!("{how}跳转到其他网站 {to}")));
    }
    (is_home(to) && !is_home(from)).then(|| Unseen::HomePage(format!("{how}跳转到首页 {to}")))
}

fn is_home(url: &Url) -> bool {
    let names = ["/", "/index.html", "/index.htm", "/index.shtml", "/index.jsp", "/index.aspx"];
    names.contains(&url.path()) && url.query().is_none()
}

fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_private() || address.is_link_local(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).to_canonical().is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}
