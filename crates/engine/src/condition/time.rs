//! Points in time and durations: nanoseconds, since 1970 for points in time.

const SECOND: i128 = 1_000_000_000;
const DAY: i128 = 86_400 * SECOND;
/// The years 1 to 9999.
const TIMES: std::ops::Range<i128> = -719_162 * DAY..2_932_897 * DAY;
/// Some 292 years, as in other implementations of CEL.
const LONGEST: i128 = i64::MAX as i128;

/// The point in time, if it is one that can be written.
pub(super) fn in_range(time: i128) -> Option<i128> {
    TIMES.contains(&time).then_some(time)
}

/// The duration, if it is not too long.
pub(super) fn not_too_long(duration: i128) -> Option<i128> {
    (duration.abs() <= LONGEST).then_some(duration)
}

/// The point in time so many seconds after the start of 1970.
pub(super) fn from_seconds(seconds: i64) -> Option<i128> {
    in_range(i128::from(seconds) * SECOND)
}

/// The whole seconds from the start of 1970 to this point in time.
pub(super) fn seconds(time: i128) -> Option<i64> {
    i64::try_from(time.div_euclid(SECOND)).ok()
}

/// The duration that a text such as `1h30m` or `-1.5s` stands for.
pub(super) fn parse_duration(text: &str) -> Option<i128> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total = (!rest.is_empty()).then_some(0)?;
    let of_number = |c: char| c.is_ascii_digit() || c == '.';
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c| !of_number(c))?);
        let (unit, after) = after.split_at(after.find(of_number).unwrap_or(after.len()));
        let unit = match unit {
            "h" => 3600 * SECOND,
            "m" => 60 * SECOND,
            "s" => SECOND,
            "ms" => 1_000_000,
            "us" | "µs" | "μs" => 1000,
            "ns" => 1,
            _ => return None,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let whole: i64 = if whole.is_empty() && !fraction.is_empty() { 0 } else { whole.parse().ok()? };
        total += i128::from(whole) * unit + fraction_of(unit, fraction)?;
        rest = after;
    }
    not_too_long(sign * total)
}

/// `0.FRACTION` of a unit; what is less than a nanosecond is dropped.
fn fraction_of(unit: i128, fraction: &str) -> Option<i128> {
    let digits = fraction.get(..fraction.len().min(18))?;
    let number: i128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(number * unit / 10_i128.pow(u32::try_from(digits.len()).ok()?))
}

/// A duration as CEL writes it: in seconds.
pub(super) fn duration_text(duration: i128) -> String {
    let (sign, rest) = (if duration < 0 { "-" } else { "" }, duration.abs() % SECOND);
    let fraction = if rest == 0 { String::new() } else { format!(".{rest:09}") };
    format!("{sign}{}{}s", duration.abs() / SECOND, fraction.trim_end_matches('0'))
}

/// The point in time that a text as in RFC 3339 stands for.
pub(super) fn parse_time(text: &str) -> Option<i128> {
    let number = |text: &str, from: usize, to: usize| -> Option<i128> {
        text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
    };
    let marks = [(4, '-'), (7, '-'), (10, 'T'), (13, ':'), (16, ':')];
    if !marks.iter().all(|(at, mark)| text.get(*at..).is_some_and(|rest| rest.starts_with(*mark))) {
        return None;
    }
    let (year, month, day) = (number(text, 0, 4)?, number(text, 5, 7)?, number(text, 8, 10)?);
    let (hour, minute, second) = (number(text, 11, 13)?, number(text, 14, 16)?, number(text, 17, 19)?);
    let rest = text.get(19..)?;
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).filter(|at| *at > 0)?),
        None => ("", rest),
    };
    let offset = match zone.split_at_checked(1)? {
        ("Z", "") => 0,
        (sign @ ("+" | "-"), zone) if zone.len() == 5 && zone.get(2..3) == Some(":") => {
            let minutes = number(zone, 0, 2)? * 60 + number(zone, 3, 5)?;
            if sign == "-" { -minutes } else { minutes }
        }
        _ => return None,
    };
    let next_month = if month == 12 { days(year + 1, 1, 1) } else { days(year, month + 1, 1) };
    let is_date = (1..=12).contains(&month) && day > 0 && days(year, month, day) < next_month;
    if !is_date || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    in_range(
        days(year, month, day) * DAY
            + ((hour * 60 + minute - offset) * 60 + second) * SECOND
            + fraction_of(SECOND, fraction)?,
    )
}

/// The days from the start of 1970 to a date of the Gregorian calendar. Years are counted from March on, so
/// that the leap day is a year's last.
fn days(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + in_year - 719_468
}
