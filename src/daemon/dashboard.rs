//! The dashboard of a running daemon: opened, told of a reload, closed.
//!
//! It shows the store that the daemon has open, because sled lets nobody else in.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::App;
use super::StartError;
use crate::overview::Browse;
use crate::overview::Live;
use crate::web;

/// How long a reader may take to finish when the daemon stops.
const FAREWELL: Duration = Duration::from_secs(3);

/// A dashboard, if one is configured.
pub(super) struct Dashboard {
    live: Arc<Live>,
    serving: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Dashboard {
    /// Listens where the configuration says.
    pub(super) async fn open(app: &App) -> Result<Self, StartError> {
        let live = Arc::new(Live::new(Arc::clone(&app.config), app.store.clone()));
        let Some(address) = app.config.web.listen else {
            return Ok(Self { live, serving: None });
        };
        let listener = TcpListener::bind(address)
            .await
            .map_err(|source| StartError::Listen { address, source })?;
        // Port 0 is one that the system chooses.
        let address = listener.local_addr().unwrap_or(address);
        let (stop, stopped) = oneshot::channel::<()>();
        let browse: Arc<dyn Browse> = live.clone();
        let task = tokio::spawn(async move {
            // A sender that is gone means the same as a word from it.
            let stopped = async move { drop(stopped.await) };
            if let Err(error) = web::serve(listener, browse, stopped).await {
                tracing::error!(%error, "the dashboard stopped; the watch goes on");
            }
        });
        tracing::info!(%address, "the dashboard is open");
        Ok(Self { live, serving: Some((stop, task)) })
    }

    /// Shows what the new configuration watches. Its address stays until a restart.
    pub(super) fn reload(&self, app: &App) {
        self.live.reload(Arc::clone(&app.config));
    }

    /// Finishes what is being answered, and lets go of who does not finish.
    pub(super) async fn close(self) {
        let Some((stop, mut task)) = self.serving else { return };
        let _ = stop.send(());
        if tokio::time::timeout(FAREWELL, &mut task).await.is_err() {
            task.abort();
        }
    }
}
