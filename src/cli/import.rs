//! `import FILE`: a list of agencies as `[[site]]` blocks; what was left out goes to standard error.

use std::fs::OpenOptions;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::out;
use crate::domain::Lang;
use crate::import;
use crate::import::Imported;

/// A list of agencies is no larger.
const MOST_BYTES: u64 = 20 << 20;

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// A table with a heading row: name, credit code, region, kind, address, short names
    file: PathBuf,
    /// Write the blocks here instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file of --out if there is one
    #[arg(long, requires = "out")]
    force: bool,
}

pub(super) fn import(args: &ImportArgs, context: &Context) -> Result<Ended, Failed> {
    let lang = context.lang(context.found()?.map_or(Lang::Zh, |it| it.language));
    let bytes = read(&args.file)?;
    let unread =
        |why: &dyn std::fmt::Display| Failed::Input(format!("{}: {why}", args.file.display()));
    let imported = import::import(&bytes, lang).map_err(|why| unread(&why))?;
    let toml = imported.toml(lang);
    match (&args.out, context.format) {
        (Some(path), _) => write(path, &toml, args.force)?,
        (None, Format::Text) => out::whole(&toml),
        (None, Format::Json) => {}
    }
    if context.format == Format::Json {
        out::json(&as_json(&imported, &toml, lang));
    } else {
        for line in summary(&imported, lang) {
            out::note(&line);
        }
    }
    let whole = imported.counts.bad + imported.counts.repeated == 0;
    Ok(if whole { Ended::Clean } else { Ended::Findings })
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    let failed = |why: &dyn std::fmt::Display| {
        Failed::Input(format!("{} cannot be read: {why}", path.display()))
    };
    let file = std::fs::File::open(path).map_err(|error| failed(&error))?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(failed(&"it is larger than 20 MiB; keep the list alone in it"));
    }
    Ok(bytes)
}

fn write(path: &Path, text: &str, force: bool) -> Result<(), Failed> {
    if path.exists() && !force {
        return Err(Failed::Usage(format!(
            "{} exists already; give another name, or --force to replace it",
            path.display()
        )));
    }
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true);
    } else {
        // Nobody else's file either, should one appear meanwhile.
        options.create_new(true);
    }
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written
        .map_err(|error| Failed::Output(format!("{} cannot be written: {error}", path.display())))
}

/// What a person should know, a line each.
fn summary(imported: &Imported, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &imported.problems {
        let (row, text) = (it.row, it.text.pick(lang));
        lines.push(match (lang, it.left_out) {
            (Lang::Zh, true) => format!("第{row}行未导入：{text}"),
            (Lang::Zh, false) => format!("第{row}行：{text}"),
            (Lang::En, true) => format!("row {row} was left out: {text}"),
            (Lang::En, false) => format!("row {row}: {text}"),
        });
    }
    if !imported.ignored.is_empty() {
        let names = imported.ignored.join(lang.pick("、", ", "));
        lines.push(match lang {
            Lang::Zh => format!("没有用到的列：{names}"),
            Lang::En => format!("columns that were not used: {names}"),
        });
    }
    let counts = imported.counts;
    let from_code = counts.regions_from_code;
    if from_code > 0 {
        let column = match (lang, imported.has_regions) {
            (Lang::Zh, true) => "区划一栏空白",
            (Lang::Zh, false) => "没有区划一栏",
            (Lang::En, true) => "the region is blank",
            (Lang::En, false) => "there is no column of regions",
        };
        lines.push(match lang {
            Lang::Zh => format!("{column}：{from_code}个单位的区划取自信用代码第3至8位"),
            Lang::En => format!(
                "{column}: that of {from_code} agencies was taken from digits 3 to 8 of the credit code"
            ),
        });
    }
    let import::Counts { rows, agencies, sites, kinds_left, bad, repeated, .. } = counts;
    lines.push(match lang {
        Lang::Zh => format!(
            "共{rows}行：导入{agencies}个单位、{sites}个站点（其中{kinds_left}个单位须人工写明类型），有误{bad}行，重复{repeated}行"
        ),
        Lang::En => format!(
            "{rows} rows: {agencies} agencies on {sites} sites ({kinds_left} of them need a kind written), \
             {bad} rows mistaken, {repeated} repeated"
        ),
    });
    lines
}

fn as_json(imported: &Imported, toml: &str, lang: Lang) -> serde_json::Value {
    let problems: Vec<_> = imported
        .problems
        .iter()
        .map(|it| json!({"row": it.row, "text": it.text.pick(lang), "left_out": it.left_out}))
        .collect();
    json!({
        "toml": toml,
        "problems": problems,
        "counts": imported.counts,
        "ignored_columns": imported.ignored,
    })
}
