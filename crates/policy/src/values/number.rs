use std::cmp::Ordering;
use std::fmt;

/// How far an exponent may lie from zero. The limit keeps numbers from being written out with millions of zeros.
const MAX_EXPONENT: i64 = 1_000_000;

/// A decimal number of any length, compared exactly.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    is_negative: bool,
    /// The significant digits, without zeros at either end; empty for zero.
    digits: Box<str>,
    /// The value is `0.digits` times ten to this power; 0 for zero.
    exponent: i64,
}

impl Number {
    /// Reads `-1.50`, `+3`, `.5`, `5.` or, since a JSON number can be written so, `1e3`.
    pub fn parse(text: &str) -> Option<Number> {
        let (is_negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, power) = match unsigned.split_once(['e', 'E']) {
            None => (unsigned, 0),
            Some((mantissa, power)) => (mantissa, read_exponent(power)?),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let mut digits = String::with_capacity(whole.len() + fraction.len());
        digits.push_str(whole);
        digits.push_str(fraction);
        let significant = digits.trim_start_matches('0');
        let leading_zeros = digits.len() - significant.len();
        let exponent =
            i64::try_from(whole.len()).ok()? - i64::try_from(leading_zeros).ok()? + power;
        let significant = significant.trim_end_matches('0');
        Some(if significant.is_empty() {
            Number {
                is_negative: false,
                digits: Box::default(),
                exponent: 0,
            }
        } else {
            Number {
                is_negative,
                digits: significant.into(),
                exponent,
            }
        })
    }

    fn magnitude(&self) -> (bool, i64, &str) {
        // Zero has no digits and comes before everything, whatever the exponents.
        (!self.digits.is_empty(), self.exponent, &self.digits)
    }
}

fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let power: i64 = text.parse().ok()?;
    (-MAX_EXPONENT..=MAX_EXPONENT)
        .contains(&power)
        .then_some(power)
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, false) => self.magnitude().cmp(&other.magnitude()),
            (true, true) => other.magnitude().cmp(&self.magnitude()),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Plain decimal notation; numbers far from 1 with an exponent.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits.is_empty() {
            return f.write_str("0");
        }
        if self.is_negative {
            f.write_str("-")?;
        }
        let exponent = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(usize::MAX);
        if exponent > 60 {
            return write!(f, "0.{}e{}", self.digits, self.exponent);
        }
        if self.exponent <= 0 {
            return write!(f, "0.{}{}", "0".repeat(exponent), self.digits);
        }
        match self.digits.split_at_checked(exponent) {
            Some((whole, "")) => f.write_str(whole),
            Some((whole, fraction)) => write!(f, "{whole}.{fraction}"),
            None => {
                let zeros = "0".repeat(exponent.saturating_sub(self.digits.len()));
                write!(f, "{}{zeros}", self.digits)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn far_from_one_an_exponent_is_shown() {
        for (text, expected) in [
            ("1e59", format!("1{}", "0".repeat(59))),
            ("1e60", "0.1e61".to_owned()),
        ] {
            let shown = Number::parse(text).map(|number| number.to_string());
            assert_eq!(shown, Some(expected), "{text}");
        }
        assert!(Number::parse("2") < Number::parse("10"));
    }

    #[test]
    fn what_is_read() {
        for (text, expected) in [
            ("0", Some("0")),
            ("-0", Some("0")),
            ("+7", Some("7")),
            ("007", Some("7")),
            ("1.50", Some("1.5")),
            ("-1.50", Some("-1.5")),
            (".5", Some("0.5")),
            ("5.", Some("5")),
            ("0.005", Some("0.005")),
            ("1200", Some("1200")),
            ("1e3", Some("1000")),
            ("1.25E+1", Some("12.5")),
            ("125e-4", Some("0.0125")),
            ("0e1000000", Some("0")),
            ("1e100", Some("0.1e101")),
            (
                "340282366920938463463374607431768211457",
                Some("340282366920938463463374607431768211457"),
            ),
            ("", None),
            (".", None),
            ("-", None),
            ("--1", None),
            ("1,000", None),
            ("1 000", None),
            (" 1", None),
            ("0x10", None),
            ("1e", None),
            ("1e1.5", None),
            ("1e1000001", None),
            ("1e99999999999999999999", None),
            ("NaN", None),
            ("Infinity", None),
            ("${aws:x}", None),
            ("١", None),
        ] {
            let shown = Number::parse(text).map(|number| number.to_string());
            assert_eq!(shown.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn numbers_too_long_for_a_float_differ() {
        let ascending = [
            "-1e30",
            "-9007199254740993",
            "-9007199254740992",
            "-0.1",
            "0",
            "0.1",
            "0.10000000000000000000000000000001",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.5",
            "1e30",
        ];
        let numbers: Vec<Number> = ascending
            .iter()
            .map(|text| Number::parse(text).unwrap())
            .collect();
        for (i, a) in numbers.iter().enumerate() {
            for (j, b) in numbers.iter().enumerate() {
                assert_eq!(a.cmp(b), i.cmp(&j), "{a} {b}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_integers(a: i64, b: i64, scale in 0usize..4) {
            // The same number of decimals on both sides keeps the order of the integers.
            let text = |n: i64| {
                let number = format!("{n}.{}", "5".repeat(scale));
                Number::parse(&number).unwrap()
            };
            let expected = if scale == 0 || (a >= 0) == (b >= 0) {
                if scale > 0 && a < 0 { b.unsigned_abs().cmp(&a.unsigned_abs()) } else { a.cmp(&b) }
            } else {
                a.cmp(&b)
            };
            prop_assert_eq!(text(a).cmp(&text(b)), expected);
        }

        #[test]
        fn what_is_shown_reads_back(text in "[+-]?[0-9]{0,5}\\.?[0-9]{0,5}([eE][+-]?[0-9]{1,3})?") {
            if let Some(number) = Number::parse(&text) {
                prop_assert_eq!(Number::parse(&number.to_string()), Some(number));
            }
        }
    }
}
