use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A block of addresses: `203.0.113.0/24`, `2001:db8::/32`, or one address. Different spellings of a block are
/// equal; IPv4 and IPv6 are apart, also where an IPv6 address embeds an IPv4 one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IpNetwork {
    /// Which of the two families; it also decides how many bits an address has.
    is_v6: bool,
    first: u128,
    last: u128,
}

impl IpNetwork {
    /// Reads an address, which stands for itself alone, or a CIDR block of any length. Bits behind the
    /// prefix are ignored: `10.1.2.3/8` is `10.0.0.0/8`.
    pub fn parse(text: &str) -> Option<IpNetwork> {
        let (address, length) = match text.split_once('/') {
            None => (text, None),
            Some((address, length)) => {
                let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
                (address, Some(digits.then(|| length.parse::<u32>().ok())??))
            }
        };
        let (is_v6, bits, width) = match address.parse::<IpAddr>().ok()? {
            IpAddr::V4(v4) => (false, u128::from(v4.to_bits()), 32),
            IpAddr::V6(v6) => (true, v6.to_bits(), 128),
        };
        let host_bits = u32::checked_sub(width, length.unwrap_or(width))?;
        let host = match host_bits {
            128 => u128::MAX,
            bits => (1u128 << bits) - 1,
        };
        Some(IpNetwork {
            is_v6,
            first: bits & !host,
            last: bits | host,
        })
    }

    /// Whether every address of the other is in this one.
    pub fn contains(&self, other: &IpNetwork) -> bool {
        self.is_v6 == other.is_v6 && self.first <= other.first && other.last <= self.last
    }

    /// Its lowest address.
    pub fn first(&self) -> IpAddr {
        address(self.is_v6, self.first)
    }

    /// Its highest address.
    pub fn last(&self) -> IpAddr {
        address(self.is_v6, self.last)
    }

    /// The address just below it, and the one just above it.
    pub fn neighbours(&self) -> (Option<IpAddr>, Option<IpAddr>) {
        let highest = if self.is_v6 {
            u128::MAX
        } else {
            u128::from(u32::MAX)
        };
        let below = self
            .first
            .checked_sub(1)
            .map(|bits| address(self.is_v6, bits));
        let above = (self.last < highest).then(|| address(self.is_v6, self.last + 1));
        (below, above)
    }

    /// Whether it is of the IPv6 family.
    pub fn is_v6(&self) -> bool {
        self.is_v6
    }

    /// The number of bits that all its addresses share.
    pub fn prefix_length(&self) -> u32 {
        let host_bits = (self.first ^ self.last).count_ones();
        let width: u32 = if self.is_v6 { 128 } else { 32 };
        width.saturating_sub(host_bits)
    }
}

impl fmt::Display for IpNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first(), self.prefix_length())
    }
}

fn address(is_v6: bool, bits: u128) -> IpAddr {
    if is_v6 {
        IpAddr::V6(Ipv6Addr::from_bits(bits))
    } else {
        // The upper bits of an IPv4 block are zero by construction.
        IpAddr::V4(Ipv4Addr::from_bits(bits as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn families() {
        for (text, is_v6) in [("0.0.0.0/0", false), ("::/0", true)] {
            assert_eq!(
                IpNetwork::parse(text).map(|network| network.is_v6()),
                Some(is_v6),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_read() {
        for (text, expected) in [
            ("203.0.113.7", Some("203.0.113.7/32")),
            ("203.0.113.7/24", Some("203.0.113.0/24")),
            ("0.0.0.0/0", Some("0.0.0.0/0")),
            ("255.255.255.255/1", Some("128.0.0.0/1")),
            ("2001:DB8:0::1", Some("2001:db8::1/128")),
            ("2001:db8::/32", Some("2001:db8::/32")),
            ("::/0", Some("::/0")),
            ("::ffff:1.2.3.4", Some("::ffff:1.2.3.4/128")),
            ("10.0.0.0/33", None),
            ("::/129", None),
            ("10.0.0.0/", None),
            ("10.0.0.0/+8", None),
            ("10.0.0.0/8/8", None),
            ("10.0.0", None),
            ("010.0.0.1", None),
            ("10.0.0.256", None),
            ("10.0.0.1 ", None),
            ("10.0.0.*", None),
            ("fe80::1%eth0", None),
            ("", None),
            ("é", None),
            ("1.1.1.1/99999999999999999999", None),
        ] {
            let shown = IpNetwork::parse(text).map(|network| network.to_string());
            assert_eq!(shown.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_contains_what() {
        for (block, inner, expected) in [
            ("0.0.0.0/0", "203.0.113.7", true),
            ("0.0.0.0/0", "::1", false),
            ("0.0.0.0/0", "::ffff:1.2.3.4", false),
            ("::/0", "1.2.3.4", false),
            ("::/0", "2001:db8::1", true),
            ("203.0.113.0/24", "203.0.113.255", true),
            ("203.0.113.0/24", "203.0.114.0", false),
            ("203.0.113.0/25", "203.0.113.0/24", false),
            ("2001:db8::1", "2001:0db8:0000::0001", true),
        ] {
            let read = |text| IpNetwork::parse(text).unwrap();
            assert_eq!(
                read(block).contains(&read(inner)),
                expected,
                "{block} {inner}"
            );
        }
    }

    #[test]
    fn neighbours_lie_outside() {
        let show = |text: &str| {
            let (below, above) = IpNetwork::parse(text).unwrap().neighbours();
            format!("{below:?} {above:?}")
        };
        assert_eq!(show("10.0.0.0/8"), "Some(9.255.255.255) Some(11.0.0.0)");
        assert_eq!(show("0.0.0.0/0"), "None None");
        assert_eq!(show("::/0"), "None None");
    }

    proptest! {
        #[test]
        fn a_block_of_every_length_holds_exactly_the_addresses_with_its_prefix(
            bits: u32, other: u32, length in 0u32..=32,
        ) {
            let network = IpNetwork::parse(&format!("{}/{length}", Ipv4Addr::from_bits(bits))).unwrap();
            prop_assert_eq!(network.prefix_length(), length);
            let address = IpNetwork::parse(&Ipv4Addr::from_bits(other).to_string()).unwrap();
            let same_prefix = (bits ^ other).leading_zeros() >= length;
            prop_assert_eq!(network.contains(&address), same_prefix);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,20}") {
            if let Some(network) = IpNetwork::parse(&text) {
                prop_assert_eq!(IpNetwork::parse(&network.to_string()), Some(network));
            }
        }
    }
}
