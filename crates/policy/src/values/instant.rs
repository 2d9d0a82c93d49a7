use std::fmt;

const DAY: i64 = 86_400;

/// A point in time, as precise as it was written. Different spellings of the same instant are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant {
    /// Whole seconds since the beginning of 1970 in UTC, rounded down.
    seconds: i64,
    /// The decimals behind them, without zeros at the end; they compare like text.
    fraction: Box<str>,
}

impl Instant {
    /// Reads a date of the W3C profile of ISO 8601 (<https://www.w3.org/TR/NOTE-datetime>): `2026`, `2026-09`,
    /// `2026-09-26`, `2026-09-26T12:30Z`, `2026-09-26T12:30:15.25+02:00`; or seconds since 1970: `1790000000`,
    /// `1790000000.5`. Four digits alone are a year.
    pub fn parse(text: &str) -> Option<Instant> {
        let looks_like_date = match text.as_bytes() {
            year @ [_, _, _, _] => year.iter().all(u8::is_ascii_digit),
            [first, _, _, _, b'-', ..] => first.is_ascii_digit(),
            _ => false,
        };
        if looks_like_date {
            read_date(text)
        } else {
            read_epoch(text)
        }
    }

    /// Seconds since 1970, with decimals where there are any.
    pub fn to_epoch(&self) -> String {
        if self.seconds < 0 && !self.fraction.is_empty() {
            // -1.25 is held as -2 and 0.75.
            let whole = (self.seconds + 1).unsigned_abs();
            return format!("-{whole}.{}", complement(&self.fraction));
        }
        if self.fraction.is_empty() {
            self.seconds.to_string()
        } else {
            format!("{}.{}", self.seconds, self.fraction)
        }
    }
}

/// ISO 8601 in UTC. Instants outside the years 0000 to 9999 are shown as seconds since 1970.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.seconds.div_euclid(DAY));
        if !(0..=9999).contains(&year) {
            return f.write_str(&self.to_epoch());
        }
        let second = self.seconds.rem_euclid(DAY);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
            second / 3600,
            second / 60 % 60,
            second % 60
        )?;
        if !self.fraction.is_empty() {
            write!(f, ".{}", self.fraction)?;
        }
        f.write_str("Z")
    }
}

/// The digits of one minus `0.digits`; the last digit is no zero.
fn complement(digits: &str) -> String {
    let last = digits.len().saturating_sub(1);
    digits
        .bytes()
        .enumerate()
        .map(|(at, digit)| {
            let top = if at == last { b':' } else { b'9' };
            char::from(top - digit + b'0')
        })
        .collect()
}

fn read_epoch(text: &str) -> Option<Instant> {
    let (is_negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        None => (unsigned, ""),
        Some((whole, fraction)) => {
            let fraction = digits_only(fraction)?;
            (whole, fraction.trim_end_matches('0'))
        }
    };
    let whole: i64 = digits_only(whole)?.parse().ok()?;
    Some(match (is_negative, fraction.is_empty()) {
        (false, _) => Instant {
            seconds: whole,
            fraction: fraction.into(),
        },
        (true, true) => Instant {
            seconds: -whole,
            fraction: Box::default(),
        },
        (true, false) => Instant {
            seconds: whole.checked_neg()?.checked_sub(1)?,
            fraction: complement(fraction).into(),
        },
    })
}

fn read_date(text: &str) -> Option<Instant> {
    let (date, time) = match text.split_once('T') {
        None => (text, None),
        Some((date, time)) => (date, Some(time)),
    };
    let mut parts = date.split('-');
    let year = field(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| field(part, 2))?;
    let day = parts.next();
    if parts.next().is_some() || time.is_some() && day.is_none() {
        return None;
    }
    let day = day.map_or(Some(1), |part| field(part, 2))?;
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let midnight = days_from_civil(year, month, day) * DAY;
    match time {
        None => Some(Instant {
            seconds: midnight,
            fraction: Box::default(),
        }),
        Some(time) => {
            let (seconds, fraction) = read_time(time)?;
            Some(Instant {
                seconds: midnight + seconds,
                fraction: fraction.trim_end_matches('0').into(),
            })
        }
    }
}

/// Seconds after midnight in UTC and the decimals behind them.
fn read_time(text: &str) -> Option<(i64, &str)> {
    let (clock, offset) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let (clock, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let seconds = clock_seconds(field(hours, 2)?, field(minutes, 2)?, 0)?;
            match zone.as_bytes().first()? {
                b'+' => (clock, seconds),
                b'-' => (clock, -seconds),
                _ => return None,
            }
        }
    };
    let mut parts = clock.splitn(3, ':');
    let hours = field(parts.next()?, 2)?;
    let minutes = field(parts.next()?, 2)?;
    let (seconds, fraction) = match parts.next() {
        None => (0, ""),
        Some(seconds) => match seconds.split_once('.') {
            None => (field(seconds, 2)?, ""),
            Some((seconds, fraction)) => (field(seconds, 2)?, digits_only(fraction)?),
        },
    };
    Some((clock_seconds(hours, minutes, seconds)? - offset, fraction))
}

fn clock_seconds(hours: i64, minutes: i64, seconds: i64) -> Option<i64> {
    (hours < 24 && minutes < 60 && seconds < 60).then_some(hours * 3600 + minutes * 60 + seconds)
}

/// A number of exactly so many digits.
fn field(text: &str, length: usize) -> Option<i64> {
    if text.len() != length {
        return None;
    }
    digits_only(text)?.parse().ok()
}

/// The text, if it is one or more digits.
fn digits_only(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the beginning of 1970 in the Gregorian calendar. Years are counted from March, so that the leap day
/// comes last, and in eras of 400 years, which all have the same number of days.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The reverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_read() {
        for (text, expected) in [
            ("1970", Some("0")),
            ("1970-01", Some("0")),
            ("1970-01-01", Some("0")),
            ("1970-01-01T00:00Z", Some("0")),
            ("1970-01-01T00:00:00Z", Some("0")),
            ("1970-01-01T00:00:00.000Z", Some("0")),
            ("1970-01-01T02:00:00+02:00", Some("0")),
            ("1969-12-31T19:00-05:00", Some("0")),
            ("2026-09-26T12:30:15.250+02:00", Some("1790418615.25")),
            ("2024-02-29", Some("1709164800")),
            ("2000-02-29", Some("951782400")),
            ("0000-01-01", Some("-62167219200")),
            ("9999-12-31T23:59:59Z", Some("253402300799")),
            ("1790418615", Some("1790418615")),
            ("1790418615.250", Some("1790418615.25")),
            ("-1.25", Some("-1.25")),
            ("-0.5", Some("-0.5")),
            ("0.5", Some("0.5")),
            ("-1", Some("-1")),
            ("0", Some("0")),
            ("12345", Some("12345")),
            ("2023-02-29", None),
            ("1900-02-29", None),
            ("2026-13-01", None),
            ("2026-00-01", None),
            ("2026-04-31", None),
            ("2026-9-26", None),
            ("2026-09-26T12:30", None),
            ("2026-09-26T12Z", None),
            ("2026-09T12:30Z", None),
            ("2026-09-26T24:00Z", None),
            ("2026-09-26T23:60Z", None),
            ("2026-09-26T23:59:60Z", None),
            ("2026-09-26T23:59:59.Z", None),
            ("2026-09-26t12:30z", None),
            ("2026-09-26 12:30Z", None),
            ("2026-09-26T12:30+0200", None),
            ("2026-09-26T12:30*02:00", None),
            ("2026-09-26-01", None),
            ("99999999999999999999", None),
            ("1e9", None),
            ("", None),
            ("-", None),
            ("abcd", None),
            ("é", None),
            ("2026-09-26Té02:00", None),
        ] {
            let shown = Instant::parse(text).map(|instant| instant.to_epoch());
            assert_eq!(shown.as_deref(), expected, "{text}");
        }
    }

    /// The days at which a calendar goes wrong first: around leap days, centuries and eras.
    #[test]
    fn what_is_shown() {
        for (epoch, expected) in [
            ("0", "1970-01-01T00:00:00Z"),
            ("-1", "1969-12-31T23:59:59Z"),
            ("951782399", "2000-02-28T23:59:59Z"),
            ("951782400", "2000-02-29T00:00:00Z"),
            ("951868800", "2000-03-01T00:00:00Z"),
            ("4107456000", "2100-02-28T00:00:00Z"),
            ("4107542400", "2100-03-01T00:00:00Z"),
            ("1709164800.25", "2024-02-29T00:00:00.25Z"),
            ("1735603200", "2024-12-31T00:00:00Z"),
            ("-62167219200", "0000-01-01T00:00:00Z"),
            ("-62167219201", "-62167219201"),
            ("253402300799", "9999-12-31T23:59:59Z"),
            ("253402300800", "253402300800"),
        ] {
            let shown = Instant::parse(epoch).map(|instant| instant.to_string());
            assert_eq!(shown.as_deref(), Some(expected), "{epoch}");
        }
    }

    #[test]
    fn every_day_of_an_era_and_its_neighbours_has_its_date() {
        let mut before = (1599, 12, 31);
        for days in days_from_civil(1600, 1, 1)..days_from_civil(2100, 12, 31) {
            let date @ (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
            assert!(
                before < date
                    && (1..=12).contains(&month)
                    && (1..=days_in(year, month)).contains(&day),
                "{date:?}"
            );
            before = date;
        }
    }

    #[test]
    fn the_order_is_that_of_time() {
        let ascending = [
            "-9223372036854775807",
            "-1.5",
            "-1.25",
            "-1",
            "1970",
            "0.05",
            "0.5",
            "1970-01-01T00:00:00.51Z",
            "1970-01-01T00:00:01Z",
            "2026-09-26T23:59:59.999999999999999999Z",
            "2026-09-27",
        ];
        let instants: Vec<Instant> = ascending
            .iter()
            .map(|text| Instant::parse(text).unwrap())
            .collect();
        assert!(instants.is_sorted());
        assert!(instants.windows(2).all(|pair| pair[0] != pair[1]));
    }

    proptest! {
        #[test]
        fn both_notations_read_back(seconds in -70_000_000_000i64..300_000_000_000, fraction in "[0-9]{0,4}") {
            let text = if fraction.is_empty() { seconds.to_string() } else { format!("{seconds}.{fraction}") };
            if text.len() != 4 {
                let instant = Instant::parse(&text).unwrap();
                prop_assert_eq!(Instant::parse(&instant.to_string()), Some(instant.clone()));
                let epoch = instant.to_epoch();
                if epoch.len() != 4 {
                    prop_assert_eq!(Instant::parse(&epoch), Some(instant));
                }
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9TZ:.+é-]{0,30}") {
            Instant::parse(&text);
        }
    }
}
