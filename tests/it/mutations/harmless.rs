//! Ways in which pages differ without saying anything else: marks, spaces, wordings of headings and
//! labels, what stands around the report.

use super::doc::Dress;
use super::doc::full_width;
use super::doc::with_separators;
use super::world::World;

/// A name and a change after which the report says the same.
pub type Way = (&'static str, fn(&mut World));

/// All of them; each is tried on every base.
pub const WAYS: [Way; 34] = [
    ("figures with 件", |world| print(world, with_unit)),
    ("full-width figures", |world| print(world, full_width)),
    ("separators", |world| print(world, with_separators)),
    ("hard spaces", |world| print(world, |figure| format!("\u{a0}{figure}\u{a0}"))),
    ("from a word processor", |world| dress(world, Dress::Word)),
    ("flattened text", |world| dress(world, Dress::Text)),
    ("labels of table 2 with spaces", |world| {
        labels(
            world,
            &[("规章", "规 章"), ("行政许可", "行 政 许 可"), ("信息内容", "信息\u{3000}内容")],
        );
    }),
    ("规范性文件 without 行政", |world| labels(world, &[("行政规范性文件", "规范性文件")])),
    ("现行有效件", |world| labels(world, &[("现行有效件数", "现行有效件")])),
    ("half-width brackets", |world| {
        labels(world, &[("（", "("), ("）", ")"), ("“", "\""), ("”", "\"")]);
    }),
    ("labels without numbers", |world| {
        labels(world, &[("1.", ""), ("2.", ""), ("3.", ""), ("4.", ""), ("5.", "")]);
    }),
    ("、 behind the numbers", |world| {
        labels(world, &[("1.", "1、"), ("2.", "2、"), ("3.", "3、")]);
    }),
    ("， in the long labels", |world| {
        labels(world, &[("逾期不补正、", "逾期不补正，"), ("缴纳费用、", "缴纳费用，")]);
    }),
    ("broken column headings", |world| {
        labels(world, &[("商业企业", "商业\n企业"), ("社会公益组织", "社会公\n益组织")]);
    }),
    ("headings of the trial form", |world| {
        headings(
            world,
            &[
                (
                    "四、政府信息公开行政复议、行政诉讼情况",
                    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
                ),
                ("五、存在的主要问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况"),
            ],
        );
    }),
    ("shorter headings", |world| {
        headings(
            world,
            &[
                ("四、政府信息公开行政复议、行政诉讼情况", "四、行政复议和行政诉讼情况"),
                ("五、存在的主要问题及改进情况", "五、存在问题及改进措施"),
                ("六、其他需要报告的事项", "六、其他需报告的事项"),
            ],
        );
    }),
    ("longer headings", |world| {
        headings(
            world,
            &[
                ("一、总体情况", "一、2025年政府信息公开工作总体情况"),
                ("二、主动公开政府信息情况", "二、行政机关主动公开政府信息的情况"),
                (
                    "三、收到和处理政府信息公开申请情况",
                    "三、行政机关收到和处理政府信息公开申请情况",
                ),
            ],
        );
    }),
    ("spaces in headings", |world| {
        for part in &mut world.doc().parts {
            part.heading = part.heading.replace('、', " 、 ");
        }
    }),
    ("a space inside headings", |world| {
        for part in &mut world.doc().parts {
            part.heading =
                part.heading.replace("公开行政", "公开 行政").replace("公开申请", "公开 申请");
        }
    }),
    ("a colon behind headings", |world| {
        world.doc().parts.iter_mut().for_each(|part| part.heading.push('：'));
    }),
    ("a list of contents", |world| {
        let contents: Vec<String> =
            world.doc().parts.iter().map(|part| part.heading.clone()).collect();
        world.doc().preamble.extend(contents);
    }),
    ("the year first", |world| {
        let doc = world.doc();
        doc.title = format!("{}年{}政府信息公开工作年度报告", doc.year, doc.agency);
    }),
    ("the year behind the rest", |world| {
        let doc = world.doc();
        doc.title = format!("{}政府信息公开工作年度报告（{}年）", doc.agency, doc.year);
    }),
    ("the year in full-width digits", |world| {
        let doc = world.doc();
        let year = full_width(&doc.year.to_string());
        doc.title = format!("{}{}年政府信息公开工作年度报告", doc.agency, year.trim());
    }),
    ("no body in the title", |world| {
        let doc = world.doc();
        doc.title = format!("{}年政府信息公开工作年度报告", doc.year);
    }),
    ("without 工作", |world| {
        let doc = world.doc();
        doc.title = format!("{}{}年政府信息公开年度报告", doc.agency, doc.year);
    }),
    ("关于 in the title", |world| {
        let doc = world.doc();
        doc.title = format!("{}关于{}年政府信息公开工作年度报告", doc.agency, doc.year);
    }),
    ("a signature", |world| {
        let doc = world.doc();
        let date = doc.pub_date.clone();
        let parts: Vec<&str> = date.split('-').collect();
        let day = parts[2].trim_start_matches('0');
        let month = parts[1].trim_start_matches('0');
        doc.signature = vec![doc.agency.clone(), format!("{}年{month}月{day}日", parts[0])];
    }),
    ("a cover picture", |world| {
        if world.doc().dress != Dress::Text {
            let editor = "<div class=\"TRS_Editor\">\n";
            let picture = format!("{editor}<p><img src=\"P1.jpg\" width=\"900\"></p>\n");
            world.doc().patch(editor, &picture);
        }
    }),
    ("files for download", |world| {
        if world.doc().dress != Dress::Text {
            let end = "</div></div>\n<div class=\"foot\">";
            let links = format!(
                "<p><a href=\"P2.docx\">【下载Word】</a> <a href=\"P2.pdf\">【下载PDF】</a></p>{end}"
            );
            world.doc().patch(end, &links);
        }
    }),
    ("crumbs of the way", |world| {
        if world.doc().dress != Dress::Text {
            let article = "<div class=\"article\">";
            let way =
                "<div class=\"pos\">当前位置：首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>";
            world.doc().patch(article, &format!("{way}{article}"));
        }
    }),
    ("empty lines and full-width spaces", |world| {
        for part in &mut world.doc().parts {
            part.lines =
                part.lines.iter().flat_map(|line| [format!("　　{line}　"), "　".into()]).collect();
        }
    }),
    ("spaces around figures of the text", |world| {
        for line in world.doc().parts.iter_mut().flat_map(|part| &mut part.lines) {
            *line = spaced(line);
        }
    }),
    ("half-width marks in the text", |world| {
        for line in world.doc().parts.iter_mut().flat_map(|part| &mut part.lines) {
            *line = line.replace('，', ",").replace('；', ";").replace('：', ":");
        }
    }),
];

fn print(world: &mut World, print: fn(&str) -> String) {
    world.doc().print = print;
}

fn with_unit(figure: &str) -> String {
    figure.parse::<u32>().map_or(figure.into(), |n| format!("{n}件"))
}

fn dress(world: &mut World, dress: Dress) {
    world.doc().dress = dress;
}

/// Exchanges words in the tables' labels.
fn labels(world: &mut World, pairs: &[(&'static str, &'static str)]) {
    world.doc().labels.extend_from_slice(pairs);
}

/// Exchanges headings where the report has them.
fn headings(world: &mut World, pairs: &[(&str, &str)]) {
    for part in &mut world.doc().parts {
        if let Some((_, new)) = pairs.iter().find(|(old, _)| part.heading == *old) {
            part.heading = (*new).into();
        }
    }
}

fn spaced(line: &str) -> String {
    let mut all = String::new();
    let mut last = ' ';
    for c in line.chars() {
        if c.is_ascii_digit() != last.is_ascii_digit()
            && c != '.'
            && last != '.'
            && c != ','
            && last != ','
        {
            all.push(' ');
        }
        all.push(c);
        last = c;
    }
    all
}
