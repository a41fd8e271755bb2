//! Waiting: when the service is asked, what its responses mean, and how a wait ends. Time stands still but for sleeps.

use crate::{
    kiln::{
        Furnace, GetKiln, HOT, Kiln,
        Reply::{self, Broken, Never, Of},
        facts, seconds,
    },
    sample::CreateUserError,
};
use shapewright_client::{
    OperationError, Overrides, Retries,
    codegen::{Acceptor, Comparator, Matcher, PathMatcher, WaiterFacts},
    waiters::{WaitError, WaitOutcome, WaitState, Waiting},
};
use std::{
    error::Error,
    sync::{Arc, Mutex},
};

type Ended = Result<WaitOutcome<Kiln, CreateUserError>, WaitError<Kiln, CreateUserError>>;

const COLD: &str = r#"{"Status": "COLD"}"#;
const READY: &str = r#"{"Status": "HOT"}"#;

fn status(waited: &WaitOutcome<Kiln, CreateUserError>) -> Option<&str> {
    waited.result.as_ref().unwrap().status.as_deref()
}

fn timed_out(ended: Ended) -> Box<WaitOutcome<Kiln, CreateUserError>> {
    match ended {
        Err(WaitError::TimedOut(waited)) => waited,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn delays_double_up_to_the_longest() {
    for (random, times) in [
        (1.0, [0, 2000, 6000, 14000, 24000, 34000]),
        (0.5, [0, 2000, 5000, 10000, 16000, 22000]),
        (0.0, [0, 2000, 4000, 6000, 8000, 10000]),
    ] {
        let furnace = Furnace::of(&[COLD, COLD, COLD, COLD, COLD, READY]);
        let waited = furnace.wait_until(&HOT, random).wait().await.unwrap();
        assert_eq!(furnace.times(), times);
        assert_eq!(
            (waited.waiter, waited.attempts, status(&waited)),
            ("KilnHot", 6, Some("HOT"))
        );
        assert_eq!(waited.elapsed.as_millis(), times[5]);
    }
}

static FIXED: WaiterFacts = facts(3, 3, Some(4), HOT.acceptors);

#[tokio::test(start_paused = true)]
async fn the_description_limits_attempts() {
    let furnace = Furnace::of(&[COLD]);
    let ended = furnace.wait_until(&FIXED, 1.0).wait().await;
    let Err(WaitError::Exhausted(waited)) = &ended else {
        panic!("{ended:?}");
    };
    assert_eq!((waited.attempts, status(waited)), (4, Some("COLD")));
    assert_eq!(furnace.times(), [0, 3000, 6000, 9000]);
    assert_eq!(
        ended.unwrap_err().to_string(),
        "waiting for KilnHot ran out of attempts (attempts 4, 9.0s)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_caller_sets_other_limits() {
    for (most, asked) in [(0, 1), (1, 1), (2, 2), (7, 7)] {
        let furnace = Furnace::of(&[COLD]);
        let ended = furnace.wait_until(&FIXED, 1.0).max_attempts(most).wait().await;
        assert!(matches!(ended, Err(WaitError::Exhausted(_))), "{ended:?}");
        assert_eq!(furnace.times().len(), asked);
    }
    // A time stands in place of the description's attempts.
    let furnace = Furnace::of(&[COLD]);
    let waited = timed_out(furnace.wait_until(&FIXED, 1.0).max_wait(seconds(31)).wait().await);
    assert_eq!(
        (waited.attempts, furnace.times()[9..].to_vec()),
        (11, vec![27000, 28000])
    );
    // Of two limits that the caller sets, the first that is reached ends the wait.
    let furnace = Furnace::of(&[COLD]);
    let both = furnace.wait_until(&FIXED, 1.0).max_wait(seconds(31)).max_attempts(2);
    assert!(matches!(both.wait().await, Err(WaitError::Exhausted(_))));
    assert_eq!(furnace.times().len(), 2);
}

/// The last attempt is the shortest delay ahead of the end.
#[tokio::test(start_paused = true)]
async fn the_last_attempt_is_in_time() {
    for (limit, times) in [
        (20, vec![0, 2000, 6000, 14000, 18000]),
        (8, vec![0, 2000, 6000]),
        (5, vec![0, 2000, 3000]),
        (2, vec![0]),
        (1, vec![0]),
        (0, vec![0]),
    ] {
        let furnace = Furnace::of(&[COLD]);
        let ended = furnace.wait_until(&HOT, 1.0).max_wait(seconds(limit)).wait().await;
        let waited = timed_out(ended);
        assert_eq!((furnace.times(), status(&waited)), (times, Some("COLD")), "{limit}");
        assert_eq!(waited.attempts as usize, furnace.times().len());
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_it_is_half_an_hour() {
    let furnace = Furnace::of(&[COLD]);
    let waited = timed_out(furnace.wait_until(&HOT, 1.0).wait().await);
    assert_eq!(waited.elapsed, seconds(30 * 60 - 2));
}

#[tokio::test(start_paused = true)]
async fn a_call_under_way_is_given_up_when_the_time_is_over() {
    let furnace = Furnace::responding(&[Never]);
    let waited = timed_out(furnace.wait_until(&HOT, 1.0).max_wait(seconds(7)).wait().await);
    assert_eq!((waited.attempts, waited.elapsed), (1, seconds(7)));
    let error = waited.result.unwrap_err();
    assert!(matches!(error, CreateUserError::Timeout(_)), "{error}");

    // The response before is the last result.
    let furnace = Furnace::responding(&[Of(200, COLD), Never]);
    let ended = furnace.wait_until(&HOT, 1.0).max_wait(seconds(7)).wait().await;
    assert_eq!(
        ended.as_ref().unwrap_err().to_string(),
        "waiting for KilnHot timed out (attempts 2, 7.0s)"
    );
    assert_eq!(status(&timed_out(ended)), Some("COLD"));
}

#[tokio::test(start_paused = true)]
async fn a_response_can_say_that_it_will_not_come() {
    let furnace = Furnace::of(&[COLD, r#"{"Status": "BROKEN"}"#]);
    let ended = furnace.wait_until(&HOT, 1.0).wait().await;
    let Err(WaitError::Failed(waited)) = &ended else {
        panic!("{ended:?}");
    };
    assert_eq!((waited.attempts, status(waited)), (2, Some("BROKEN")));
    let error = ended.unwrap_err();
    assert!(error.error().is_none() && error.source().is_none());
    assert_eq!(error.to_string(), "waiting for KilnHot failed (attempts 2, 2.0s)");
}

const STATE: &str = r#"{"__type": "EntityStateException", "Message": "no"}"#;

#[tokio::test(start_paused = true)]
async fn an_error_that_the_waiter_does_not_know_ends_it() {
    let furnace = Furnace::responding(&[Of(200, COLD), Of(503, "{}"), Of(400, STATE)]);
    let error = furnace.wait_until(&HOT, 1.0).wait().await.unwrap_err();
    assert!(
        matches!(error, WaitError::Call(CreateUserError::EntityStateException(_))),
        "{error}"
    );
    assert_eq!(
        error.to_string(),
        "CreateUser failed: EntityStateException: no (status 400)"
    );
    assert_eq!(furnace.times().len(), 3);

    let furnace = Furnace::responding(&[Broken]);
    let error = furnace.wait_until(&HOT, 1.0).wait().await.unwrap_err();
    assert!(
        matches!(error, WaitError::Call(CreateUserError::Transport(_))),
        "{error}"
    );
    // A response of success that cannot be read is none.
    let furnace = Furnace::of(&["{"]);
    let error = furnace.wait_until(&HOT, 1.0).wait().await.unwrap_err();
    assert!(matches!(error, WaitError::Call(CreateUserError::Decode(_))), "{error}");
}

/// Asks once and says what the response means to a waiter of one acceptor, which is one for success.
async fn matches(matcher: Matcher, response: Reply) -> bool {
    let acceptors = Box::leak(Box::new([Acceptor {
        state: WaitState::Success,
        matcher,
    }]));
    let waiter = Box::leak(Box::new(facts(1, 1, Some(1), acceptors)));
    Furnace::responding(&[response])
        .wait_until(waiter, 1.0)
        .wait()
        .await
        .is_ok()
}

#[tokio::test]
async fn matchers_of_responses() {
    let unknown = Of(409, r#"{"__type": "Kiln.Missing"}"#);
    for (matcher, success, error, unknown_error, broken) in [
        (|| Matcher::Success(true), true, false, false, false),
        (|| Matcher::Success(false), false, true, true, false),
        (|| Matcher::ErrorCode("EntityStateException"), false, true, false, false),
        (|| Matcher::ErrorCode("Kiln.Missing"), false, false, true, false),
        (|| Matcher::Status(200), true, false, false, false),
        (|| Matcher::Status(400), false, true, false, false),
        (|| Matcher::Status(409), false, false, true, false),
    ] as [(fn() -> Matcher, bool, bool, bool, bool); 7]
    {
        let expected = [success, error, unknown_error, broken];
        for (response, expected) in [Of(200, COLD), Of(400, STATE), unknown, Broken]
            .into_iter()
            .zip(expected)
        {
            assert_eq!(matches(matcher(), response).await, expected, "{:?}", matcher());
        }
    }
}

#[tokio::test]
async fn matchers_of_paths() {
    use Comparator::{AllStringEquals as All, AnyStringEquals as Any, BooleanEquals as Bool, StringEquals as Text};
    let kiln = Of(
        200,
        r#"{"Status": "HOT", "Hot": true, "Degrees": 1040.5, "Words": ["a", "a", "b"],
            "Pots": [{"Name": "jug", "State": "DONE"}, {"Name": "cup", "State": "DONE"}]}"#,
    );
    for (path, expected, comparator, fits) in [
        ("Status", "HOT", Text, true),
        ("Status", "hot", Text, false),
        ("Status", "HOT", All, false),
        ("Hot", "true", Bool, true),
        ("Hot", "false", Bool, false),
        ("Hot", "true", Text, false),
        ("Degrees > `1040`", "true", Bool, true),
        ("Degrees == `1040.5`", "true", Bool, true),
        ("Words", "a", All, false),
        ("Words", "a", Any, true),
        ("Words", "c", Any, false),
        ("Words[:2]", "a", All, true),
        ("Words[?@ == 'z']", "a", All, false),
        ("Words[?@ == 'z']", "a", Any, false),
        ("Pots[].State", "DONE", All, true),
        ("Pots[?Name == 'cup'].State | [0]", "DONE", Text, true),
        ("length(Pots[?State != 'DONE']) == `0`", "true", Bool, true),
        ("Missing", "", Text, false),
        ("Missing.Deeper", "x", Text, false),
        ("length(Missing) == `0`", "true", Bool, false),
        ("not a path", "x", Text, false),
    ] {
        let matcher = PathMatcher {
            path,
            expected,
            comparator,
        };
        assert_eq!(
            matches(Matcher::Output(matcher), kiln).await,
            fits,
            "{path} {comparator:?}"
        );
        let matcher = PathMatcher {
            path,
            expected,
            comparator,
        };
        assert!(!matches(Matcher::Output(matcher), Of(400, STATE)).await, "{path}");
    }
    for (path, fits) in [
        ("length(output.Pots) == input.Count", "true"),
        ("input.Name == output.Pots[0].Name", "false"),
    ] {
        let matcher = PathMatcher {
            path,
            expected: fits,
            comparator: Bool,
        };
        assert!(matches(Matcher::InputOutput(matcher), kiln).await, "{path}");
    }
}

static GONE: WaiterFacts = facts(
    1,
    1,
    None,
    &[
        Acceptor {
            state: WaitState::Success,
            matcher: Matcher::ErrorCode("EntityStateException"),
        },
        Acceptor {
            state: WaitState::Failure,
            matcher: Matcher::Success(false),
        },
    ],
);

#[tokio::test(start_paused = true)]
async fn an_error_can_be_what_is_waited_for() {
    let furnace = Furnace::responding(&[Of(200, COLD), Of(400, STATE)]);
    let waited = furnace.wait_until(&GONE, 1.0).wait().await.unwrap();
    let Err(CreateUserError::EntityStateException(error)) = &waited.result else {
        panic!("{waited:?}");
    };
    assert_eq!((waited.attempts, error.message.as_deref()), (2, Some("no")));

    let furnace = Furnace::responding(&[Of(200, COLD), Of(404, "{}")]);
    let error = furnace.wait_until(&GONE, 1.0).wait().await.unwrap_err();
    assert!(matches!(error, WaitError::Failed(_)), "{error:?}");
    assert_eq!(error.error().unwrap().details().status, Some(404));
    let text = "waiting for KilnHot failed (attempts 2, 1.0s): CreateUser failed: ";
    assert!(error.to_string().starts_with(text), "{error}");
}

#[tokio::test(start_paused = true)]
async fn each_response_is_reported() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    let furnace = Furnace::responding(&[Of(200, COLD), Of(503, "{}"), Of(200, READY)]);
    let waiter = furnace.wait_until(&HOT, 1.0).progress(move |progress| {
        let delay = progress.next_delay.map(|delay| delay.as_secs());
        let told = (progress.attempts, progress.elapsed.as_secs(), progress.state, delay);
        keep.lock().unwrap().push(told);
    });
    waiter.wait().await.unwrap();
    assert_eq!(
        *told.lock().unwrap(),
        [
            (1, 0, WaitState::Retry, Some(2)),
            (2, 2, WaitState::Retry, Some(4)),
            (3, 6, WaitState::Success, None),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn each_call_has_the_overrides_and_its_own_retries() {
    let furnace = Furnace::responding(&[Of(200, COLD), Of(500, "{}"), Of(200, READY)]);
    let retries = Retries::standard().with_max_attempts(2);
    let overrides = Overrides::new().header("x-kiln", "north").retries(retries);
    let waited = furnace.wait_until(&HOT, 1.0).with(overrides).wait().await.unwrap();
    assert_eq!((waited.attempts, furnace.times().len()), (2, 3));
    assert_eq!(furnace.headers("x-kiln"), vec![Some("north".to_owned()); 3]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_dropped_asks_no_more() {
    let furnace = Furnace::of(&[COLD]);
    let wait = furnace.wait_until(&HOT, 1.0).wait();
    assert!(tokio::time::timeout(seconds(7), wait).await.is_err());
    tokio::time::sleep(seconds(600)).await;
    assert_eq!(furnace.times(), [0, 2000, 6000]);
    // One that is never awaited asks nothing.
    let furnace = Furnace::of(&[COLD]);
    drop(furnace.wait_until(&HOT, 1.0).wait());
    assert!(furnace.times().is_empty());
}

#[test]
fn a_wait_can_go_to_another_thread() {
    fn sent<T: Send>() {}
    sent::<Waiting<GetKiln, CreateUserError>>();
}

#[cfg(feature = "blocking")]
#[test]
fn a_wait_can_block() {
    let waited = Furnace::of(&[READY]).wait_until(&HOT, 1.0).wait().block().unwrap();
    assert_eq!(status(&waited), Some("HOT"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let furnace = Furnace::of(&[READY]);
    let refused = runtime.block_on(async { furnace.wait_until(&HOT, 1.0).wait().block() });
    assert!(
        matches!(refused, Err(WaitError::Call(CreateUserError::Construction(_)))),
        "{refused:?}"
    );
    assert!(furnace.times().is_empty());
}
