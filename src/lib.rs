//! gongkai-watch watches government portals for annual disclosure reports.
//!
//! Three rules shape everything. **Pure core, thin shell**: what decides has no clock, network,
//! disk or log line; what does is small and obeys. **Unknown is not absent, unjudged is not
//! clean**: what could not be seen or judged neither opens nor closes a case. **One round, one
//! path**: the daemon, a single round, the demonstration and the tests run the same function.
//!
//! # Who may import whom
//!
//! Imports point downwards: a module uses itself and what its row names. `tests/layers.rs` reads
//! this table and holds every file to it, so a change of the architecture is a change here. Code
//! that is compiled for tests only may look upwards.
//!
//! | Module | May use |
//! |---|---|
//! | `domain` | nothing |
//! | `wording` | nothing |
//! | `clock` | nothing |
//! | `secret` | nothing |
//! | `schedule` | `domain`, `wording` |
//! | `html` | `wording` |
//! | `extract` | `domain`, `html`, `wording` |
//! | `portal` | `domain`, `html`, `wording`, `extract::meta` |
//! | `prose` | `domain`, `wording` |
//! | `similarity` | `domain`, `wording` |
//! | `rules` | `domain`, `wording`, `prose`, `similarity` |
//! | `diff` | `domain`, `wording` |
//! | `lifecycle` | `domain`, `rules` |
//! | `fetch` | `domain`, `clock` |
//! | `store` | `domain`, `clock` |
//! | `notify` | `domain`, `clock`, `store`, `secret` |
//! | `config` | `domain`, `rules`, `portal`, `notify`, `fetch`, `schedule`, `secret` |
//! | `pipeline` | `domain`, `clock`, `extract`, `portal`, `diff`, `rules`, `lifecycle`, `fetch`, `store`, `html`, `similarity` |
//! | `survey` | `domain`, `clock`, `html`, `wording`, `extract`, `portal`, `fetch`, `pipeline::parse` |
//! | `import` | `domain`, `wording`, `survey`, `extract` |
//! | `overview` | `domain`, `rules`, `lifecycle`, `store`, `config`, `pipeline` |
//! | `web` | `domain`, `rules`, `store`, `overview` |
//! | `demo` | anything |
//! | `daemon` | anything |
//! | `cli` | anything |
//! | `main` | anything |
//!
//! A library that could be exchanged is named in one place, which translates its types and errors:
//!
//! | Library | Named in |
//! |---|---|
//! | `reqwest` | `fetch::http`, `fetch::tls` |
//! | `hyper` | `fetch::openssl` |
//! | `scraper` | `html` |
//! | `html5ever` | `html` |
//! | `lopdf` | `extract::source::pdf` |
//! | `zip` | `extract::source::archive`, `import::bounds` |
//! | `quick_xml` | `extract::source::docx` |
//! | `cfb` | `extract::source::doc`, `extract::biff` |
//! | `calamine` | `extract::source::workbook`, `import::sheet` |
//! | `csv` | `import::sheet` |
//! | `pulldown_cmark` | `extract::source::markdown` |
//! | `sled` | `store` |
//! | `lettre` | `notify::email` |
//! | `cron` | `schedule` |
//! | `axum` | `web`, `demo` |
//! | `miette` | `config`, `cli`, `main` |

pub mod cli;
pub mod clock;
pub mod config;
pub mod daemon;
pub mod demo;
pub mod diff;
pub mod domain;
pub mod extract;
pub mod fetch;
pub mod html;
pub mod import;
pub mod lifecycle;
pub mod notify;
pub mod overview;
pub mod pipeline;
pub mod portal;
pub mod prose;
pub mod rules;
pub mod schedule;
pub mod secret;
pub mod similarity;
pub mod store;
pub mod survey;
pub mod web;
pub mod wording;
