//! How often and how many at a time: one [`Host`] object for each host, one limit over all.
//!
//! A host is a name, whatever the scheme and port: it is one machine that we load. The interval is
//! between the *starts* of requests, so a slow portal is not asked less often than a quick one. To it
//! comes a random part, so that many watchers do not fall into step.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// How many hosts are remembered before the idle ones are looked for.
const SWEEP_AT: usize = 64;

/// Hands out turns.
#[derive(Debug)]
pub(super) struct Politeness {
    interval: Duration,
    jitter: Duration,
    per_host: usize,
    everywhere: Arc<Semaphore>,
    hosts: Mutex<Hosts>,
}

/// Permission for one request; the next one waits until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    // Both are always there, since the semaphores are never closed.
    _everywhere: Option<OwnedSemaphorePermit>,
    _slot: Option<OwnedSemaphorePermit>,
    // Also keeps the host from being taken for idle.
    host: Arc<Host>,
}

#[derive(Debug)]
struct Host {
    slots: Arc<Semaphore>,
    next_start: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct Hosts {
    by_name: HashMap<String, Arc<Host>>,
    sweep_at: usize,
}

impl Politeness {
    /// `everywhere` and `per_host` limit the requests in flight (0 counts as 1), `interval` the
    /// time between two starts at one host; up to `jitter` is
    /// added to it, but no more than it is itself.
    pub(super) fn new(
        everywhere: usize,
        per_host: usize,
        interval: Duration,
        jitter: Duration,
    ) -> Self {
        let permits = |n: usize| n.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            interval,
            jitter,
            per_host: permits(per_host),
            everywhere: Arc::new(Semaphore::new(permits(everywhere))),
            hosts: Mutex::new(Hosts { by_name: HashMap::new(), sweep_at: SWEEP_AT }),
        }
    }

    /// Waits for a turn at a host, in order of asking. `at_least` is an interval that the host
    /// itself wishes, where it is longer than ours.
    pub(super) async fn turn(&self, host: &str, at_least: Option<Duration>) -> Turn {
        let host = self.host(host);
        let slot = Arc::clone(&host.slots).acquire_owned().await.ok();
        let interval = self.interval.max(at_least.unwrap_or_default());
        let interval = interval + part_of(self.jitter.min(interval));
        loop {
            let next = *host.next_start();
            if let Some(instant) = next {
                tokio::time::sleep_until(instant).await;
            }
            // Last, so that those who wait for their host keep no one else from working; and before
            // the start is noted, so that a wait here does not eat into the interval.
            let everywhere = Arc::clone(&self.everywhere).acquire_owned().await.ok();
            if host.start(interval) {
                return Turn { _everywhere: everywhere, _slot: slot, host };
            }
            // Somebody else began meanwhile, or the host rests.
        }
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = hosts.by_name.get(name) {
            return Arc::clone(host);
        }
        if hosts.by_name.len() >= hosts.sweep_at {
            let now = Instant::now();
            hosts.by_name.retain(|_, host| !host.is_idle(now));
            // Twice as many, so that a sweep costs each newcomer no more than a constant.
            hosts.sweep_at = SWEEP_AT.max(2 * hosts.by_name.len());
        }
        let host = Arc::new(Host {
            slots: Arc::new(Semaphore::new(self.per_host)),
            next_start: Mutex::new(None),
        });
        hosts.by_name.insert(name.to_owned(), Arc::clone(&host));
        host
    }
}

/// A random part of a duration; not to be relied on for secrets.
fn part_of(whole: Duration) -> Duration {
    // Each state has keys of its own, which is all the randomness that manners need.
    let bits = u32::try_from(RandomState::new().hash_one(0) >> 32).unwrap_or(0);
    whole.mul_f64(f64::from(bits) / f64::from(u32::MAX))
}

impl Turn {
    /// Lets nobody ask the host of this turn before the pause is over, nor those who wait already.
    pub(super) fn rest(&self, pause: Duration) {
        let mut next_start = self.host.next_start();
        let rested = Instant::now().checked_add(pause);
        *next_start = (*next_start).max(rested);
    }
}

impl Host {
    /// When the next request may start. Never held across a wait: who rests has a turn, and who
    /// waits for a turn would wait for it.
    fn next_start(&self) -> MutexGuard<'_, Option<Instant>> {
        self.next_start.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a start, if one may be now.
    fn start(&self, interval: Duration) -> bool {
        let mut next_start = self.next_start();
        let now = Instant::now();
        let may = next_start.is_none_or(|next| next <= now);
        if may {
            *next_start = now.checked_add(interval);
        }
        may
    }

    /// True if forgetting the host changes nothing: no turn is out, and the next could start now.
    fn is_idle(self: &Arc<Self>, now: Instant) -> bool {
        Arc::strong_count(self) == 1 && self.next_start().is_none_or(|next| next <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::task::JoinSet;

    const SECOND: Duration = Duration::from_secs(1);

    /// Sends one request to each host, each taking `lasting`; the starts in order, in seconds.
    async fn starts(politeness: Politeness, hosts: &[&'static str], lasting: Duration) -> Vec<u64> {
        let politeness = Arc::new(politeness);
        let begin = Instant::now();
        let mut requests = JoinSet::new();
        for host in hosts.iter().copied() {
            let politeness = Arc::clone(&politeness);
            requests.spawn(async move {
                let _turn = politeness.turn(host, None).await;
                let start = begin.elapsed().as_secs();
                tokio::time::sleep(lasting).await;
                start
            });
        }
        let mut starts = requests.join_all().await;
        starts.sort_unstable();
        starts
    }

    #[tokio::test(start_paused = true)]
    async fn one_host_is_asked_once_an_interval() {
        let politeness = Politeness::new(64, 8, SECOND, Duration::ZERO);
        let starts = starts(politeness, &["a", "a", "a", "a"], Duration::ZERO).await;
        assert_eq!(starts, [0, 1, 2, 3]);
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_do_not_wait_for_each_other() {
        let politeness = Politeness::new(64, 1, SECOND, Duration::ZERO);
        let starts = starts(politeness, &["a", "b", "c", "a"], Duration::ZERO).await;
        assert_eq!(starts, [0, 0, 0, 1]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_host_has_one_request_at_a_time() {
        let politeness = Politeness::new(64, 1, SECOND, Duration::ZERO);
        assert_eq!(starts(politeness, &["a", "a", "a"], 5 * SECOND).await, [0, 5, 10]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_host_may_have_two_if_so_configured() {
        let politeness = Politeness::new(64, 2, SECOND, Duration::ZERO);
        assert_eq!(starts(politeness, &["a", "a", "a"], 5 * SECOND).await, [0, 1, 5]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_limit_over_all_hosts_holds() {
        let politeness = Politeness::new(2, 1, SECOND, Duration::ZERO);
        assert_eq!(starts(politeness, &["a", "b", "c"], 5 * SECOND).await, [0, 0, 5]);
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_for_the_limit_does_not_eat_into_the_interval() {
        let politeness = Politeness::new(1, 2, SECOND, Duration::ZERO);
        let starts = starts(politeness, &["b", "a", "a"], 5 * SECOND).await;
        assert_eq!(starts, [0, 5, 10]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_may_ask_for_more_time() {
        let politeness = Politeness::new(64, 1, SECOND, Duration::ZERO);
        let begin = Instant::now();
        drop(politeness.turn("a", Some(10 * SECOND)).await);
        drop(politeness.turn("a", None).await);
        assert_eq!(begin.elapsed(), 10 * SECOND);
        drop(politeness.turn("a", None).await);
        assert_eq!(begin.elapsed(), 11 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_rests_is_waited_for_by_all_and_by_nobody_else() {
        let politeness = Politeness::new(64, 2, SECOND, Duration::ZERO);
        let begin = Instant::now();
        let turn = politeness.turn("a", None).await;
        turn.rest(30 * SECOND);
        drop(turn);
        drop(politeness.turn("b", None).await);
        assert_eq!(begin.elapsed(), Duration::ZERO);
        drop(politeness.turn("a", None).await);
        assert_eq!(begin.elapsed(), 30 * SECOND);
        drop(politeness.turn("a", None).await);
        assert_eq!(begin.elapsed(), 31 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_already_rest_as_well() {
        for everywhere in [1, 64] {
            let politeness = Arc::new(Politeness::new(everywhere, 2, SECOND, Duration::ZERO));
            let begin = Instant::now();
            let turn = politeness.turn("a", None).await;
            let waiting = tokio::spawn({
                let politeness = Arc::clone(&politeness);
                async move { drop(politeness.turn("a", None).await) }
            });
            tokio::task::yield_now().await;
            turn.rest(30 * SECOND);
            drop(turn);
            waiting.await.unwrap();
            assert_eq!(begin.elapsed(), 30 * SECOND);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_gap_is_shorter_than_the_interval_or_longer_than_the_jitter_allows() {
        let politeness = Politeness::new(64, 1, SECOND, SECOND);
        let mut gaps = Vec::new();
        drop(politeness.turn("a", None).await);
        for _ in 0..50 {
            let begin = Instant::now();
            drop(politeness.turn("a", None).await);
            gaps.push(begin.elapsed());
        }
        // The clock of the runtime counts whole milliseconds.
        let longest = 2 * SECOND + Duration::from_millis(1);
        assert!(gaps.iter().all(|gap| (SECOND..=longest).contains(gap)), "{gaps:?}");
        gaps.dedup();
        assert!(gaps.len() > 10, "{gaps:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_is_given_up_frees_its_place() {
        let politeness = Politeness::new(1, 1, SECOND, Duration::ZERO);
        let turn = politeness.turn("a", None).await;
        let waiting = tokio::time::timeout(SECOND, politeness.turn("a", None)).await;
        assert!(waiting.is_err());
        drop(turn);
        drop(politeness.turn("a", None).await);
    }

    #[tokio::test(start_paused = true)]
    async fn idle_hosts_are_forgotten_and_busy_ones_are_not() {
        let politeness = Politeness::new(64, 1, SECOND, Duration::ZERO);
        let _busy = politeness.turn("busy", None).await;
        for n in 0..10 * SWEEP_AT {
            drop(politeness.turn(&format!("host-{n}"), None).await);
            tokio::time::advance(SECOND).await;
        }
        let hosts = politeness.hosts.lock().unwrap();
        assert!(hosts.by_name.len() <= 2 * SWEEP_AT);
        assert!(hosts.by_name.contains_key("busy"));
    }
}
