//! What a person can do about a site that could not be read.

use crate::domain::Text;
use crate::domain::Unseen;

/// What to try.
pub fn remedy(unseen: &Unseen) -> Text {
    match unseen {
        Unseen::Unreachable(_) => Text::new(
            "请核对网址和本机网络，稍后再试",
            "check the address and the network of this machine, and try again later",
        ),
        Unseen::Failed(_) | Unseen::SoftNotFound(_) => Text::new(
            "请在浏览器中打开该网址，改用现在的栏目地址",
            "open the address in a browser, and give the column's present one",
        ),
        Unseen::Blocked(_) => Text::new(
            "网站拦截自动访问，本程序不绕过防护；请网站主办单位放行 fetch.user-agent",
            "the site turns programs away, and this one evades nothing; ask its office to admit \
             `fetch.user-agent`",
        ),
        Unseen::NotTheListing(_) | Unseen::HomePage(_) | Unseen::Elsewhere(_) => Text::new(
            "请给出年报栏目列表页的地址",
            "give the address of the list of annual reports itself",
        ),
        Unseen::Maintenance(_) => {
            Text::new("网站正在维护，请过后再试", "the site is under maintenance; try again later")
        }
        Unseen::Login(_) => Text::new(
            "请给出无需登录的公开栏目地址",
            "give the address of a public column that asks for no login",
        ),
        Unseen::CaptivePortal(_) => Text::new(
            "本机网络需先登录认证，请登录后再试",
            "this machine's own network asks for a login; log in and try again",
        ),
        Unseen::Hijacked(_) => Text::new(
            "页面疑似被篡改，请告知网站主办单位",
            "the page seems to be hijacked; tell the site's office",
        ),
        Unseen::Empty(_) | Unseen::Truncated(_) | Unseen::Garbled(_) | Unseen::Stale(_) => {
            Text::new(
                "请稍后再试；如仍如此，请在浏览器中核对该网址",
                "try again later; if it stays so, open the address in a browser",
            )
        }
        Unseen::ListNeedsScript(_) => Text::new(
            "请在浏览器“网络”面板中找到列表的数据地址，用 [site.json] 描述；或用 portal 指定系统",
            "find the data address of the list in the browser's network panel and describe it with \
             [site.json], or name the system with `portal`",
        ),
        Unseen::ListNotUnderstood(_) => Text::new(
            "请给出栏目列表页的地址，或用 [site.select] 写明条目的选择器",
            "give the address of the column's list, or describe its entries with [site.select]",
        ),
        Unseen::ReportNotReadable(_) => {
            Text::new("请在浏览器中打开该年报核对", "open the report in a browser")
        }
        Unseen::Disallowed(_) => Text::new(
            "robots.txt 不允许访问，本程序遵守；请网站主办单位放行",
            "robots.txt asks programs to stay away, and this one does; ask the site's office",
        ),
        Unseen::Refused(_) => Text::new(
            "内网地址须在 fetch.allow-networks 中列出",
            "list private networks under `fetch.allow-networks`",
        ),
        Unseen::Postponed(_) => Text::new(
            "请在所示时间之后再试；每日次数见 fetch.daily-requests-per-host",
            "try again after that time; `fetch.daily-requests-per-host` sets how often a day",
        ),
        Unseen::Ambiguous(_) => Text::new(
            "请在 aliases 中写明单位的其他名称",
            "write the agency's other names under `aliases`",
        ),
        Unseen::MonitorOffline(_) => Text::new("请再试一次", "try again"),
    }
}
