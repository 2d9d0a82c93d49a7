use std::cmp::Ordering;

use catalog::Catalog;
use patterns::{ArnPattern, Glob};
use policy::values::{Instant, IpNetwork, Number, read_binary, read_bool};
use policy::{
    Condition, ConditionValue, Operator, OperatorFamily, SetOperator, Template, TemplatePiece,
    Version,
};

use crate::prepare::keys::{KeyNumber, Keys};
use crate::prepare::template::PreparedTemplate;

/// A condition whose operator is resolved and whose values are read.
#[derive(Clone, Debug)]
pub(crate) struct PreparedCondition {
    pub(crate) key: KeyNumber,
    pub(crate) set: Option<SetOperator>,
    pub(crate) if_exists: bool,
    /// Whether no value may match, instead of one having to.
    pub(crate) is_negated: bool,
    /// Whether the policy lists no values at all.
    pub(crate) is_empty: bool,
    pub(crate) test: Test,
}

/// What a value of the request is compared with. Values that cannot be read are left out: they match nothing.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// An operator that does not exist: the condition never holds.
    Unreadable,
    /// Null: whether the list has `true`, whether it has `false`.
    Null {
        absent: bool,
        present: bool,
    },
    Text {
        mode: TextMode,
        fixed: Vec<Glob>,
        templates: Vec<PreparedTemplate>,
    },
    Arn {
        fixed: Vec<ArnPattern>,
        templates: Vec<PreparedTemplate>,
    },
    Number(Comparison, Vec<Number>),
    Instant(Comparison, Vec<Instant>),
    Bool {
        yes: bool,
        no: bool,
    },
    Binary(Vec<Vec<u8>>),
    Address(Vec<IpNetwork>),
}

impl Test {
    /// How many values the condition lists.
    pub(crate) fn values(&self) -> usize {
        match self {
            Test::Unreadable | Test::Null { .. } | Test::Bool { .. } => 1,
            Test::Text {
                fixed, templates, ..
            } => fixed.len() + templates.len(),
            Test::Arn { fixed, templates } => fixed.len() + templates.len(),
            Test::Number(_, values) => values.len(),
            Test::Instant(_, values) => values.len(),
            Test::Binary(values) => values.len(),
            Test::Address(values) => values.len(),
        }
    }
}

/// How texts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextMode {
    Equals,
    EqualsIgnoreCase,
    Like,
}

/// How the request's value has to stand to the policy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }
    }

    fn of(operator: Operator) -> Comparison {
        match operator {
            Operator::NumericLessThan | Operator::DateLessThan => Comparison::Less,
            Operator::NumericLessThanEquals | Operator::DateLessThanEquals => {
                Comparison::LessOrEqual
            }
            Operator::NumericGreaterThan | Operator::DateGreaterThan => Comparison::Greater,
            Operator::NumericGreaterThanEquals | Operator::DateGreaterThanEquals => {
                Comparison::GreaterOrEqual
            }
            _ => Comparison::Equal,
        }
    }
}

pub(crate) fn prepare_condition(
    condition: &Condition,
    language: Version,
    keys: &mut Keys,
    catalog: &Catalog,
) -> PreparedCondition {
    let key = keys.number(&condition.key, catalog);
    let is_empty = condition.values.is_empty();
    let Some(operator) = condition.operator else {
        return PreparedCondition {
            key,
            set: None,
            if_exists: false,
            is_negated: false,
            is_empty,
            test: Test::Unreadable,
        };
    };
    let values = &condition.values;
    let test = match operator.operator.family() {
        OperatorFamily::Null => {
            // `"Null": "true"` asks that the key be absent.
            let (absent, present) = booleans(values);
            Test::Null { absent, present }
        }
        OperatorFamily::String => {
            let mode = text_mode(operator.operator);
            let (fixed, templates) = split(values, language, keys, catalog, |template| {
                text_pattern(mode, template)
            });
            Test::Text {
                mode,
                fixed,
                templates,
            }
        }
        OperatorFamily::Arn => {
            let (fixed, templates) = split(values, language, keys, catalog, |template| {
                ArnPattern::from_pieces(pieces(template, true))
            });
            Test::Arn { fixed, templates }
        }
        OperatorFamily::Numeric => Test::Number(
            Comparison::of(operator.operator),
            read(values, Number::parse),
        ),
        OperatorFamily::Date => Test::Instant(
            Comparison::of(operator.operator),
            read(values, Instant::parse),
        ),
        OperatorFamily::Bool => {
            let (yes, no) = booleans(values);
            Test::Bool { yes, no }
        }
        OperatorFamily::Binary => Test::Binary(read(values, read_binary)),
        OperatorFamily::IpAddress => Test::Address(read(values, IpNetwork::parse)),
    };
    PreparedCondition {
        key,
        set: operator.set,
        if_exists: operator.if_exists,
        is_negated: operator.operator.is_negated(),
        is_empty,
        test,
    }
}

fn text_mode(operator: Operator) -> TextMode {
    match operator {
        Operator::StringLike | Operator::StringNotLike => TextMode::Like,
        Operator::StringEqualsIgnoreCase | Operator::StringNotEqualsIgnoreCase => {
            TextMode::EqualsIgnoreCase
        }
        _ => TextMode::Equals,
    }
}

/// Whether `true` is listed, and whether `false` is.
fn booleans(values: &[ConditionValue]) -> (bool, bool) {
    let listed = |wanted| {
        values
            .iter()
            .any(|value| read_bool(&value.text) == Some(wanted))
    };
    (listed(true), listed(false))
}

fn read<T>(values: &[ConditionValue], parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
    values
        .iter()
        .filter_map(|value| parse(&value.text))
        .collect()
}

/// Values without variables as patterns, the others as templates.
fn split<T>(
    values: &[ConditionValue],
    language: Version,
    keys: &mut Keys,
    catalog: &Catalog,
    compile: impl Fn(&Template) -> T,
) -> (Vec<T>, Vec<PreparedTemplate>) {
    let mut fixed = Vec::new();
    let mut templates = Vec::new();
    for value in values {
        match PreparedTemplate::new(&value.text, language, keys, catalog) {
            Some(template) => templates.push(template),
            None => fixed.push(compile(&Template::new(&value.text, language))),
        }
    }
    (fixed, templates)
}

fn text_pattern(mode: TextMode, template: &Template) -> Glob {
    Glob::from_pieces(pieces(template, mode == TextMode::Like))
}

/// The parts of a text without variables.
pub(crate) fn pieces(template: &Template, wildcards: bool) -> Vec<patterns::Piece<'_>> {
    use patterns::Piece;
    template
        .pieces()
        .iter()
        .map(|piece| match piece {
            TemplatePiece::Text(text) if wildcards => Piece::Pattern(text.as_str()),
            TemplatePiece::Text(text) => Piece::Literal(text.as_str()),
            TemplatePiece::Literal(character) => Piece::Literal(escaped(*character)),
            TemplatePiece::Variable { .. } => Piece::Literal(""),
        })
        .collect()
}

fn escaped(character: char) -> &'static str {
    match character {
        '*' => "*",
        '?' => "?",
        _ => "$",
    }
}
