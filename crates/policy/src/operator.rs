use std::fmt;

/// `ForAllValues:` or `ForAnyValue:` before an operator ("Set operators for multivalued context keys").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetOperator {
    /// Every value of the request matches; true also when there is none.
    ForAllValues,
    /// At least one value of the request matches.
    ForAnyValue,
}

impl SetOperator {
    /// Its name as AWS spells it, without the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            SetOperator::ForAllValues => "ForAllValues",
            SetOperator::ForAnyValue => "ForAnyValue",
        }
    }
}

/// The kind of value that an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperatorFamily {
    /// Text.
    String,
    /// Decimal numbers.
    Numeric,
    /// Instants: ISO 8601 or seconds since 1970.
    Date,
    /// `true` and `false`.
    Bool,
    /// Base64 text, compared as bytes.
    Binary,
    /// Addresses and CIDR blocks.
    IpAddress,
    /// ARNs, compared field by field.
    Arn,
    /// Whether the key is there.
    Null,
}

macro_rules! operators {
    ($($name:ident $family:ident $negated:literal,)*) => {
        /// A condition operator without set operator and `IfExists` ("IAM JSON policy elements:
        /// Condition operators", IAM User Guide).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the names are AWS's own")]
        pub enum Operator { $($name,)* }

        impl Operator {
            /// Every operator there is.
            pub const ALL: &'static [Operator] = &[$(Operator::$name,)*];

            /// Its name as AWS spells it.
            pub fn as_str(self) -> &'static str {
                match self { $(Operator::$name => stringify!($name),)* }
            }

            /// The kind of value it compares.
            pub fn family(self) -> OperatorFamily {
                match self { $(Operator::$name => OperatorFamily::$family,)* }
            }

            /// Whether it is true when nothing matches: `StringNotEquals`, `NotIpAddress`.
            pub fn is_negated(self) -> bool {
                match self { $(Operator::$name => $negated,)* }
            }
        }
    };
}

operators! {
    StringEquals String false,
    StringNotEquals String true,
    StringEqualsIgnoreCase String false,
    StringNotEqualsIgnoreCase String true,
    StringLike String false,
    StringNotLike String true,
    NumericEquals Numeric false,
    NumericNotEquals Numeric true,
    NumericLessThan Numeric false,
    NumericLessThanEquals Numeric false,
    NumericGreaterThan Numeric false,
    NumericGreaterThanEquals Numeric false,
    DateEquals Date false,
    DateNotEquals Date true,
    DateLessThan Date false,
    DateLessThanEquals Date false,
    DateGreaterThan Date false,
    DateGreaterThanEquals Date false,
    Bool Bool false,
    BinaryEquals Binary false,
    IpAddress IpAddress false,
    NotIpAddress IpAddress true,
    ArnEquals Arn false,
    ArnNotEquals Arn true,
    ArnLike Arn false,
    ArnNotLike Arn true,
    Null Null false,
}

impl Operator {
    /// Whether `*` and `?` in its values are wildcards. ArnEquals and ArnLike are one operator.
    pub fn takes_wildcards(self) -> bool {
        matches!(self, Operator::StringLike | Operator::StringNotLike)
            || self.family() == OperatorFamily::Arn
    }
}

/// An operator as written: `ForAnyValue:StringLikeIfExists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConditionOperator {
    /// The set operator before the colon.
    pub set: Option<SetOperator>,
    /// What is compared.
    pub operator: Operator,
    /// Whether `IfExists` follows: true when the key is missing.
    pub if_exists: bool,
}

impl ConditionOperator {
    /// Reads an operator's name. Names compare without regard to case: the guide does not say so, AWS's
    /// evaluation does it. `None` for anything else, also for `NullIfExists`, which does not exist.
    pub fn from_name(name: &str) -> Option<ConditionOperator> {
        let (set, rest) = match name.split_once(':') {
            None => (None, name),
            Some((prefix, rest)) => {
                let set = [SetOperator::ForAllValues, SetOperator::ForAnyValue]
                    .into_iter()
                    .find(|set| set.as_str().eq_ignore_ascii_case(prefix))?;
                (Some(set), rest)
            }
        };
        let named = |text: &str| {
            Operator::ALL
                .iter()
                .copied()
                .find(|operator| operator.as_str().eq_ignore_ascii_case(text))
        };
        if let Some(operator) = named(rest) {
            return Some(ConditionOperator {
                set,
                operator,
                if_exists: false,
            });
        }
        let suffix = "IfExists";
        let (base, end) = rest.split_at_checked(rest.len().checked_sub(suffix.len())?)?;
        if !end.eq_ignore_ascii_case(suffix) {
            return None;
        }
        named(base)
            .filter(|operator| *operator != Operator::Null)
            .map(|operator| ConditionOperator {
                set,
                operator,
                if_exists: true,
            })
    }

    /// Every name that [`ConditionOperator::from_name`] takes, in AWS's spelling.
    pub fn all_names() -> impl Iterator<Item = String> {
        [
            None,
            Some(SetOperator::ForAllValues),
            Some(SetOperator::ForAnyValue),
        ]
        .into_iter()
        .flat_map(|set| {
            Operator::ALL.iter().flat_map(move |&operator| {
                [false, true]
                    .into_iter()
                    .filter(move |if_exists| !(*if_exists && operator == Operator::Null))
                    .map(move |if_exists| {
                        ConditionOperator {
                            set,
                            operator,
                            if_exists,
                        }
                        .to_string()
                    })
            })
        })
    }
}

impl fmt::Display for ConditionOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(set) = self.set {
            write!(f, "{}:", set.as_str())?;
        }
        f.write_str(self.operator.as_str())?;
        if self.if_exists {
            f.write_str("IfExists")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        let mut count = 0;
        for name in ConditionOperator::all_names() {
            let operator = ConditionOperator::from_name(&name).expect(&name);
            assert_eq!(operator.to_string(), name);
            assert_eq!(
                ConditionOperator::from_name(&name.to_lowercase()),
                Some(operator)
            );
            count += 1;
        }
        assert_eq!(count, (27 * 2 - 1) * 3);
    }

    #[test]
    fn what_is_no_operator() {
        for name in [
            "",
            "StringEqual",
            "NullIfExists",
            "ForAllValues:NullIfExists",
            "ForAllValues",
            "ForAllValues:",
            "ForSomeValues:StringLike",
            "IfExists",
            "StringEqualsIfExist",
            "StringLike IfExists",
            "ForAllValues:ForAnyValue:StringLike",
            "é",
            "éIfExists",
        ] {
            assert_eq!(ConditionOperator::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn families_and_negation_follow_the_names() {
        for operator in Operator::ALL {
            let name = operator.as_str();
            assert_eq!(operator.is_negated(), name.contains("Not"), "{name}");
            let family = format!("{:?}", operator.family());
            assert!(name.contains(&family), "{name} {family}");
            assert_eq!(
                operator.takes_wildcards(),
                name.contains("Like") || name.starts_with("Arn"),
                "{name}"
            );
        }
    }
}
