use crate::policy_type::PolicyType;
use crate::quota::{Quota, quota};

/// How large a policy is, and may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The number of characters (Unicode code points) of the text.
    pub characters: usize,
    /// The same without the white space outside strings, which IAM does not count.
    pub without_whitespace: usize,
    /// The most that AWS takes; `None` where that depends on the service.
    pub quota: Option<Quota>,
}

impl Size {
    /// Measures a text, valid or not, as a policy of this type.
    pub fn measure(text: &str, policy_type: PolicyType) -> Size {
        let mut characters = 0_usize;
        let mut white_space = 0_usize;
        let mut in_string = false;
        let mut escaped = false;
        for character in text.chars() {
            characters = characters.saturating_add(1);
            if in_string {
                in_string = escaped || character != '"';
                escaped = !escaped && character == '\\';
            } else if character == '"' {
                in_string = true;
            } else if matches!(character, ' ' | '\t' | '\n' | '\r') {
                white_space = white_space.saturating_add(1);
            }
        }
        Size {
            characters,
            without_whitespace: characters.saturating_sub(white_space),
            quota: quota(policy_type),
        }
    }

    /// The number that is held against the quota.
    pub fn counted(&self) -> usize {
        match self.quota {
            Some(Quota {
                counts_whitespace: false,
                ..
            }) => self.without_whitespace,
            _ => self.characters,
        }
    }

    /// Whether AWS would refuse the policy for its size.
    pub fn exceeds_quota(&self) -> bool {
        self.quota.is_some_and(|quota| self.counted() > quota.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_inside_strings_counts() {
        for (text, characters, without) in [
            ("", 0, 0),
            (" {\n \"a b\" : \"\\\" \" }\r\n", 21, 13),
            ("{\"é\":\"\u{1d11e}\"}", 9, 9),
            ("\"a \\\\\" \"b \"", 11, 10),
        ] {
            let size = Size::measure(text, PolicyType::Identity);
            assert_eq!(
                (size.characters, size.without_whitespace),
                (characters, without),
                "{text}"
            );
        }
    }

    #[test]
    fn each_type_counts_in_its_own_way() {
        let text = format!("{{{}}}", " ".repeat(6_144));
        assert!(!Size::measure(&text, PolicyType::Identity).exceeds_quota());
        assert!(Size::measure(&text, PolicyType::Rcp).exceeds_quota());
        assert!(!Size::measure(&text, PolicyType::Resource).exceeds_quota());
        let text = format!("\"{}\"", " ".repeat(6_143));
        assert!(Size::measure(&text, PolicyType::Identity).exceeds_quota());
    }
}
