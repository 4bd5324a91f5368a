//! Who publishes what: the same world for every layout.

use std::collections::HashMap;

use gongkai_watch::domain::Agency;
use gongkai_watch::domain::AgencyId;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::SiteId;
use gongkai_watch::portal::Entry;

/// The report years.
pub const YEARS: std::ops::RangeInclusive<i32> = 2022..=2024;

/// Agencies and the other name that some of their titles carry.
const AGENCIES: [(&str, &str); 8] = [
    ("金昌市金川区人民政府", "金川区人民政府"),
    ("金川区人民政府办公室", ""),
    ("金川区教育局", ""),
    ("金川区教育局机关服务中心", ""),
    ("金川区发展和改革委员会", "金川区发展改革委"),
    ("金川区人力资源和社会保障局", "金川区人社局"),
    ("宁远堡镇人民政府", ""),
    ("金川区城市管理综合行政执法局", "金川区城管执法局"),
];

/// A line of a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its title.
    pub title: String,
    /// A number that stands in its address.
    pub id: String,
    /// `2025-01-20`.
    pub date: String,
}

impl Item {
    /// The entry that a list of it makes.
    pub fn entry(&self, base: &str) -> Entry {
        let url = format!("{base}{}.html", self.id).parse().ok();
        Entry { url, title: self.title.clone(), date: self.date.parse().ok() }
    }
}

/// Agencies, all lines of their list with the newest first, and which of them are reports of whom.
#[derive(Debug)]
pub struct World {
    /// Whose reports are expected.
    pub agencies: Vec<Agency>,
    /// The lines.
    pub items: Vec<Item>,
    truth: HashMap<(String, i32), String>,
}

impl World {
    /// Several agencies on one list.
    pub fn of_all() -> Self {
        let agencies = AGENCIES.iter().map(|(name, alias)| agency(name, alias)).collect();
        Self::of(agencies)
    }

    /// One agency.
    pub fn of_one() -> Self {
        Self::of(vec![agency("金川区教育局", "")])
    }

    /// So many agencies, every third of them a part of another.
    pub fn large(count: usize) -> Self {
        let name = |n: usize| match n % 3 {
            0 => format!("某市{}局", numeral(n)),
            1 => format!("某市{}局综合执法支队", numeral(n - 1)),
            _ => format!("某市{}街道办事处", numeral(n)),
        };
        Self::of((0..count).map(|n| agency(&name(n), "")).collect())
    }

    fn of(agencies: Vec<Agency>) -> Self {
        let mut world = Self { agencies, items: Vec::new(), truth: HashMap::new() };
        let mut id = 700_000;
        for year in YEARS {
            for n in 0..world.agencies.len() {
                // Some reports were never published.
                if (n * 7 + usize::try_from(year).unwrap()) % 11 == 0 {
                    continue;
                }
                id += 1;
                let agency = world.agencies[n].clone();
                let alias = agency.aliases.first().filter(|_| year % 2 == 0);
                let title = report_title(alias.unwrap_or(&agency.name), year, n);
                world.truth.insert((agency.name, year), id.to_string());
                world.add(title, id, format!("{}-01-{:02}", year + 1, 10 + n % 18));
            }
            for (n, title) in others(year).into_iter().enumerate() {
                id += 1;
                world.add(title, id, format!("{}-02-{:02}", year + 1, 10 + n));
            }
        }
        world.items.sort_by(|a, b| b.date.cmp(&a.date).then(a.id.cmp(&b.id)));
        world
    }

    fn add(&mut self, title: String, id: u32, date: String) {
        self.items.push(Item { title, id: id.to_string(), date });
    }

    /// The number in the address of the report of an agency on a year, if it was published.
    pub fn report(&self, agency: &str, year: i32) -> Option<&str> {
        self.truth.get(&(agency.to_owned(), year)).map(String::as_str)
    }

    /// The lines of the pages, so many on each.
    pub fn pages(&self, size: usize) -> Vec<Vec<Item>> {
        self.items.chunks(size).map(<[Item]>::to_vec).collect()
    }
}

fn agency(name: &str, alias: &str) -> Agency {
    Agency {
        id: AgencyId(name.into()),
        name: name.into(),
        aliases: if alias.is_empty() { vec![] } else { vec![alias.into()] },
        kind: AgencyKind::Department,
        region: "620302".into(),
        since: None,
        site: SiteId("s".into()),
    }
}

fn numeral(n: usize) -> String {
    n.to_string()
        .chars()
        .map(|c| "甲乙丙丁戊己庚辛壬癸".chars().nth(c as usize - 48).unwrap())
        .collect()
}

/// Titles as offices write them.
fn report_title(name: &str, year: i32, n: usize) -> String {
    let zh: String = year
        .to_string()
        .chars()
        .map(|c| "〇一二三四五六七八九".chars().nth(c as usize - 48).unwrap())
        .collect();
    match (n + usize::try_from(year).unwrap()) % 7 {
        0 => format!("{name}{year}年政府信息公开工作年度报告"),
        1 => format!("{year}年{name}政府信息公开工作年度报告"),
        2 => format!("{name}{year}年度政府信息公开年报"),
        3 => format!("{name}政府信息公开工作年度报告（{year}年）"),
        4 => format!("关于{name}{year}年度政府信息公开工作年度报告"),
        5 => format!("{name} {year} 年政府信息公开年度报告"),
        _ => format!("{name}{zh}年政府信息公开工作年度报告"),
    }
}

/// Documents of a year that are no report of any agency of the site.
fn others(year: i32) -> Vec<String> {
    vec![
        format!("图解：金川区教育局{year}年政府信息公开工作年度报告"),
        format!("金川区人民政府{year}年政府网站工作年度报表"),
        format!("金川区教育局{year}年法治政府建设年度报告"),
        format!("金川区教育局{}年部门预算公开", year + 1),
        format!("关于做好{year}年政府信息公开工作年度报告编制发布工作的通知"),
        format!("金川区审计局{year}年政府信息公开工作年度报告"),
    ]
}
