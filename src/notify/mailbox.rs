//! A mail address with or without a display name, checked once.
//!
//! The configuration and the mailer read addresses here and nowhere else, so that what is accepted
//! in the file can be sent to. Only ASCII addresses are: without SMTPUTF8 (RFC 6531), which few
//! servers speak, no other could be named to a server. The display name may be in any language.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A sender or a receiver (RFC 5322 `mailbox`), e.g. `公开监测 <watch@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mailbox {
    name: Option<String>,
    user: String,
    domain: String,
}

/// A text that is no mail address that can be written to.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` is not a mail address: {why}")]
pub struct InvalidMailbox {
    text: String,
    why: &'static str,
}

impl Mailbox {
    /// What mail programs show instead of the address.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The part before the `@`.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The part behind the `@`.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// True if both lead to one place, whatever name they show.
    pub fn is_address_of(&self, other: &Self) -> bool {
        self.user == other.user && self.domain.eq_ignore_ascii_case(&other.domain)
    }
}

impl FromStr for Mailbox {
    type Err = InvalidMailbox;

    fn from_str(text: &str) -> Result<Self, InvalidMailbox> {
        read(text.trim()).map_err(|why| InvalidMailbox { text: text.to_owned(), why })
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, user, domain } = self;
        match name {
            Some(name) => write!(f, "{name} <{user}@{domain}>"),
            None => write!(f, "{user}@{domain}"),
        }
    }
}

fn read(text: &str) -> Result<Mailbox, &'static str> {
    let (name, address) = match text.rsplit_once('<') {
        Some((name, rest)) => {
            (name, rest.strip_suffix('>').ok_or("the `<` has no `>` at the end")?)
        }
        None => ("", text),
    };
    let name = name.trim_matches(|c: char| c == '"' || c.is_whitespace());
    if name.chars().any(char::is_control) {
        return Err("the name holds a line break or another control character");
    }
    let (user, domain) = address.rsplit_once('@').ok_or("there is no `@` in it")?;
    if !is_user(user) {
        return Err("the part before the `@` is not a mail user");
    }
    if !is_domain(domain) {
        return Err("the part after the `@` is not a domain");
    }
    let name = (!name.is_empty()).then(|| name.to_owned());
    Ok(Mailbox { name, user: user.to_owned(), domain: domain.to_owned() })
}

/// The dot-atom form of RFC 5321, which every server accepts.
fn is_user(text: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    text.len() <= 64 && text.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

/// Letters, digits and hyphens (RFC 1123, 2.1).
fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

#[cfg(test)]
pub(super) mod given {
    //! Addresses to test with.

    use super::*;
    use proptest::prelude::*;

    /// What an operator may write: nearly anything as a name, addresses of every length.
    pub fn mailbox() -> impl Strategy<Value = Mailbox> {
        let user = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,30}(\\.[a-z0-9]{1,16}){0,2}";
        let domain = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z]{1,9}){0,3}";
        ("\\PC{0,40}", user, domain).prop_map(|(name, user, domain)| {
            format!("{name} <{user}@{domain}>").parse().expect("within the rules")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mailbox_has_a_user_and_a_domain() {
        let table = [
            ("office@example.org", Ok((None, "office@example.org"))),
            (" office@example.org ", Ok((None, "office@example.org"))),
            ("a.b+c@localhost", Ok((None, "a.b+c@localhost"))),
            ("公开监测 <watch@example.org>", Ok((Some("公开监测"), "watch@example.org"))),
            ("\"Watch, the\" <w@a.example>", Ok((Some("Watch, the"), "w@a.example"))),
            ("<w@a.example>", Ok((None, "w@a.example"))),
            ("", Err("there is no `@` in it")),
            ("office", Err("there is no `@` in it")),
            ("@example.org", Err("the part before the `@` is not a mail user")),
            ("a..b@example.org", Err("the part before the `@` is not a mail user")),
            ("a b@example.org", Err("the part before the `@` is not a mail user")),
            ("a@b@example.org", Err("the part before the `@` is not a mail user")),
            ("监测@example.org", Err("the part before the `@` is not a mail user")),
            ("a@", Err("the part after the `@` is not a domain")),
            ("a@-x.org", Err("the part after the `@` is not a domain")),
            ("a@b..org", Err("the part after the `@` is not a domain")),
            ("a@监测.example", Err("the part after the `@` is not a domain")),
            ("a@b.org\r\nBcc: c@d.org", Err("the part before the `@` is not a mail user")),
            ("W <a@b.org", Err("the `<` has no `>` at the end")),
            (
                "W\nBcc: x <a@b.org>",
                Err("the name holds a line break or another control character"),
            ),
        ];
        for (text, expected) in table {
            let found = text.parse::<Mailbox>();
            let found = found.as_ref().map_err(|it| it.why);
            let found = found.map(|it| (it.name(), format!("{}@{}", it.user, it.domain)));
            let expected = expected.map(|(name, address)| (name, address.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_fault_names_the_text_and_the_reason() {
        let error = "office".parse::<Mailbox>().unwrap_err();
        assert_eq!(error.to_string(), "`office` is not a mail address: there is no `@` in it");
    }

    #[test]
    fn another_name_is_not_another_place() {
        let of = |text: &str| text.parse::<Mailbox>().unwrap();
        assert!(of("A <a@b.org>").is_address_of(&of("a@B.org")));
        assert!(!of("a@b.org").is_address_of(&of("c@b.org")));
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_read_back(mailbox in given::mailbox()) {
            prop_assert_eq!(mailbox.to_string().parse::<Mailbox>(), Ok(mailbox));
        }

        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,24}") {
            let _ = text.parse::<Mailbox>();
        }
    }
}
