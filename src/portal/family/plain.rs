//! A listing of ordinary links, whatever made it.
//!
//! It recognises everything, so it stands last; data that no family knows is not its business.

use crate::domain::Unseen;
use crate::portal::Listing;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::data;
use crate::portal::list;
use crate::portal::paging;

pub(super) const PORTAL: Portal =
    Portal { id: "plain", recognises: |_| Some("普通链接"), read };

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    if data::is_data(seen.text) {
        let why = "返回的是数据，不属于已知的门户系统".to_owned();
        return Err(Unseen::ListNotUnderstood(why));
    }
    list::page(seen, paging::next(seen))
}
