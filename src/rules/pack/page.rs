//! The page of a rule of a pack, drawn up from its entry under the headings of the built-in ones.

use super::Must;
use super::PackRule;
use super::Test;
use crate::domain::Line;

pub(super) fn summary(rule: &PackRule) -> String {
    match &rule.test {
        Test::Identity { table, left, right, columns } => {
            let sum = |lines: &[Line]| {
                lines.iter().map(|line| line.key()).collect::<Vec<_>>().join(" + ")
            };
            let columns: Vec<&str> = columns.iter().map(|it| it.json_key()).collect();
            format!(
                "Whether {} = {} in table `{}`, in the columns {}.",
                sum(left),
                sum(right),
                table.key(),
                columns.join(", ")
            )
        }
        Test::Threshold { cell, op, value } => {
            format!("Whether {} {} {value}.", cell.text(), op.sign())
        }
        Test::Phrase { sections, any_of, all_of } => {
            let mut asked = Vec::new();
            if !all_of.is_empty() {
                asked.push(format!("all of “{}”", all_of.join("”, “")));
            }
            if !any_of.is_empty() {
                asked.push(format!("one of “{}”", any_of.join("”, “")));
            }
            format!("Whether {} has {}.", places(sections), asked.join(" and "))
        }
        Test::Pattern { sections, regex, must } => {
            let must = match must {
                Must::Match => "matches",
                Must::NotMatch => "is free of",
            };
            format!("Whether {} {must} `{}`.", places(sections), regex.text())
        }
    }
}

fn places(sections: &[u8]) -> String {
    if sections.is_empty() {
        return "the text".into();
    }
    let numbers: Vec<String> = sections.iter().map(ToString::to_string).collect();
    format!("the text of section {}", numbers.join(", "))
}

fn silence(rule: &PackRule) -> &'static str {
    match rule.test {
        Test::Identity { .. } => {
            "- A cell of the rows was not read: not assessable for that column.\n\
             - One side of a column is wholly blank.\n\
             - Blanks are counted as 0; the finding then says so."
        }
        Test::Threshold { .. } => "- The cell is blank, dashed or was not read: not assessable.",
        Test::Phrase { .. } | Test::Pattern { .. } => {
            "- A section asked for, or for the whole text one of 1, 5 and 6, has no running text\n  \
             that was read, or has an image: not assessable.\n\
             - Words that stand in another section: of low confidence, never mailed."
        }
    }
}

pub(super) fn page(rule: &PackRule) -> String {
    let mut silent = silence(rule).to_owned();
    silent.push_str(&format!("\n- The report year is not in {}.", rule.years.text()));
    if !rule.kinds.is_empty() {
        let kinds: Vec<&str> = rule.kinds.iter().map(|kind| kind.key()).collect();
        silent.push_str(&format!("\n- The body is not one of {}.", kinds.join(", ")));
    }
    format!(
        "# {}\n\n## What it checks\n{}\n\n## Legal basis\n{}\n\n## When it stays silent\n{silent}\n\n\
         ## How to resolve\n{}\n\nA rule of the pack {}, severity {}.",
        rule.id,
        summary(rule),
        rule.basis,
        rule.remedy().zh,
        rule.file,
        rule.severity.key()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AgencyKind;
    use crate::domain::Column;
    use crate::domain::Severity;
    use crate::domain::TableKind;
    use crate::domain::Text;
    use crate::rules::pack::Years;

    #[test]
    fn a_page_has_the_headings_of_the_built_in_rules() {
        let rule = PackRule {
            id: "local-sum".into(),
            label: Text::new("本地", "local"),
            severity: Severity::Warning,
            basis: "某办〔2025〕1号".into(),
            years: Years { first: 2021, last: Some(2023) },
            kinds: vec![AgencyKind::Township],
            message: None,
            to_do: None,
            file: "rules.d/local.toml".into(),
            test: Test::Identity {
                table: TableKind::Applications,
                left: vec![Line::Granted, Line::PartlyGranted],
                right: vec![Line::HandledTotal],
                columns: vec![Column::Total],
            },
        };
        insta::assert_snapshot!(rule.page(), @r"
        # local-sum

        ## What it checks
        Whether granted + partly_granted = handled_total in table `applications`, in the columns total.

        ## Legal basis
        某办〔2025〕1号

        ## When it stays silent
        - A cell of the rows was not read: not assessable for that column.
        - One side of a column is wholly blank.
        - Blanks are counted as 0; the finding then says so.
        - The report year is not in 2021..2023.
        - The body is not one of township.

        ## How to resolve
        请按所引依据核对并更正。

        A rule of the pack rules.d/local.toml, severity warning.
        ");
    }
}
