//! Some of the layouts on loopback, read by the program itself.

use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;

use gongkai_watch::domain::Ask;
use serde_json::Value;

use super::charset;
use super::charset::Charset;
use super::walk::Answer;
use super::walk::Serve;
use super::world::World;
use crate::season;
use crate::season::page::Report;

/// Serves a site until the test ends; gives its address.
pub fn start(serve: impl FnOnce(&str) -> Serve, charset: Charset) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let base = format!("http://{address}");
    let (serve, told) = (serve(&base), base.clone());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // The client may leave whenever it has seen enough.
            let _ = converse(stream, &serve, &told, charset);
        }
    });
    base
}

fn converse(
    mut stream: TcpStream,
    serve: &Serve,
    base: &str,
    charset: Charset,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    let end = loop {
        if let Some(at) = request.windows(4).position(|it| it == b"\r\n\r\n") {
            break at + 4;
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            n => request.extend_from_slice(&buffer[..n]),
        }
    };
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let length =
        head.lines().find_map(|it| it.strip_prefix("content-length:")?.trim().parse().ok());
    while request.len() < end + length.unwrap_or(0) {
        let n = stream.read(&mut buffer)?;
        request.extend_from_slice(&buffer[..n]);
    }
    let line = String::from_utf8_lossy(&request[..end]).into_owned();
    let path = line.split_whitespace().nth(1).unwrap();
    let form = String::from_utf8_lossy(&request[end..]).into_owned();
    let mut ask = Ask::get(format!("{base}{path}").parse().unwrap());
    ask.form = line.starts_with("POST").then_some(form);
    let (status, answer) = match serve(&ask) {
        Some(answer) => (200, answer),
        None => (404, Answer { media: "text/html", text: "<h1>Not Found</h1>".into() }),
    };
    let text = answer.text.replace("{META}", &charset.meta());
    let body = charset.encode(&text, answer.media == "application/json");
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        charset.content_type(answer.media),
        body.len()
    );
    stream.write_all(&[head.as_bytes(), &body].concat())
}

/// The list of a layout, and behind it the reports of one year.
pub fn with_reports(layout: &str, base: &str) -> (String, Serve) {
    let world = World::of_all();
    let layout = super::layouts().into_iter().find(|it| it.name == layout).unwrap();
    let site = (layout.make)(&world, base);
    let list = Arc::clone(&site.serve);
    let reports: Vec<(String, String)> = world
        .agencies
        .iter()
        .filter_map(|it| {
            let id = world.report(&it.name, 2024)?;
            let date = &world.items.iter().find(|item| item.id == id)?.date;
            Some((id.to_owned(), Report::of(&it.name, 2024, date).html()))
        })
        .collect();
    let serve: Serve = Arc::new(move |ask| {
        let found = reports.iter().find(|(id, _)| ask.url.as_str().contains(id.as_str()));
        match found {
            Some((_, html)) => {
                Some(Answer::page(html.replace("<meta charset=\"utf-8\">", "{META}")))
            }
            None => list(ask),
        }
    });
    (site.start, serve)
}

/// What the program says of a year's reports: agency and state.
fn states(layout: &str, charset: Charset, how: &str) -> Vec<(String, String)> {
    let mut listing = String::new();
    let base = start(
        |base| {
            let (start, serve) = with_reports(layout, base);
            listing = start;
            serve
        },
        charset,
    );
    assert!(listing.starts_with(&base));
    let dir = tempfile::tempdir().unwrap();
    let mut config = format!(
        "data-dir = \"data\"\n[fetch]\ninterval-per-host = \"0s\"\nrobots = false\n\
         allow-networks = [\"127.0.0.0/8\"]\n\
         [[site]]\nid = \"jinchuan\"\nurl = \"{listing}\"\nregion = \"620302\"\n{how}\n"
    );
    for agency in World::of_all().agencies {
        let aliases: Vec<String> = agency.aliases.iter().map(|it| format!("\"{it}\"")).collect();
        config += &format!(
            "[[site.agency]]\nname = \"{}\"\nkind = \"department\"\nsince = 2024\naliases = [{}]\n",
            agency.name,
            aliases.join(", ")
        );
    }
    fs::write(dir.path().join("gongkai-watch.toml"), config).unwrap();
    let once = season::run(dir.path(), &["once", "--all", "--at", "2025-03-20T08:00:00+08:00"]);
    assert!(once.status.success(), "{}", String::from_utf8_lossy(&once.stderr));
    let args =
        ["status", "--format", "json", "--year", "2024", "--at", "2025-03-20T09:00:00+08:00"];
    let status = season::run(dir.path(), &args);
    let rows: Value = serde_json::from_slice(&status.stdout).unwrap();
    let word = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|it| (word(it, "agency"), word(it, "state"))).collect()
}

fn all_are_told(layout: &str, charset: Charset, how: &str) {
    let world = World::of_all();
    let states = states(layout, charset, how);
    assert_eq!(states.len(), world.agencies.len());
    for (agency, state) in states {
        let published = world.report(&agency, 2024).is_some();
        let expected = if published { "published" } else { "overdue" };
        assert_eq!(state, expected, "{layout}: {agency}");
    }
}

fn of(place: usize) -> Charset {
    charset::all()[place]
}

#[test]
fn lists_that_are_posted_for_are_read_by_the_program() {
    all_are_told("jpage, posted", of(0), "");
    all_are_told(
        "paths, posted",
        of(1),
        "[site.json]\nform = \"pageNo=1&size=15\"\nitems = \"data.rows\"\ntitle = \"name\"\nurl = \"/content/post_{doc.id}.html\"\ndate = \"time\"\ntotal = \"/data/count\"\npage = \"pageNo\"",
    );
}

#[test]
fn lists_in_other_charsets_are_read_by_the_program() {
    all_are_told("trs, script", of(4), "");
    all_are_told("anhui, label", of(8), "portal = \"anhui\"");
}

#[test]
fn lists_of_units_and_of_selectors_are_read_by_the_program() {
    all_are_told("jpaas, several units", of(0), "");
    all_are_told(
        "selectors",
        of(2),
        "[site.select]\nitem = \"section[data-to]\"\nlink = \"@data-to\"\ntitle = \"h4\"\ndate = \"time@datetime\"\nnext = \"a.turn\"",
    );
}
