//! How the list of a site is read, where the operator says so: a family of portals by name, or a
//! description of the list.
//!
//! At most one of `portal`, `[site.select]` and `[site.json]` may stand in a site. A selector that is
//! none is a mistake of the file, and not of the portal found out at night.

use url::form_urlencoded;

use crate::domain::JsonReading;
use crate::domain::Reading;
use crate::domain::SelectReading;
use crate::portal;
use crate::portal::configured;

use super::problem::Problem;
use super::read::Reader;

/// What of the three there is.
const WAYS: [&str; 3] = ["portal", "select", "json"];

pub(super) fn read(table: &mut Reader<'_>) -> Reading {
    let families: Vec<(&'static str, &'static str)> =
        portal::FAMILIES.iter().map(|it| (it.id, it.id)).collect();
    let family = table.choice("portal", &families);
    let select = table.table("select", "[site.select]").and_then(select);
    let json = table.table("json", "[site.json]").and_then(json);
    let given: Vec<_> = WAYS.iter().filter_map(|key| Some((*key, table.place(key)?))).collect();
    if let [(first, here), (second, there), ..] = given.as_slice() {
        let problem = Problem::new("a list is read in one way only")
            .at(here, format!("here by `{first}`"))
            .at(there, format!("and here by `{second}`"))
            .help("keep one of them");
        table.problems.add(problem);
    }
    match (select, json, family) {
        (Some(select), ..) => Reading::Select(Box::new(select)),
        (None, Some(json), _) => Reading::Json(Box::new(json)),
        (None, None, Some(id)) => Reading::Family(id),
        (None, None, None) => Reading::Recognised,
    }
}

fn select(mut table: Reader<'_>) -> Option<SelectReading> {
    let item = table.required("item", "ul.list > li");
    let mut text = |key| table.string(key).map(|it| it.value.to_owned());
    let (link, title) = (text("link"), text("title"));
    let (date, next) = (text("date"), text("next"));
    let item = item?.value.to_owned();
    let spec = SelectReading { item, link, title, date, next };
    if let Err((key, why)) = configured::select::parts(&spec)
        && let Some(place) = table.place(key)
    {
        let problem = Problem::new(format!("`{key}` in `[site.select]` is not a CSS selector"))
            .at(&place, why)
            .help("write a selector as in a style sheet, e.g. \"ul.list > li\" or \"a@href\"");
        table.problems.add(problem);
    }
    table.finish();
    Some(spec)
}

fn json(mut table: Reader<'_>) -> Option<JsonReading> {
    let required = |table: &mut Reader<'_>, key, example| {
        table.required(key, example).map(|it| it.value.to_owned())
    };
    let items = required(&mut table, "items", "data.list");
    let title = required(&mut table, "title", "title");
    let url = required(&mut table, "url", "url");
    let mut text = |key| table.string(key).map(|it| it.value.to_owned());
    let (date, total, page) = (text("date"), text("total"), text("page"));
    // One spelling, so that the same form always has the same address in the store.
    let form = text("form").map(|form| {
        let pairs = form_urlencoded::parse(form.as_bytes());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    });
    let paths =
        [("items", &items), ("title", &title), ("url", &url), ("date", &date), ("total", &total)];
    for (key, path) in paths {
        let mistake = path.as_deref().and_then(configured::json::mistake);
        if let (Some(why), Some(place)) = (mistake, table.place(key)) {
            let problem = Problem::new(format!("`{key}` in `[site.json]` is not a path"))
                .at(&place, why)
                .help(if key == "url" {
                    "write a field, e.g. \"link\", or a text with fields in braces, e.g. \"/post_{id}.html\""
                } else {
                    "write field names with dots, e.g. \"data.list\""
                });
            table.problems.add(problem);
        }
    }
    table.finish();
    Some(JsonReading { form, items: items?, title: title?, url: url?, date, total, page })
}
