//! What condition operators compare: numbers, instants, booleans, addresses, bytes ("IAM JSON policy elements:
//! Condition operators", IAM User Guide).
//!
//! Every reader is total: a text that is no such value gives `None`. A condition value that cannot be read matches
//! nothing, so that a positive operator is false with it and a negated one true.

mod binary;
mod instant;
mod ip_network;
mod number;

pub use binary::{read_binary, write_binary};
pub use instant::Instant;
pub use ip_network::IpNetwork;
pub use number::Number;

/// Reads `true` or `false`, whatever the case of the letters.
pub fn read_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans() {
        for (text, expected) in [
            ("true", Some(true)),
            ("false", Some(false)),
            ("True", Some(true)),
            ("FALSE", Some(false)),
            ("", None),
            ("1", None),
            ("yes", None),
            (" true", None),
        ] {
            assert_eq!(read_bool(text), expected, "{text}");
        }
    }
}
