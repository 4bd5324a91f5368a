//! `demo`: the whole job on simulated portals, with nothing to set up.

use clap::Args;

use super::Context;
use super::Ended;
use super::Failed;

#[derive(Debug, Args)]
pub(super) struct DemoArgs {}

pub(super) fn demo(_args: &DemoArgs, _context: &Context) -> Result<Ended, Failed> {
    Err(Failed::Usage("the demonstration is not part of this version yet".into()))
}
