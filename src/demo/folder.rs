//! The folder of the demonstration: what it holds, and when it may be replaced.
//!
//! Only what a former demonstration wrote is ever deleted, by name; whatever else lies in the folder
//! stays. A folder without our mark that is not empty is not touched at all.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::DemoError;
use super::form::Form;
use super::portal;
use super::portal::Portals;
use super::script;
use super::script::OFFICES;
use super::script::PORTALS;
use super::script::Version;
use super::script::YEAR;
use crate::domain::Lang;
use crate::store::Store;
use crate::store::StoreError;

const MARK: &str = ".gongkai-watch-demo";
const CONFIG: &str = "gongkai-watch.toml";

/// A folder that is ours, and clean.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder, or clears a former demonstration out of it.
    pub(super) fn prepare(dir: &Path) -> Result<Self, DemoError> {
        let fault = |source| DemoError::Folder { path: dir.to_owned(), source };
        fs::create_dir_all(dir).map_err(fault)?;
        let ours = dir.join(MARK).exists();
        let empty = fs::read_dir(dir).map_err(fault)?.next().is_none();
        if !ours && !empty {
            return Err(DemoError::Foreign(dir.to_owned()));
        }
        if ours {
            clear(dir)?;
        }
        fs::write(dir.join(MARK), "A demonstration of gongkai-watch; the next one replaces it.\n")
            .map_err(fault)?;
        Ok(Self(dir.to_owned()))
    }

    /// Writes the configuration, and returns where it is.
    pub(super) fn configure(&self, portals: &Portals, lang: Lang) -> Result<PathBuf, DemoError> {
        let path = self.0.join(CONFIG);
        self.write(&path, &configuration(portals, lang))?;
        Ok(path)
    }

    /// Saves two report pages, for `check`: one in order, one that does not add up.
    pub(super) fn save_pages(&self) -> Result<(), DemoError> {
        let dir = self.0.join("pages");
        fs::create_dir_all(&dir)
            .map_err(|source| DemoError::Folder { path: dir.clone(), source })?;
        for (file, office, version) in [
            ("consistent.html", "shi-cz", Version::Clean),
            ("wrong-sum.html", "shi-mz", Version::Mistyped),
        ] {
            let on = NaiveDate::from_ymd_opt(2026, 1, 20);
            if let (Some(office), Some(on)) = (script::find(office), on) {
                let page = Form { office, year: YEAR, version, on }.page("utf-8", 0);
                self.write(&dir.join(file), &page)?;
            }
        }
        Ok(())
    }

    fn write(&self, path: &Path, text: &str) -> Result<(), DemoError> {
        fs::write(path, text).map_err(|source| DemoError::Folder { path: self.0.clone(), source })
    }
}

fn clear(dir: &Path) -> Result<(), DemoError> {
    let data = dir.join("data");
    // A demonstration that is still being shown has its store open, and keeps it.
    if data.exists()
        && let Err(error @ StoreError::Locked(_)) = Store::open(&data)
    {
        return Err(error.into());
    }
    let gone = |done: io::Result<()>| match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(DemoError::Folder { path: dir.to_owned(), source: error })
        }
        _ => Ok(()),
    };
    for folder in ["data", "mail", "pages"] {
        gone(fs::remove_dir_all(dir.join(folder)))?;
    }
    gone(fs::remove_file(dir.join(CONFIG)))
}

fn configuration(portals: &Portals, lang: Lang) -> String {
    let mut text = format!(
        "# The configuration of the demonstration. Its portals were on loopback and are gone;\n\
         # with these addresses a round finds every site unreachable, and accuses nobody.\n\
         language = \"{}\"\ndata-dir = \"data\"\n\n[fetch]\nuser-agent = \"gongkai-watch-demo/0.1\"\n\
         interval-per-host = \"0s\"\nallow-networks = [\"127.0.0.0/8\"]\n\n[mail]\n\
         from = \"公开监测 <watch@example.org>\"\n[mail.file]\ndir = \"mail\"\n\n[[receiver]]\n\
         name = \"office\"\nemail = [\"office@example.org\"]\n",
        lang.pick("zh", "en"),
    );
    for (portal, address) in PORTALS.iter().zip(&portals.addresses) {
        text.push_str(&format!(
            "\n[[site]]\nid = \"{}\"\nname = \"{}\"\nurl = \"http://{address}{}\"\n",
            portal.id,
            portal.name,
            portal::front(portal.look)
        ));
        for office in OFFICES.iter().filter(|office| office.portal == portal.id) {
            text.push_str(&format!(
                "[[site.agency]]\nid = \"{}\"\nname = \"{}\"\nkind = \"{}\"\n",
                office.id,
                office.name,
                office.kind.key()
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("thesis.txt"), "years of work").unwrap();
        assert!(matches!(Folder::prepare(dir.path()), Err(DemoError::Foreign(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_former_demonstration_is_replaced_and_what_lies_beside_it_stays() {
        let dir = tempfile::tempdir().unwrap();
        Folder::prepare(dir.path()).unwrap();
        fs::create_dir(dir.path().join("mail")).unwrap();
        fs::write(dir.path().join("notes.txt"), "mine").unwrap();
        Folder::prepare(dir.path()).unwrap();
        assert!(!dir.path().join("mail").exists());
        assert!(dir.path().join("notes.txt").exists());
    }

    #[test]
    fn a_demonstration_that_is_being_shown_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        Folder::prepare(dir.path()).unwrap();
        let shown = Store::open(&dir.path().join("data")).unwrap();
        let refused = Folder::prepare(dir.path());
        assert!(matches!(refused, Err(DemoError::Store(StoreError::Locked(_)))));
        drop(shown);
    }
}
