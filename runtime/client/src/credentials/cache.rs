//! Credentials that are kept until shortly before they expire.

use super::provider::{Credentials, ProvideCredentials, ProvidedCredentials};
use crate::errors::CredentialsError;
use shapewright_schema::Timestamp;
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many seconds before they expire credentials are renewed. Those that live less than twice as long are renewed at
/// half their life.
const RENEW_BEFORE: i64 = 300;
/// How many seconds go by before a renewal that failed is tried again while the old credentials are still good.
const RENEW_AGAIN_AFTER: i64 = 60;

/// Keeps what another source gives, and renews it 5 minutes before it expires.
///
/// One call renews at a time. Meanwhile others sign with the old credentials, or wait where those have expired. A renewal
/// that fails while the old credentials are still good is no error: it is tried again a minute later. Credentials that do
/// not expire are kept for good.
pub struct CachedCredentials {
    source: Arc<dyn ProvideCredentials>,
    cache: Cache,
}

impl CachedCredentials {
    /// Keeps what `source` gives.
    pub fn new(source: impl ProvideCredentials) -> Self {
        Self {
            source: Arc::new(source),
            cache: Cache::new(Timestamp::now),
        }
    }
}

impl ProvideCredentials for CachedCredentials {
    fn credentials(&self) -> ProvidedCredentials<'_> {
        self.cache.get(&*self.source)
    }
}

impl fmt::Debug for CachedCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CachedCredentials")
            .field(&self.cache.state().held)
            .finish()
    }
}

/// What is kept, and a lock for the one call that renews it.
pub(crate) struct Cache {
    state: Mutex<State>,
    renewal: tokio::sync::Mutex<()>,
    now: fn() -> Timestamp,
}

#[derive(Default)]
struct State {
    held: Option<Credentials>,
    /// From when on to renew, in seconds of the Unix epoch.
    renew: Option<i64>,
    /// How many renewals have failed, and what the last of them said: those who waited for it need not try again.
    failures: u64,
    failure: String,
}

impl Cache {
    pub(crate) fn new(now: fn() -> Timestamp) -> Self {
        Self {
            state: Mutex::default(),
            renewal: tokio::sync::Mutex::new(()),
            now,
        }
    }

    /// What is kept, else what the source gives.
    pub(crate) fn get<'a>(&'a self, source: &'a dyn ProvideCredentials) -> ProvidedCredentials<'a> {
        match self.state().fresh(self.seconds()) {
            Some(credentials) => Box::pin(std::future::ready(Ok(credentials))),
            None => Box::pin(self.renewed(source)),
        }
    }

    async fn renewed(&self, source: &dyn ProvideCredentials) -> Result<Credentials, CredentialsError> {
        let (usable, failures) = {
            let state = self.state();
            (state.usable(self.seconds()), state.failures)
        };
        let _renewal = match usable {
            Some(credentials) => match self.renewal.try_lock() {
                Ok(lock) => lock,
                Err(_) => return Ok(credentials),
            },
            None => self.renewal.lock().await,
        };
        {
            let state = self.state();
            if let Some(credentials) = state.fresh(self.seconds()) {
                return Ok(credentials);
            }
            if state.failures != failures {
                return Err(CredentialsError::new(state.failure.clone()));
            }
        }
        let result = source.credentials().await;
        let now = self.seconds();
        let mut state = self.state();
        match result {
            Ok(credentials) => {
                let expires = credentials.expires().map(Timestamp::epoch_seconds);
                state.renew = expires.map(|expires| expires - RENEW_BEFORE.min((expires - now) / 2));
                state.held = Some(credentials.clone());
                Ok(credentials)
            }
            Err(error) => match state.usable(now) {
                Some(credentials) => {
                    state.renew = Some(now + RENEW_AGAIN_AFTER);
                    Ok(credentials)
                }
                None => {
                    state.failures += 1;
                    state.failure = error.to_string();
                    Err(error)
                }
            },
        }
    }

    fn seconds(&self) -> i64 {
        (self.now)().epoch_seconds()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// What need not be renewed yet.
    fn fresh(&self, now: i64) -> Option<Credentials> {
        self.usable(now).filter(|_| self.renew.is_none_or(|renew| now < renew))
    }

    /// What has not expired yet.
    fn usable(&self, now: i64) -> Option<Credentials> {
        self.held
            .as_ref()
            .filter(|held| held.expires().is_none_or(|expires| now < expires.epoch_seconds()))
            .cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        cell::Cell,
        sync::atomic::{AtomicUsize, Ordering::SeqCst},
        time::Duration,
    };
    use tokio::task::JoinSet;

    thread_local! {
        static NOW: Cell<i64> = const { Cell::new(0) };
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::new(seconds, 0).unwrap()
    }

    /// Gives `key-1`, `key-2` and so on, each good for an hour, after a second. From `fails` on it fails.
    struct Slow {
        asked: AtomicUsize,
        fails: usize,
    }

    impl Slow {
        fn failing_from(fails: usize) -> Arc<Self> {
            let asked = AtomicUsize::new(0);
            Arc::new(Self { asked, fails })
        }
    }

    impl ProvideCredentials for Slow {
        fn credentials(&self) -> ProvidedCredentials<'_> {
            let number = self.asked.fetch_add(1, SeqCst) + 1;
            Box::pin(async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                if number >= self.fails {
                    return Err(CredentialsError::new(format!("failure {number}")));
                }
                Ok(Credentials::new(format!("key-{number}"), "s", None).expiring(at(NOW.get() + 3600)))
            })
        }
    }

    fn cache() -> Arc<Cache> {
        NOW.set(1_000_000);
        Arc::new(Cache::new(|| at(NOW.get())))
    }

    /// Ten calls at once: the ids that they sign with, or the errors, in the order in which they come.
    async fn ten(cache: &Arc<Cache>, source: &Arc<Slow>) -> Vec<String> {
        let mut calls = JoinSet::new();
        for _ in 0..10 {
            let (cache, source) = (Arc::clone(cache), Arc::clone(source));
            calls.spawn(async move {
                match cache.get(&*source).await {
                    Ok(credentials) => credentials.access_key_id().to_owned(),
                    Err(error) => error.to_string(),
                }
            });
        }
        calls.join_all().await
    }

    #[tokio::test(start_paused = true)]
    async fn one_renews_at_a_time() {
        let (cache, source) = (cache(), Slow::failing_from(usize::MAX));
        assert_eq!(ten(&cache, &source).await, vec!["key-1"; 10]);
        NOW.set(NOW.get() + 3299);
        assert_eq!(ten(&cache, &source).await, vec!["key-1"; 10]);
        assert_eq!(source.asked.load(SeqCst), 1);

        // From 5 minutes before the end on one renews; the others go on with what is still good.
        NOW.set(NOW.get() + 1);
        let mut ids = ten(&cache, &source).await;
        assert_eq!(ids.pop().as_deref(), Some("key-2"));
        assert_eq!(ids, vec!["key-1"; 9]);
        assert_eq!(source.asked.load(SeqCst), 2);

        // After the end all wait for the one.
        NOW.set(NOW.get() + 7200);
        assert_eq!(ten(&cache, &source).await, vec!["key-3"; 10]);
        assert_eq!(source.asked.load(SeqCst), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_renewal_is_put_off_while_the_old_ones_are_good() {
        let (cache, source) = (cache(), Slow::failing_from(2));
        for (later, expect, asked) in [
            (0, "key-1", 1),
            (3300, "key-1", 2),
            (59, "key-1", 2),
            (1, "key-1", 3),
            (240, "failure 4", 4),
        ] {
            NOW.set(NOW.get() + later);
            assert_eq!(ten(&cache, &source).await, vec![expect; 10]);
            assert_eq!(source.asked.load(SeqCst), asked);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_who_gives_up_leaves_the_turn_to_the_next() {
        let (cache, source) = (cache(), Slow::failing_from(usize::MAX));
        let limit = Duration::from_millis(1);
        assert!(tokio::time::timeout(limit, cache.get(&*source)).await.is_err());
        assert_eq!(cache.get(&*source).await.unwrap().access_key_id(), "key-2");
    }

    #[tokio::test]
    async fn debug_hides_secrets() {
        let cached = CachedCredentials::new(Credentials::new("AKID", "very-secret", Some("very-token".to_owned())));
        cached.credentials().await.unwrap();
        let shown = format!("{cached:?}");
        assert!(shown.contains("AKID") && !shown.contains("very"), "{shown}");
    }
}
