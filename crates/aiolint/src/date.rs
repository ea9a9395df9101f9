//! The day that a run judges by.

use std::time::{SystemTime, UNIX_EPOCH};

/// The day of `--now`, or else today in UTC: `2026-11-01`.
pub(crate) fn today(now: Option<&str>) -> String {
    match now {
        Some(now) => now.chars().take(10).collect(),
        None => day(seconds() / 86_400),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one clock, where `--now` says nothing else")]
fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The day with this number, from 1970-01-01 on.
fn day(number: u64) -> String {
    let (mut year, mut left) = (1970, number);
    let days_of =
        |year: u64| 365 + u64::from(year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)));
    while left >= days_of(year) {
        left -= days_of(year);
        year += 1;
    }
    let mut month = 1;
    for days in [31, days_of(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < days {
            break;
        }
        left -= days;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for (number, expected) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_512, "2026-02-28"),
            (20_513, "2026-03-01"),
            (20_818, "2026-12-31"),
        ] {
            assert_eq!(day(number), expected);
        }
        assert_eq!(today(Some("2026-11-01T12:00:00Z")), "2026-11-01");
    }
}
