//! How the list of a site is read: as what it shows itself to be, or as the operator says.
//!
//! What stands here is the operator's text; whether a selector or a path makes sense is asked when
//! the configuration is checked, not when a page is read.

/// How the list of a site is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reading {
    /// As the family of portals that its pages show themselves to be of.
    #[default]
    Recognised,
    /// As this family, whatever the pages look like.
    Family(&'static str),
    /// By selectors.
    Select(Box<SelectReading>),
    /// From JSON.
    Json(Box<JsonReading>),
}

impl Reading {
    /// The form that the first request posts.
    pub fn form(&self) -> Option<&str> {
        match self {
            Self::Json(json) => json.form.as_deref(),
            Self::Recognised | Self::Family(_) | Self::Select(_) => None,
        }
    }
}

/// Where on a page the list stands, in CSS selectors. One that ends in `@name` takes that attribute
/// instead of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SelectReading {
    /// One entry.
    pub item: String,
    /// The link in it; by default the first `a` with an `href`.
    pub link: Option<String>,
    /// The title in it; by default the link's.
    pub title: Option<String>,
    /// The date in it; by default the first date of its text.
    pub date: Option<String>,
    /// The link to the next page; by default what the page itself shows as one.
    pub next: Option<String>,
}

/// Where in an answer of JSON the list stands, in paths such as `data.list` or `/data/list`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JsonReading {
    /// The form that is posted; without one the address is asked for with GET.
    pub form: Option<String>,
    /// The array of entries.
    pub items: String,
    /// The title, within an entry.
    pub title: String,
    /// The address, within an entry: a path, or a text that holds paths in braces
    /// (`/content/post_{id}.html`).
    pub url: String,
    /// The date, within an entry: a text, or seconds or milliseconds since 1970.
    pub date: Option<String>,
    /// How many entries the list has in all.
    pub total: Option<String>,
    /// The name of the parameter that counts the pages, in the form or the query.
    pub page: Option<String>,
}
