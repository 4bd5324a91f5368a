//! Sentences that contradict the tables, their neighbours or arithmetic.

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use super::Mutation;
use super::On::Prose;
use super::plant;

pub fn all() -> Vec<Mutation> {
    let mut all = against_the_tables();
    all.extend(against_itself());
    all
}

fn against_the_tables() -> Vec<Mutation> {
    vec![
        plant("text-says-none-table-nonzero", Prose, "finance", "no application", |world| {
            let told = "我局共收到政府信息公开申请34件，较2024年的29件增加5件，同比增长17.24%";
            world.doc().swap(told, "我局未收到政府信息公开申请");
        }),
        plant("text-says-none-table-nonzero", Prose, "word", "no review", |world| {
            world.doc().cut(1, "因信息公开引发行政复议3件");
            world.doc().add(1, "全年未发生因政府信息公开引发的行政复议和行政诉讼。");
        }),
        plant("text-says-none-table-nonzero", Prose, "township", "some where none are", |world| {
            world.doc().swap(
                "全年未收到公民、法人和其他组织提出的政府信息公开申请，上年也没有结转的申请",
                "全年收到政府信息公开申请三件",
            );
        }),
        plant("text-applications-mismatch", Prose, "finance", "digits exchanged", |world| {
            world.doc().swap("公开申请34件", "公开申请43件");
        }),
        plant("text-applications-mismatch", Prose, "trial", "three more", |world| {
            world.doc().swap("公开申请共16件", "公开申请共19件");
        }),
        plant("text-applications-mismatch", Prose, "county", "five more", |world| {
            world.doc().swap("公开申请61件", "公开申请66件");
        }),
        plant("text-handled-mismatch", Prose, "finance", "more than were at hand", |world| {
            world.doc().swap("全年办结34件", "全年办结38件");
        }),
        plant("text-handled-mismatch", Prose, "word", "fewer than in the table", |world| {
            world.doc().swap("全年共答复22件", "全年共答复21件");
        }),
        plant("text-carry-mismatch", Prose, "finance", "three carried in", |world| {
            world.doc().swap("上年结转2件", "上年结转3件");
        }),
        plant("text-carry-mismatch", Prose, "city", "digits of what is carried out", |world| {
            world.doc().swap("结转下年度办理783件", "结转下年度办理738件");
        }),
        plant("text-carry-mismatch", Prose, "flat", "one from the year before", |world| {
            world.doc().swap("2022年结转0件", "2022年结转1件");
        }),
        plant("text-review-mismatch", Prose, "finance", "three reconsiderations", |world| {
            world.doc().swap("被申请行政复议2件", "被申请行政复议3件");
        }),
        plant("text-review-mismatch", Prose, "city", "a lawsuit too many", |world| {
            world.doc().swap("被提起行政诉讼212件", "被提起行政诉讼213件");
        }),
        plant("text-documents-mismatch", Prose, "finance", "one more in force", |world| {
            world.doc().swap("现行有效18件", "现行有效19件");
        }),
        plant("text-documents-mismatch", Prose, "word", "none repealed", |world| {
            world.doc().swap("废止2件", "废止0件");
        }),
        plant("text-documents-mismatch", Prose, "county", "one more made", |world| {
            world.doc().swap("行政规范性文件9件", "行政规范性文件10件");
        }),
        plant(
            "fee-vs-overdue-fee",
            Prose,
            "finance",
            "an unpaid notice, no word of fees",
            |world| {
                let doc = world.doc();
                doc.cut(6, "信息处理费");
                for column in [Column::NaturalPerson, Column::Total] {
                    doc.more(Line::UnprocessedRepeat, column, -1);
                    doc.more(Line::OtherFeeUnpaid, column, 1);
                }
            },
        ),
    ]
}

fn against_itself() -> Vec<Mutation> {
    vec![
        plant("text-breakdown-sum", Prose, "office", "ten too many", |world| {
            world.doc().swap("其他８２条", "其他９２条");
        }),
        plant("text-breakdown-sum", Prose, "flat", "more parts than applications", |world| {
            world.doc().swap("其中网上2件", "其中网上3件");
        }),
        plant("impossible-rate", Prose, "finance", "more than all in time", |world| {
            world.doc().swap("答复按时率100%", "答复按时率达105%");
        }),
        plant("impossible-rate", Prose, "county", "more than everybody content", |world| {
            world.doc().swap("满意率97.3%", "满意率达到100%以上");
        }),
        plant("impossible-rate", Prose, "legacy", "under the old law", |world| {
            world.doc().swap("满意率达97%", "满意率达107%");
        }),
        plant("rate-mismatch", Prose, "finance", "growth", |world| {
            world.doc().swap("增长5.32%", "增长6.32%");
        }),
        plant("rate-mismatch", Prose, "city", "a share", |world| {
            world.doc().swap("占29.4%", "占39.4%");
        }),
        plant("rate-mismatch", Prose, "word", "a decline behind brackets", |world| {
            world.doc().swap("下降20%", "下降25%");
        }),
        plant("text-self-contradiction", Prose, "finance", "two sums of one thing", |world| {
            world.doc().add(1, "2025年，我局主动公开政府信息1268条。");
            world.doc().add(1, "全年共主动公开政府信息1286条，内容覆盖各项职能。");
        }),
        plant("text-self-contradiction", Prose, "county", "received twice", |world| {
            world.doc().add(1, "2025年，全县共受理政府信息公开申请63件。");
        }),
    ]
}
