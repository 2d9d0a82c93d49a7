use catalog::Catalog;
use patterns::{Piece, ResourcePattern};
use policy::{Template, TemplatePiece, Version};

use crate::matching::{Environment, Truth};
use crate::prepare::keys::{KeyNumber, Keys};

/// A text with policy variables, whose keys are numbered.
#[derive(Clone, Debug)]
pub(crate) struct PreparedTemplate {
    pub(crate) pieces: Vec<PreparedPiece>,
}

#[derive(Clone, Debug)]
pub(crate) enum PreparedPiece {
    /// Text of the policy, with wildcards where the place takes them.
    Text(String),
    /// A character that stands for itself.
    Literal(String),
    /// Replaced by the value of the key, or by the default.
    Variable {
        key: KeyNumber,
        default: Option<String>,
    },
}

/// What a template says for one request.
pub(crate) enum Resolved<'a> {
    /// The parts of the pattern.
    Pieces(Vec<Piece<'a>>),
    /// A variable has neither value nor default.
    NoValue,
    /// A variable's value is not known.
    Unknown,
}

impl PreparedTemplate {
    /// `None` when the text has no variables. Escapes alone are none.
    pub(crate) fn new(
        text: &str,
        language: Version,
        keys: &mut Keys,
        catalog: &Catalog,
    ) -> Option<PreparedTemplate> {
        let template = Template::new(text, language);
        if !template.has_variables() {
            return None;
        }
        let pieces = template
            .pieces()
            .iter()
            .map(|piece| match piece {
                TemplatePiece::Text(text) => PreparedPiece::Text(text.clone()),
                TemplatePiece::Literal(character) => PreparedPiece::Literal(character.to_string()),
                TemplatePiece::Variable { key, default } => PreparedPiece::Variable {
                    key: keys.number(key, catalog),
                    default: default.clone(),
                },
            })
            .collect();
        Some(PreparedTemplate { pieces })
    }

    /// What stands before and behind the fifth colon, the first five fields of an ARN and the last; `None` if a variable stands
    /// before it, where no resource can have any.
    pub(crate) fn split_arn(self) -> Option<(ResourcePattern, PreparedTemplate)> {
        let mut pieces = self.pieces.into_iter();
        let mut before = Vec::new();
        let mut colons = 0;
        loop {
            let piece = pieces.next()?;
            match &piece {
                PreparedPiece::Variable { .. } => return None,
                PreparedPiece::Literal(_) => {}
                PreparedPiece::Text(text) => {
                    let fifth = 4_usize.checked_sub(colons)?;
                    if let Some((at, _)) = text.match_indices(':').nth(fifth) {
                        let (head, tail) = text.split_at(at + 1);
                        let fields = before.iter().map(as_pattern);
                        let rest = [Piece::Pattern(head), Piece::Pattern("*")];
                        let behind = PreparedPiece::Text(tail.to_owned());
                        return Some((
                            ResourcePattern::from_pieces(fields.chain(rest)),
                            PreparedTemplate {
                                pieces: std::iter::once(behind).chain(pieces).collect(),
                            },
                        ));
                    }
                    colons += text.matches(':').count();
                }
            }
            before.push(piece);
        }
    }

    /// The keys of its variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = KeyNumber> {
        self.pieces.iter().filter_map(|piece| match piece {
            PreparedPiece::Variable { key, .. } => Some(*key),
            _ => None,
        })
    }

    /// Puts the request's values in. A key with several values cannot be a variable: it counts as one without.
    pub(crate) fn resolve<'a>(&'a self, environment: &Environment<'a>) -> Resolved<'a> {
        let mut pieces = Vec::with_capacity(self.pieces.len());
        let mut unknown = false;
        for piece in &self.pieces {
            match piece {
                PreparedPiece::Text(text) => pieces.push(Piece::Pattern(text)),
                PreparedPiece::Literal(text) => pieces.push(Piece::Literal(text)),
                PreparedPiece::Variable { key, default } => {
                    match (environment.variable(*key), default) {
                        (Ok(Some(value)), _) => pieces.push(Piece::Literal(value)),
                        (Ok(None), Some(default)) => pieces.push(Piece::Literal(default)),
                        (Ok(None), None) => return Resolved::NoValue,
                        (Err(NotKnown), _) => unknown = true,
                    }
                }
            }
        }
        if unknown {
            Resolved::Unknown
        } else {
            Resolved::Pieces(pieces)
        }
    }

    /// Whether what it says for the request passes the test; without a value it does not.
    pub(crate) fn test<'a>(
        &'a self,
        environment: &Environment<'a>,
        test: impl FnOnce(Vec<Piece<'a>>) -> bool,
    ) -> Truth {
        match self.resolve(environment) {
            Resolved::Pieces(pieces) => test(pieces).into(),
            Resolved::NoValue => Truth::False,
            Resolved::Unknown => Truth::Unknown,
        }
    }
}

fn as_pattern(piece: &PreparedPiece) -> Piece<'_> {
    match piece {
        PreparedPiece::Text(text) => Piece::Pattern(text),
        PreparedPiece::Literal(text) => Piece::Literal(text),
        PreparedPiece::Variable { .. } => Piece::Literal(""),
    }
}

/// The scenario does not say what a key's value is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotKnown;
