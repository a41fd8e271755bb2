//! What the programs that make calls have in common: options, counting, and the figures they print.

use cpu_time::ProcessTime;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    future::Future,
    time::Instant,
};

/// The organization that all calls name; nobody looks at it.
pub const ORGANIZATION: &str = "m-0123456789abcdef0123456789abcdef";
/// Keys that nobody checks.
pub const KEYS: (&str, &str) = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
/// The region that requests are signed for.
pub const REGION: &str = "us-east-1";

/// The system's allocator, counting.
struct Counting;

thread_local! {
    // All calls are made on one thread.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: it hands everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What a program is asked to do: `<endpoint> <tasks> <calls>`.
pub struct Options {
    /// The URL of the server, without a path.
    pub endpoint: String,
    /// How many calls are under way at the same time.
    pub tasks: usize,
    /// How many calls are counted.
    pub calls: usize,
}

impl Options {
    /// The options on the command line.
    pub fn read() -> Self {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let [endpoint, tasks, calls] = words.as_slice() else {
            panic!("usage: <endpoint> <tasks> <calls>");
        };
        Self {
            endpoint: endpoint.clone(),
            tasks: tasks.parse().expect("the number of tasks"),
            calls: calls.parse().expect("the number of calls"),
        }
    }
}

/// Makes the calls, after some that are not counted, on this one thread, and prints as JSON what one of them took: CPU of the
/// process in microseconds, allocations, and calls a second. `call` gives the number of users that it read.
pub async fn measure<F, Fut>(options: &Options, call: F)
where
    F: Fn() -> Fut + Clone + 'static,
    Fut: Future<Output = usize>,
{
    run(&call, options.tasks, (options.calls / 10).max(options.tasks)).await;
    let (cpu, start, allocations) = (ProcessTime::now(), Instant::now(), ALLOCATIONS.get());
    let users = run(&call, options.tasks, options.calls).await;
    let (cpu, wall) = (cpu.elapsed(), start.elapsed());
    let calls = options.calls as f64;
    println!(
        r#"{{"cpu_us": {:.2}, "per_second": {:.0}, "allocations": {:.0}, "users": {users}}}"#,
        cpu.as_secs_f64() * 1e6 / calls,
        calls / wall.as_secs_f64(),
        (ALLOCATIONS.get() - allocations) as f64 / calls,
    );
}

async fn run<F, Fut>(call: &F, tasks: usize, calls: usize) -> usize
where
    F: Fn() -> Fut + Clone + 'static,
    Fut: Future<Output = usize>,
{
    let local = tokio::task::LocalSet::new();
    let each = calls / tasks;
    let started: Vec<_> = (0..tasks)
        .map(|_| {
            let call = call.clone();
            local.spawn_local(async move {
                let mut users = 0;
                for _ in 0..each {
                    users = call().await;
                }
                users
            })
        })
        .collect();
    local.await;
    let mut users = 0;
    for task in started {
        users = task.await.expect("no call panics");
    }
    users
}
