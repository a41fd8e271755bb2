//! What came of all cases.

use crate::case::{Case, Direction};
use std::collections::BTreeMap;

/// Counts by suite, protocol and direction.
pub struct Table {
    rows: BTreeMap<(String, String, Direction), Counts>,
    verbose: bool,
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    expected: usize,
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.expected += other.expected;
    }

    fn print(&self, suite: &str, protocol: &str, direction: &str) {
        let Self {
            passed,
            failed,
            expected,
        } = self;
        let total = passed + failed + expected;
        println!(
            "| {suite:34} | {protocol:10} | {direction:15} | {passed:6} | {failed:6} | {expected:8} | {total:5} |"
        );
    }
}

impl Table {
    /// An empty table. `verbose` shows what came of each case that failed.
    pub fn new(verbose: bool) -> Self {
        Self {
            rows: BTreeMap::new(),
            verbose,
        }
    }

    /// Counts a case. A pass that was expected to fail is a failure.
    pub fn add(&mut self, case: &Case, direction: Direction, result: Result<(), String>, expected: Option<&str>) {
        let expected = match &result {
            Err(_) if case.ignored => expected.or(Some("the suite's own makers leave it out")),
            _ => expected,
        };
        self.count([&case.suite, &case.protocol, &case.id], direction, result, expected);
    }

    /// Counts a result of a suite, a protocol and an id.
    pub fn count(
        &mut self,
        [suite, protocol, id]: [&str; 3],
        direction: Direction,
        result: Result<(), String>,
        expected: Option<&str>,
    ) {
        let key = (suite.to_owned(), protocol.to_owned(), direction);
        let counts = self.rows.entry(key).or_default();
        match (result, expected) {
            (Ok(()), None) => counts.passed += 1,
            (Ok(()), Some(reason)) => {
                counts.failed += 1;
                println!("PASSED, though expected to fail: {direction} {id}: {reason}");
            }
            (Err(message), Some(reason)) => {
                counts.expected += 1;
                if self.verbose {
                    println!("failed, as expected: {direction} {id}: {reason}\n  {message}");
                }
            }
            (Err(message), None) => {
                counts.failed += 1;
                println!("FAILED: {direction} {id}");
                if self.verbose {
                    println!("  {message}");
                }
            }
        }
    }

    /// Prints the table, and says whether all is as expected.
    ///
    /// # Errors
    /// When there was nothing to be run.
    pub fn finish(&self, left_out: &BTreeMap<String, usize>, unused: Vec<&str>) -> Result<bool, String> {
        if self.rows.is_empty() {
            return Err("there is nothing to be run".to_owned());
        }
        println!(
            "| {:34} | {:10} | {:15} | passed | failed | expected | total |",
            "suite", "protocol", "direction"
        );
        println!("|{0:-<36}|{0:-<12}|{0:-<17}|{0:-<8}|{0:-<8}|{0:-<10}|{0:-<7}|", "");
        let mut all = Counts::default();
        for ((suite, protocol, direction), counts) in &self.rows {
            counts.print(suite, protocol, direction.name());
            all.add(counts);
        }
        all.print("all", "", "");
        for (why, count) in left_out {
            println!("{count} cases are left out: {why}");
        }
        for id in unused {
            println!("expected to fail, but no case of these suites: {id}");
        }
        Ok(all.failed == 0)
    }
}
