//! Flattened text: what is left when somebody copies a page.

use super::Source;
use crate::domain::Carrier;
use crate::html::Block;
use crate::html::Page;
use crate::html::Placed;
use crate::wording::tidy;

/// Takes a text apart into its lines.
pub(super) fn source(text: &str) -> Source {
    let lines: Vec<String> = text.lines().map(tidy).filter(|line| !line.is_empty()).collect();
    let titles = lines
        .iter()
        .take(40)
        .filter(|line| line.chars().count() < 80)
        .map(|line| line.trim_start_matches("标题:").trim_start_matches("标题：").trim().to_owned())
        .collect();
    Source {
        carrier: Carrier::Text,
        titles,
        tagged_agency: None,
        pub_date: None,
        head: Some(lines.iter().take(40).map(|l| format!("{l}\n")).collect()),
        page: Page {
            blocks: lines
                .into_iter()
                .map(|line| Placed { block: Block::Text(line), path: Vec::new() })
                .collect(),
            ..Page::default()
        },
    }
}
