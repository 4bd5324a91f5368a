//! A password that cannot be printed by accident.
//!
//! `Debug` shows that there is one, never which; there is no `Display` and no serialisation, so
//! the only way out is [`Secret::reveal`], at the one place that logs in.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// A password.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `value`.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The password itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Reads a file that holds a password and perhaps a line end.
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)?;
        let value = text.trim_end_matches(['\r', '\n']);
        if value.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is empty"));
        }
        Ok(Self::new(value))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where a `*-file` is: systemd's credentials directory goes before the configuration's own.
pub(crate) fn locate(file: &str, credentials: Option<&Path>, base: &Path) -> PathBuf {
    credentials
        .map(|dir| dir.join(file))
        .filter(|credential| credential.is_file())
        .unwrap_or_else(|| base.join(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_shown() {
        assert_eq!(format!("{:?}", Some(Secret::new("geheim"))), "Some(Secret(…))");
    }

    #[test]
    fn the_line_end_of_a_file_is_not_part_of_the_password() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("smtp");
        fs::write(&path, "two words \r\n").unwrap();
        assert_eq!(Secret::read(&path).unwrap().reveal(), "two words ");
        fs::write(&path, "\n").unwrap();
        assert_eq!(Secret::read(&path).unwrap_err().to_string(), "the file is empty");
    }

    #[test]
    fn a_systemd_credential_goes_before_a_file_beside_the_configuration() {
        let credentials = tempfile::tempdir().unwrap();
        let base = tempfile::tempdir().unwrap();
        let at = |file| locate(file, Some(credentials.path()), base.path());
        assert_eq!(at("smtp"), base.path().join("smtp"));
        fs::write(credentials.path().join("smtp"), "x").unwrap();
        assert_eq!(at("smtp"), credentials.path().join("smtp"));
        assert_eq!(at("/etc/smtp"), PathBuf::from("/etc/smtp"));
    }
}
