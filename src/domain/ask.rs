//! What is asked of a server: an address, and perhaps a form that is posted to it.
//!
//! In the store and in captures an ask goes by one text, its [`Ask::address`]. That of a posted form
//! carries the form in its fragment, behind `post:`; a fragment is never sent, so no address that
//! can be asked for without a form is ever taken for it.

use url::ParseError;
use url::Url;
use url::form_urlencoded;

/// Begins a fragment that holds a form.
const POST: &str = "post:";

/// An address, and perhaps a form that is posted to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ask {
    /// The address, http or https.
    pub url: Url,
    /// The body of a POST, `application/x-www-form-urlencoded`; `None` for a GET.
    pub form: Option<String>,
}

impl Ask {
    /// Asks for an address.
    pub const fn get(url: Url) -> Self {
        Self { url, form: None }
    }

    /// Posts a form.
    pub fn post(mut url: Url, form: &[(String, String)]) -> Self {
        url.set_fragment(None);
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        Self { url, form: Some(form) }
    }

    /// Reads back what [`Self::address`] gave.
    pub fn of(address: &str) -> Result<Self, ParseError> {
        let mut url = Url::parse(address)?;
        let form = url.fragment().and_then(|it| it.strip_prefix(POST)).map(str::to_owned);
        if form.is_some() {
            url.set_fragment(None);
        }
        Ok(Self { url, form })
    }

    /// The text that stands for it.
    pub fn address(&self) -> String {
        match &self.form {
            None => self.url.to_string(),
            Some(form) => {
                let mut url = self.url.clone();
                url.set_fragment(Some(&format!("{POST}{form}")));
                url.into()
            }
        }
    }

    /// The value of a parameter of the form, else of the query.
    pub fn value(&self, name: &str) -> Option<String> {
        [self.form.as_deref(), self.url.query()].into_iter().flatten().find_map(|raw| {
            form_urlencoded::parse(raw.as_bytes())
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        })
    }

    /// The same ask with one parameter set: in the form if it stands there, else in the query. The
    /// others keep their bytes, which may be those of another charset.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let has = |raw: &str| raw.split('&').any(|it| key(it) == name);
        match self.form.as_deref() {
            Some(form) if has(form) => self.form = Some(set(form, name, value)),
            _ => {
                let query = set(self.url.query().unwrap_or_default(), name, value);
                self.url.set_query(Some(&query));
            }
        }
        self
    }
}

fn key(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(key, _)| key)
}

/// Sets the parameter in a query; of several with its name the first stays.
fn set(raw: &str, name: &str, value: &str) -> String {
    let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let pair = format!("{name}={value}");
    let mut done = false;
    let mut pairs: Vec<&str> = Vec::new();
    for it in raw.split('&').filter(|it| !it.is_empty()) {
        if key(it) != name {
            pairs.push(it);
        } else if !done {
            pairs.push(&pair);
            done = true;
        }
    }
    if !done {
        pairs.push(&pair);
    }
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn an_address_stands_for_the_whole_ask() {
        let form = [("col", "1"), ("path", "/"), ("webname", "某市 & 某县"), ("x", "a=b%+#")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()));
        let posted = Ask::post(url("http://gov.test/dataproxy.jsp?perpage=15#top"), &form);
        assert!(
            posted.address().starts_with("http://gov.test/dataproxy.jsp?perpage=15#post:col=1")
        );
        assert_eq!(Ask::of(&posted.address()), Ok(posted));
        for text in ["http://gov.test/", "http://gov.test/gkmlpt/index#21023"] {
            let ask = Ask::get(url(text));
            assert_eq!(ask.address(), text);
            assert_eq!(Ask::of(text), Ok(ask));
        }
    }

    #[test]
    fn a_parameter_is_set_where_it_stands_and_the_others_keep_their_bytes() {
        let ask = Ask::get(url("http://gov.test/a?webname=%D6%D0&page=1&page=7&x"));
        assert_eq!(ask.value("page").as_deref(), Some("1"));
        let next = ask.with("page", "2").with("size", "a b");
        assert_eq!(next.url.as_str(), "http://gov.test/a?webname=%D6%D0&page=2&x&size=a+b");

        let form = [("page".to_owned(), "1".to_owned())];
        let next = Ask::post(url("http://gov.test/a?page=9"), &form).with("page", "2");
        assert_eq!(next.address(), "http://gov.test/a?page=9#post:page=2");
        assert_eq!(next.value("page").as_deref(), Some("2"));
        assert_eq!(next.value("none"), None);
    }
}
