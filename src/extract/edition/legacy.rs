//! Reports of 2008 to 2018 under the old Regulation: free prose, six matters of its Art. 32.
//!
//! There was no national layout, so there are no tables to read and no sums to check.

use super::shared;
use crate::domain::Edition;

pub(super) static EDITION: Edition = Edition {
    id: "legacy",
    first_year: 2008,
    last_year: Some(2018),
    document: "政府信息公开条例（2008年）第三十二条",
    sections: &shared::SECTIONS,
    lines: &[],
    columns: &[],
    marks: &[],
    identities: &[],
    row_sums: &[],
};
