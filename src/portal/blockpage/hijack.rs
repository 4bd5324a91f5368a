//! Pages of gambling or pornography at an office's address.
//!
//! Offices write of these things too: they fight gambling and run lotteries. So only names that
//! nobody but the trade itself uses count, in the title, or several of them in a text that is not
//! about disclosure. A block of such links hidden in an otherwise right listing leaves it a listing.

use crate::domain::Unseen;
use crate::wording::letters;

use super::Look;

const TRADE: [&str; 34] = [
    "新葡京",
    "澳门葡京",
    "葡京娱乐",
    "威尼斯人娱乐",
    "太阳城娱乐",
    "银河娱乐",
    "永利娱乐",
    "皇冠体育",
    "开云体育",
    "亚博体育",
    "乐鱼体育",
    "华体会",
    "米兰体育",
    "bet365",
    "博彩平台",
    "博彩公司",
    "博彩网站",
    "在线博彩",
    "赌博平台",
    "网上赌场",
    "真人荷官",
    "真人娱乐城",
    "百家乐平台",
    "百家乐游戏",
    "时时彩平台",
    "六合彩开奖",
    "北京赛车pk10",
    "老虎机游戏",
    "棋牌游戏下载",
    "彩票平台注册",
    "成人视频",
    "色情视频",
    "黄色网站大全",
    "裸聊直播",
];

/// Words of an office that speaks of the trade.
const AGAINST: [&str; 12] = [
    "打击", "整治", "查处", "禁止", "严打", "治理", "防范", "警惕", "案件", "涉案", "一案", "破案",
];

/// Names of the trade in a text that make it one of the trade's own.
const SEVERAL: usize = 3;

pub(super) fn judge(look: &Look<'_>) -> Option<Unseen> {
    let title = look.title.to_ascii_lowercase();
    let in_title = TRADE.iter().find(|word| title.contains(**word));
    if let Some(word) = in_title.filter(|_| !AGAINST.iter().any(|it| title.contains(it))) {
        return Some(Unseen::Hijacked(seen(look, "标题", &[word])));
    }
    let text = look.all.to_ascii_lowercase();
    let ours = ["信息公开", "年度报告", "年报"];
    if ours.iter().any(|word| text.contains(word)) {
        return None;
    }
    let described = look.page.meta("description").map(letters).unwrap_or_default();
    let text = text + &described.to_ascii_lowercase();
    let found: Vec<&str> = TRADE.into_iter().filter(|word| text.contains(word)).collect();
    let told = AGAINST.iter().any(|word| text.contains(word));
    (found.len() >= SEVERAL && !told).then(|| Unseen::Hijacked(seen(look, "正文", &found)))
}

fn seen(look: &Look<'_>, place: &str, words: &[&str]) -> String {
    let words = words.iter().take(SEVERAL).copied().collect::<Vec<_>>().join("、");
    let mut seen = format!("{place}中有“{words}”");
    if look.capture.url != look.capture.final_url {
        seen += &format!("，跳转到 {}", look.capture.final_url);
    }
    seen
}
