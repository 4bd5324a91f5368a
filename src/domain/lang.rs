//! Sentences that a person reads exist in Chinese and English, side by side where they are made.
//!
//! There is no central catalogue: whoever knows the facts writes both sentences, so neither can be
//! forgotten and neither can go stale alone.

use serde::Deserialize;
use serde::Serialize;

/// The language of output, chosen by the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese, the language of the office.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// One of two fixed words, for labels that need no [`Text`].
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// The Chinese sentence.
    pub zh: String,
    /// The English sentence.
    pub en: String,
}

impl Text {
    /// Pairs a Chinese sentence with its English one.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The sentence in `lang`.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}
