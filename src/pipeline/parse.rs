//! Reads bytes off the reactor, within a time.
//!
//! A thread cannot be stopped from outside: a parser that is late works on alone, and only its result
//! is no longer wanted. The bounds of the parsers themselves see to it that it ends.

use std::time::Duration;

/// Pages within the bounds of the parsers take seconds.
const LIMIT: Duration = Duration::from_secs(60);

/// Does the work on another thread. The error says in words why there is no result: the work brought
/// its thread down, or takes too long.
pub(crate) async fn off_reactor<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    within(LIMIT, work).await
}

async fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    match tokio::time::timeout(limit, tokio::task::spawn_blocking(work)).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(_)) => Err("页面无法解析".into()),
        Err(_) => Err(format!("页面{}秒内未能解析完", limit.as_secs())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn what_is_done_in_time_is_handed_back() {
        assert_eq!(off_reactor(|| 2 + 2).await, Ok(4));
    }

    #[tokio::test]
    async fn a_parser_that_falls_takes_nobody_along() {
        let fallen = off_reactor(|| panic!("on purpose")).await;
        assert_eq!(fallen, Err::<(), _>("页面无法解析".into()));
    }

    #[tokio::test]
    async fn a_parser_that_does_not_end_is_not_waited_for() {
        let (end, ended) = mpsc::channel::<()>();
        let late = within(Duration::from_millis(20), move || ended.recv().is_ok()).await;
        assert_eq!(late, Err("页面0秒内未能解析完".into()));
        drop(end);
    }
}
