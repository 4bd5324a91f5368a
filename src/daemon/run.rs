//! `run`: rounds on a schedule, until SIGTERM; SIGHUP reloads.
//!
//! The loop sleeps until something is due, never longer than a minute, so that a clock that jumps or
//! a machine that was suspended costs a minute and not a night. The dashboard listens before systemd
//! is told that the daemon is ready, so an address that is taken stops the start and not a later day.

use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

use super::App;
use super::StartError;
use super::Which;
use super::dashboard::Dashboard;
use super::round;
use crate::config::Config;
use crate::store::StoreError;

/// The longest sleep between two looks at what is due.
const BEAT: Duration = Duration::from_secs(60);

/// Why the daemon stopped before it was told to.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The dashboard cannot be opened.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Signals cannot be heard.
    #[error("signals cannot be received: {0}")]
    Signals(#[from] std::io::Error),
}

/// Runs until SIGTERM or SIGINT. `reload` reads the configuration anew; where it fails, the old one
/// stays in force.
pub async fn run(mut app: Arc<App>, reload: impl Fn() -> Option<Config>) -> Result<(), RunError> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let pulse = sd_notify::watchdog_enabled().map_or(BEAT, |limit| limit / 2);
    let dashboard = Dashboard::open(&app).await?;
    tell_systemd(&[sd_notify::NotifyState::Ready]);
    tracing::info!(sites = app.config.sites.len(), "watching");
    loop {
        tokio::select! {
            done = living(&app, pulse) => report(&done?),
            // A poll that is cut off is repeated after the restart, because its next poll was not
            // moved; a case that it would have changed is found again then.
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
        }
        tell_systemd(&[sd_notify::NotifyState::Watchdog]);
        tokio::select! {
            () = tokio::time::sleep(BEAT.min(pulse)) => {}
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hangup.recv() => {
                if let Some(config) = reload() {
                    match App::with_store(config, app.store.clone(), Arc::clone(&app.clock)) {
                        Ok(fresh) => {
                            app = fresh;
                            dashboard.reload(&app);
                            tracing::info!(sites = app.config.sites.len(), "reloaded");
                        }
                        Err(error) => tracing::error!(%error, "the old configuration stays"),
                    }
                }
            }
        }
    }
    tell_systemd(&[sd_notify::NotifyState::Stopping]);
    dashboard.close().await;
    app.store.flush()?;
    tracing::info!("stopped");
    Ok(())
}

/// One round, with a sign of life in each `pulse`: a site of two hundred agencies takes minutes,
/// because it is read politely.
async fn living(app: &Arc<App>, pulse: Duration) -> Result<round::Round, StoreError> {
    let mut work = std::pin::pin!(round(app, &Which::Due, |_, _| {}));
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(pulse) => tell_systemd(&[sd_notify::NotifyState::Watchdog]),
        }
    }
}

fn report(done: &round::Round) {
    if let Some(why) = &done.blind {
        tracing::warn!(why = %why.en, "a blind round; no case changed");
    }
    if done.polled.is_empty() && done.letters_delivered + done.letters_deferred == 0 {
        return;
    }
    let unread = done.polled.iter().filter(|site| site.unseen.is_some()).count();
    tracing::info!(
        polled = done.polled.len(),
        unread,
        delivered = done.letters_delivered,
        deferred = done.letters_deferred,
        "round done"
    );
}

/// Outside systemd there is nobody to tell, and that is no fault.
fn tell_systemd(states: &[sd_notify::NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "systemd was not told");
    }
}
