//! Differences between two versions of a report.

use chrono::DateTime;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::Column;
use crate::domain::Line;
use crate::domain::SnapshotId;
use crate::domain::TableKind;
use crate::domain::Text;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A figure in a table.
    Cell {
        /// Which table.
        table: TableKind,
        /// Its row.
        line: Line,
        /// Its column.
        column: Column,
        /// The printed text before; `None` where the cell was not read.
        before: Option<String>,
        /// The printed text after; `None` where the cell is no longer read.
        after: Option<String>,
    },
    /// The title.
    Title {
        /// Before.
        before: String,
        /// After.
        after: String,
    },
    /// The running text of a section; 0 is the preamble.
    Section {
        /// 0 to 6.
        number: u8,
        /// What was taken out around the difference.
        before: String,
        /// What was put in.
        after: String,
    },
}

impl Change {
    /// True where figures of a table differ.
    pub const fn is_figure(&self) -> bool {
        matches!(self, Self::Cell { .. })
    }

    /// The difference as one line, e.g. `表三 本年新收 自然人：134 → 143`.
    pub fn text(&self) -> Text {
        match self {
            Self::Cell { table, line, column, before, after } => {
                let show = |it: &Option<String>, none: &str| match it.as_deref() {
                    None => none.to_owned(),
                    Some("") => "“”".to_owned(),
                    Some(raw) => raw.to_owned(),
                };
                Text::new(
                    format!(
                        "{} {} {}：{} → {}",
                        table.zh(),
                        line.zh(),
                        column.zh(),
                        show(before, "（未读出）"),
                        show(after, "（未读出）")
                    ),
                    format!(
                        "{} {} {}: {} → {}",
                        table.key(),
                        line.key(),
                        column.json_key(),
                        show(before, "(unread)"),
                        show(after, "(unread)")
                    ),
                )
            }
            Self::Title { before, after } => Text::new(
                format!("标题：“{before}” → “{after}”"),
                format!("title: “{before}” → “{after}”"),
            ),
            Self::Section { number: 0, before, after } => Text::new(
                format!("引言：“{before}” → “{after}”"),
                format!("preamble: “{before}” → “{after}”"),
            ),
            Self::Section { number, before, after } => Text::new(
                format!("第{number}部分：“{before}” → “{after}”"),
                format!("section {number}: “{before}” → “{after}”"),
            ),
        }
    }
}

/// One edit of a published report, as first noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// When it was noticed.
    pub at: DateTime<Utc>,
    /// The snapshot before.
    pub from: SnapshotId,
    /// The snapshot after.
    pub to: SnapshotId,
    /// The report says of itself that it was corrected (更正、更新、修订).
    pub declared: bool,
    /// What differs.
    pub changes: Vec<Change>,
}
