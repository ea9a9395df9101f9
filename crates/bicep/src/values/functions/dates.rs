//! Functions of dates, where all that is documented of them agrees.

use aiolint_core::{Data, Value};

use super::{int, known_text};

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

const SECONDS_A_DAY: i64 = 86_400;

/// What the function gives, if it is one of these and that is known.
pub(super) fn call(name: &str, arguments: &[Value]) -> Option<Data> {
    match name {
        "dateTimeAdd" => add(arguments),
        "dateTimeFromEpoch" => {
            let seconds = int(arguments.first()).filter(|seconds| (0..=LAST_SECOND).contains(seconds))?;
            Some(known_text(Moment { seconds }.formatted("yyyy-MM-ddTHH:mm:ssZ")?))
        }
        "dateTimeToEpoch" => {
            let moment = Moment::read(arguments.first()?.known_text()?)?;
            Some(moment.seconds).filter(|seconds| *seconds >= 0).map(Data::Int)
        }
        _ => None,
    }
}

/// Without a format the result is written like the base. The documentation shows other forms too, but none for a base
/// with a `T`.
fn add(arguments: &[Value]) -> Option<Data> {
    let base = arguments.first()?.known_text()?;
    let from = Moment::read(base)?;
    let seconds = from.after(arguments.get(1)?.known_text()?)?;
    let to = Some(Moment { seconds }).filter(|to| (0..=LAST_SECOND).contains(&to.seconds))?;
    let format = match arguments.get(2) {
        Some(format) => format.known_text()?,
        None if base.len() == 20 && base.as_bytes()[10] == b'T' => "yyyy-MM-ddTHH:mm:ssZ",
        None => return None,
    };
    to.formatted(format).map(known_text)
}

/// A moment, in seconds since 1970.
#[derive(Clone, Copy)]
struct Moment {
    seconds: i64,
}

impl Moment {
    /// `2026-01-31T08:00:00Z`, with a blank or a `T`, and nothing left out: what else is read, and in which zone, is
    /// not documented.
    fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let form = |(place, byte): (usize, &u8)| match place {
            4 | 7 => *byte == b'-',
            10 => matches!(byte, b'T' | b' '),
            13 | 16 => *byte == b':',
            19 => *byte == b'Z',
            _ => byte.is_ascii_digit(),
        };
        if bytes.len() != 20 || !bytes.iter().enumerate().all(form) {
            return None;
        }
        let number = |from: usize, to: usize| text[from..to].parse::<i64>().ok();
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let days = days_before(year, month, day);
        let real = year >= 1 && date_after(days) == (year, month, day) && hour < 24 && minute < 60 && second < 60;
        real.then_some(Self { seconds: days * SECONDS_A_DAY + hour * 3600 + minute * 60 + second })
    }

    /// The seconds of the moment that is so much later, for a duration like `P1DT2H` or `-PT5M`. Of months it is
    /// documented in two ways how long they are; of years too, but where no leap day lies between both agree.
    fn after(self, duration: &str) -> Option<i64> {
        let (sign, rest) = match duration.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, duration),
        };
        let rest = rest.strip_prefix('P')?;
        let (days, time) = match rest.split_once('T') {
            Some((days, time)) => (days, amounts(time, "HMS").filter(|found| found.iter().any(|n| *n > 0))?),
            None => (rest, [0; 3]),
        };
        let [years, months, days] = amounts(days, "YMD")?;
        if months != 0 || duration.ends_with('P') {
            return None;
        }
        let [hours, minutes, seconds] = time;
        let (year, month, day) = date_after(self.seconds.div_euclid(SECONDS_A_DAY));
        let by_calendar = days_before(year + sign * years, month, day);
        if by_calendar - days_before(year, month, day) != sign * years * 365 {
            return None;
        }
        let more = (years * 365 + days) * SECONDS_A_DAY + hours * 3600 + minutes * 60 + seconds;
        self.seconds.checked_add(sign * more)
    }

    /// The moment in a .NET format, if it consists of four digits of the year, two of the rest, and separators.
    fn formatted(self, format: &str) -> Option<String> {
        let (year, month, day) = date_after(self.seconds.div_euclid(SECONDS_A_DAY));
        let second = self.seconds.rem_euclid(SECONDS_A_DAY);
        let fields = [
            ("yyyy", format!("{year:04}")),
            ("MM", format!("{month:02}")),
            ("dd", format!("{day:02}")),
            ("HH", format!("{:02}", second / 3600)),
            ("mm", format!("{:02}", second / 60 % 60)),
            ("ss", format!("{:02}", second % 60)),
        ];
        let mut left = match format {
            "u" => "yyyy-MM-dd HH:mm:ssZ",
            // One character alone is the name of a form.
            other if other.len() > 1 => other,
            _ => return None,
        };
        let mut text = String::new();
        while let Some(c) = left.chars().next() {
            let field = fields.iter().find(|(name, _)| left.starts_with(name));
            match field {
                Some((name, value)) => {
                    text.push_str(value);
                    left = &left[name.len()..];
                    // A field of more letters means something else.
                    if left.starts_with(c) {
                        return None;
                    }
                }
                None if matches!(c, '-' | ':' | 'T' | 'Z' | ' ' | '/') => {
                    text.push(c);
                    left = &left[1..];
                }
                None => return None,
            }
        }
        Some(text)
    }
}

/// The amounts of a part of a duration, each at most once and in this order, at most six digits each.
fn amounts(text: &str, units: &str) -> Option<[i64; 3]> {
    let mut found = [0; 3];
    let mut left = text;
    for (place, unit) in units.chars().enumerate() {
        if let Some((number, rest)) = left.split_once(unit) {
            let plain = (1..=6).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
            found[place] = number.parse().ok().filter(|_| plain)?;
            left = rest;
        }
    }
    left.is_empty().then_some(found)
}

/// How many days lie between 1970 and a date of the Gregorian calendar. Years are counted from March, so that a leap
/// day is the last one.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

/// The date that lies so many days after 1970: year, month, day.
fn date_after(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}
