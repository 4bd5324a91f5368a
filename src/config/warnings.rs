//! What is allowed in a configuration, and should not stay as it is.
//!
//! Shown by `config check` and logged whenever the watch starts.

use crate::domain::Lang;
use crate::fetch::http::Settings;

use super::Config;

/// A sentence for each thing to put right; none if all is well.
pub fn warnings(config: &Config, lang: Lang) -> Vec<String> {
    let mut found = Vec::new();
    let agent = &config.fetch.user_agent;
    if *agent == Settings::default().user_agent || agent.contains("example.") {
        // Not repeated: this is logged, and no mail address is.
        found.push(
            lang.pick(
                "`user-agent` 中的联系方式是示例：请写上网站管理员可以找到您的地址",
                "the contact in `user-agent` is the example's: put in an address at which the \
                 people of a site find you",
            )
            .to_owned(),
        );
    } else if !agent.contains('@') && !agent.contains("://") {
        found.push(match lang {
            Lang::Zh => format!("`user-agent` 中没有联系方式（{agent}）：请写上邮箱或网址"),
            Lang::En => format!(
                "there is no contact in `user-agent` ({agent}): put in a mail address or a web page"
            ),
        });
    }
    if !config.fetch.robots {
        found.push(
            lang.pick(
                "`robots = false`：不遵守 robots.txt",
                "`robots = false`: what sites ask in robots.txt is not obeyed",
            )
            .to_owned(),
        );
    }
    for host in &config.fetch.openssl_hosts {
        found.push(match lang {
            Lang::Zh => format!("{host} 的加密连接由本机 OpenSSL 完成（`tls = \"openssl\"`），协议和密码算法已过时，内容可能被他人读到；证书照常核验。请提醒网站升级"),
            Lang::En => format!("{host} is read by way of this machine's OpenSSL (`tls = \"openssl\"`) with protocols and ciphers that are out of date, so that others may read along; its certificate is checked all the same"),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Given;
    use crate::config::parse;

    fn warned(fetch: &str) -> Vec<String> {
        let text = format!("[fetch]\n{fetch}\n");
        let config = parse("test.toml", &text, &Given::default()).unwrap();
        assert_eq!(warnings(&config, Lang::Zh).len(), warnings(&config, Lang::En).len());
        warnings(&config, Lang::En)
    }

    #[test]
    fn the_contact_of_the_example_is_nobodys() {
        for agent in ["", "user-agent = 'us/1 (+mailto:me@example.com)'", "user-agent = 'us/1'"] {
            let told = &warned(agent)[0];
            assert!(told.contains("contact") && !told.contains('@'), "{told}");
        }
        for agent in ["us/1 (+mailto:me@gov.test)", "us/1 (+https://gov.test/watch)"] {
            assert_eq!(warned(&format!("user-agent = '{agent}'")), Vec::<String>::new());
        }
    }

    #[test]
    fn old_ciphers_are_named_with_their_host() {
        let text = "[fetch]\nuser-agent = 'us/1 (+https://gov.test/)'\n[[site]]\nid = 'a'\n\
                    url = 'https://www.gov.test/nb/'\ntls = 'openssl'\n\
                    [[site.agency]]\nname = '某局'\nkind = 'department'\n";
        let config = parse("test.toml", text, &Given::default()).unwrap();
        assert!(config.fetch.openssl_hosts.contains("www.gov.test"));
        let warned = warnings(&config, Lang::En);
        assert!(warned.len() == 1 && warned[0].contains("www.gov.test"), "{warned:?}");
    }

    #[test]
    fn robots_txt_is_not_passed_over_in_silence() {
        let both = warned("user-agent = 'us/1 (+https://gov.test/)'\nrobots = false");
        assert!(both[0].contains("robots.txt"), "{both:?}");
    }
}
