//! The processor's time, from /proc where there is one.

use std::fs;
use std::time::Duration;

/// Ticks of the clock in /proc, per second: the same on every Linux.
const TICKS: u32 = 100;

/// The time of this process.
pub(crate) fn own() -> Option<Duration> {
    fields(14)
}

/// The time of this process since then.
pub(crate) fn since(before: Option<Duration>) -> Option<Duration> {
    Some(own()?.saturating_sub(before?))
}

/// The time of all processes that we have waited for.
pub(crate) fn children() -> Option<Duration> {
    fields(16)
}

/// The sum of a field, counted from one, and the next: in user mode and in the kernel.
fn fields(first: usize) -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is a name in parentheses, which may have spaces; the state after it is the third.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<u32>().ok();
    Some(Duration::from_secs(1) * (ticks(first)? + ticks(first + 1)?) / TICKS)
}
