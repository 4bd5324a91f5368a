//! What a script says in so many letters: quoted texts, numbers, and objects of them.
//!
//! Nothing is evaluated. An object that holds a call, a sum or a name is not certain, and is not
//! read at all: a request built from half of it would ask for another list.

pattern!(
    VARIABLE,
    r#"(?:var|let|const)?\s*\b(\w+)\s*=\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)'|(\d+))[ \t]*(?:[;,\r\n]|//|$)"#
);

/// The value of a variable, if it is set to a text or a number in so many letters, and to one only.
pub(super) fn variable(script: &str, name: &str) -> Option<String> {
    let mut found: Option<String> = None;
    for it in VARIABLE.as_ref()?.captures_iter(script) {
        let value = it.iter().skip(2).flatten().next().map(|value| value.as_str().to_owned());
        if &it[1] != name {
            continue;
        }
        if found.is_some() && found != value {
            return None;
        }
        found = value;
    }
    found
}

/// The object that begins at or after `from`: keys and their values as text, in their order. `None`
/// if there is none, or it holds anything but texts, numbers and truth values.
pub(super) fn object(script: &str, from: usize) -> Option<Vec<(String, String)>> {
    let rest = script.get(from..)?;
    let mut reader = Reader { rest: rest.get(rest.find('{')? + 1..)? };
    let mut pairs = Vec::new();
    loop {
        reader.skip_blanks();
        if reader.take('}') {
            return Some(pairs);
        }
        let key = reader.word()?;
        reader.skip_blanks();
        if !reader.take(':') {
            return None;
        }
        reader.skip_blanks();
        let value = reader.word()?;
        let is_literal = value.quoted
            || matches!(&*value.text, "true" | "false" | "null")
            || value.text.parse::<f64>().is_ok();
        if !is_literal {
            return None;
        }
        pairs.push((key.text, value.text));
        reader.skip_blanks();
        // Behind a value there must be the next one or the end; a sign is a calculation.
        if !reader.take(',') && !reader.rest.starts_with('}') {
            return None;
        }
    }
}

struct Word {
    text: String,
    quoted: bool,
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, c: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(c) else { return false };
        self.rest = rest;
        true
    }

    /// A quoted text, or a bare name or number.
    fn word(&mut self) -> Option<Word> {
        let quote = self.rest.chars().next()?;
        if !matches!(quote, '"' | '\'') {
            let bare = |c: char| c.is_alphanumeric() || "_$.-".contains(c);
            let end = self.rest.find(|c| !bare(c)).unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(end);
            self.rest = rest;
            return (!text.is_empty()).then(|| Word { text: text.to_owned(), quoted: false });
        }
        let mut text = String::new();
        let mut escaped = false;
        for (at, c) in self.rest.char_indices().skip(1) {
            match c {
                _ if escaped => {
                    // Of the escapes only those that stand for the next letter are read.
                    if c.is_alphanumeric() {
                        return None;
                    }
                    text.push(c);
                    escaped = false;
                }
                '\\' => escaped = true,
                c if c == quote => {
                    self.rest = self.rest.get(at + 1..)?;
                    return Some(Word { text, quoted: true });
                }
                c => text.push(c),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(script: &str) -> Option<Vec<(String, String)>> {
        object(script, 0)
    }

    #[test]
    fn an_object_of_texts_and_numbers_is_read() {
        let script =
            r#"x({ col : 1, 'appid':"1", path:'/', on: true, json:'{"pageNo":1}', q:'a\'b' })"#;
        let found = pairs(script).unwrap();
        let shown: Vec<String> =
            found.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(
            shown,
            ["col=1", "appid=1", "path=/", "on=true", "json={\"pageNo\":1}", "q=a'b"]
        );
        assert_eq!(pairs("{}"), Some(vec![]));
    }

    #[test]
    fn what_would_have_to_be_run_is_not_read() {
        for script in [
            "{page: page + 1}",
            "{page: 1 + 1}",
            "{page: now()}",
            "{page: column}",
            "{'a' 'b'}",
            "{a: '\\u4e00'}",
            "{a: 'open",
            "{a: {b: 1}}",
            "no object",
        ] {
            assert_eq!(pairs(script), None, "{script}");
        }
    }

    #[test]
    fn a_variable_counts_if_it_is_set_once() {
        let script = "var channelId = '12ab';\nvar page = 1; var page = 2;\nlet size = total();";
        assert_eq!(variable(script, "channelId").as_deref(), Some("12ab"));
        assert_eq!(variable(script, "page"), None);
        assert_eq!(variable(script, "size"), None);
        assert_eq!(variable(script, "none"), None);
    }
}
