//! Statements taken apart into clauses over one part of a request each, to reason about all requests at once.
//!
//! A [`Given`] fixes the caller and what follows from it. What is left of a statement then are its actions, the globs of its
//! resources and conditions on context keys, each about one key. Whether a value fits is asked of the same matching as
//! for one request.

use std::borrow::Cow;

use catalog::{Action, ActionSet, Catalog, ConditionKey};
use patterns::{Glob, Piece, ResourcePattern, Token};
use policy::Effect;

use crate::authorization::{Authorization, Surroundings};
use crate::derived::{Derivable, Derived};
use crate::matching::{
    BoundAction, Environment, Known, PrincipalMatch, Standing, Truth, Values, action_fits,
    condition_truth, principal_fits,
};
use crate::missing::{known_as, ways_of};
use crate::prepare::{
    PreparedAction, PreparedCondition, PreparedPolicy, PreparedPrincipal, PreparedResource,
    PreparedSet, PreparedStatement, PreparedTemplate, Resolved, Test, TextMode,
};
use crate::principal::Caller;
use crate::scenario::Request;

/// The ways of a key are not worked out where its conditions list more values.
const MAX_VALUES: usize = 4_000;

/// So many actions are tried one by one.
const FEW_ACTIONS: usize = 64;

/// A statement of prepared policies.
#[derive(Clone, Copy, Debug)]
pub struct Clauses<'s> {
    policy: &'s PreparedPolicy,
    statement: &'s PreparedStatement,
    index: usize,
}

/// The caller of all the requests that are reasoned about, and what is known of the context keys that policies ask for.
#[derive(Clone, Debug)]
pub struct Given<'s> {
    set: &'s PreparedSet,
    request: Request,
    known: Vec<Known<'s>>,
    /// The keys of which something is assumed besides.
    assumed: Vec<usize>,
}

/// What is known of a context key once the caller is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState<'g> {
    /// Requests have it with any value, or without.
    Free,
    /// No request has it.
    Absent,
    /// All requests have it with this value.
    Fixed(&'g str),
}

/// Values that a context key can have in a request; none where the request does not have the key.
pub type KeyValues = Vec<String>;

/// One way of every kind in which a context key can be in a request.
#[derive(Clone, Debug)]
pub struct KeyWays {
    /// The ways that conditions can tell apart.
    pub ways: Vec<KeyValues>,
    /// Whether there is one of every kind.
    pub is_complete: bool,
}

/// The resources that a statement is about.
#[derive(Clone, Debug)]
pub struct ResourceClause {
    /// One of them has to match; `None` where the statement has no Resource.
    pub listed: Option<Vec<ResourceEntry>>,
    /// None of them may match.
    pub excluded: Vec<ResourceEntry>,
    /// Whether the statement has neither element and is about nothing.
    pub is_nothing: bool,
}

/// An entry of Resource or NotResource.
#[derive(Clone, Debug)]
pub enum ResourceEntry {
    /// A lone `*`.
    Everything,
    /// The ARNs of which each field fits, from partition to resource; the ways to read a short pattern are entries of
    /// their own. The first four compare without regard to case and are in lower case here.
    Fields(Box<[Glob; 5]>),
}

/// A condition of a statement, with its variables replaced.
#[derive(Clone, Debug)]
pub struct ConditionClause<'s> {
    condition: Cow<'s, PreparedCondition>,
}

impl PreparedSet {
    /// All statements, in the order of the policies.
    pub fn statements(&self) -> impl Iterator<Item = Clauses<'_>> {
        self.policies.iter().flat_map(|policy| {
            let statements = policy.statements.iter().enumerate();
            statements.map(|(index, statement)| Clauses {
                policy,
                statement,
                index,
            })
        })
    }

    /// The context key of a number, as a policy writes it.
    pub fn key_name(&self, number: usize) -> &str {
        self.keys.get(number).map_or("", |key| key.written.as_str())
    }

    /// The key in the catalogue, if it knows the key and not every action carries it.
    pub fn key_of_some_actions<'c>(
        &self,
        number: usize,
        catalog: &'c Catalog,
    ) -> Option<ConditionKey<'c>> {
        let key = self.keys.get(number)?;
        if key.is_of_every_action {
            return None;
        }
        catalog.condition_key(&key.written)
    }

    /// Whether something about the caller decides what the key's value is, or whether there is one.
    pub fn depends_on_caller(&self, number: usize) -> bool {
        let derivable = self.keys.get(number).and_then(|key| key.derivable.as_ref());
        derivable.is_some_and(Derivable::depends_on_caller)
    }
}

impl<'s> Given<'s> {
    /// What is known of requests by the caller of `request`.
    pub fn new(set: &'s PreparedSet, request: Request) -> Given<'s> {
        let authorization = Authorization::of(&request, Surroundings::default());
        let known = set
            .keys
            .iter()
            .map(|key| {
                let Some(derivable) = &key.derivable else {
                    return Known::Unknown;
                };
                match derivable.derive(&authorization) {
                    Derived::Absent => Known::Absent,
                    Derived::Value(value) if derivable.depends_on_caller() => Known::Present {
                        multivalued: key.is_multivalued(1, false),
                        values: Values::One(Cow::Owned(value.into_owned())),
                    },
                    Derived::Value(_) | Derived::Unknown => Known::Unknown,
                }
            })
            .collect();
        Given {
            set,
            request,
            known,
            assumed: Vec::new(),
        }
    }

    /// The request of which only the caller counts.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// What is known of a key.
    pub fn state(&self, number: usize) -> KeyState<'_> {
        match self.known.get(number) {
            Some(Known::Absent) => KeyState::Absent,
            Some(Known::Present { values, .. }) => {
                KeyState::Fixed(values.iter().next().unwrap_or_default())
            }
            Some(Known::Unknown) | None => KeyState::Free,
        }
    }

    /// The same for requests that have the key with this value, or without one do not have it.
    pub fn assuming(&self, number: usize, value: Option<String>) -> Given<'s> {
        let mut given = self.clone();
        given.assumed.push(number);
        if let Some(known) = given.known.get_mut(number) {
            *known = match value {
                None => Known::Absent,
                Some(value) => Known::Present {
                    values: Values::One(Cow::Owned(value)),
                    multivalued: false,
                },
            };
        }
        given
    }

    /// What is assumed of keys besides what follows from the caller.
    pub fn assumptions(&self) -> impl Iterator<Item = (usize, KeyState<'_>)> {
        let assumed = self.assumed.iter();
        assumed.map(|number| (*number, self.state(*number)))
    }

    /// One way of every kind in which the conditions can find a key of which nothing is known.
    pub fn ways(&self, number: usize, conditions: &[&ConditionClause<'_>]) -> KeyWays {
        let Some(key) = self.set.keys.get(number) else {
            return KeyWays {
                ways: vec![Vec::new()],
                is_complete: true,
            };
        };
        let conditions: Vec<&PreparedCondition> = conditions
            .iter()
            .map(|clause| clause.condition.as_ref())
            .collect();
        let values: usize = conditions
            .iter()
            .map(|condition| condition.test.values())
            .sum();
        if values > MAX_VALUES {
            return KeyWays {
                ways: vec![Vec::new()],
                is_complete: false,
            };
        }
        let authorization = Authorization::of(&self.request, Surroundings::default());
        let is_always_sent = key
            .derivable
            .as_ref()
            .is_some_and(|derivable| derivable.is_always_sent(&authorization));
        let (mut ways, is_complete) =
            ways_of(number, key, &conditions, is_always_sent, &self.known);
        if conditions.iter().any(|condition| condition.set.is_some()) {
            // Whether an empty string is a value is not settled: nothing is said about such requests.
            ways.retain(|values| values.is_empty() || !values.iter().all(String::is_empty));
        }
        KeyWays { ways, is_complete }
    }

    fn environment(&self) -> Environment<'_> {
        Environment::new(&self.known).with_empty_strings(Truth::False)
    }
}

impl<'s> Clauses<'s> {
    /// The position of its policy among those of its layer.
    pub fn policy(&self) -> usize {
        self.policy.position
    }

    /// Its position in the policy.
    pub fn index(&self) -> usize {
        self.index
    }

    /// What it does; `None` when it does nothing, since something in it cannot be read.
    pub fn effect(&self) -> Option<Effect> {
        self.statement
            .effect
            .filter(|_| self.statement.unreadable.is_none())
    }

    /// Those of the actions that it is about. Few are tried one by one, which is faster than to expand all that it names.
    pub fn actions_among(&self, actions: &ActionSet, catalog: &Catalog) -> ActionSet {
        if actions.len() > FEW_ACTIONS {
            return self.actions(catalog).intersection(actions);
        }
        let fits = |action: &Action<'_>| self.fits_action(&action.full_name());
        let known = actions.iter().filter_map(|id| catalog.action_by_id(id));
        known.filter(fits).map(Action::id).collect()
    }

    /// The actions of the catalogue that it is about.
    pub fn actions(&self, catalog: &Catalog) -> ActionSet {
        let expand = |entries: &Vec<PreparedAction>| {
            let mut set = ActionSet::new();
            for entry in entries {
                catalog.expand_into(&entry.pattern, &mut set);
            }
            set
        };
        match (&self.statement.actions, &self.statement.not_actions) {
            (None, None) => ActionSet::new(),
            (actions, not_actions) => {
                let listed = actions
                    .as_ref()
                    .map_or_else(|| catalog.all_actions(), expand);
                match not_actions {
                    None => listed,
                    Some(not_actions) => listed.difference(&expand(not_actions)),
                }
            }
        }
    }

    /// The actions that it names one by one, those too that the catalogue does not know.
    pub fn named_actions(&self) -> impl Iterator<Item = String> {
        let lists = [&self.statement.actions, &self.statement.not_actions];
        lists.into_iter().flatten().flatten().filter_map(|entry| {
            let name = entry.pattern.name()?.as_literal()?;
            Some(format!("{}:{name}", entry.pattern.service()?))
        })
    }

    /// Whether it is about the action.
    pub fn fits_action(&self, action: &str) -> bool {
        action_fits(self.statement, &BoundAction::new(action))
    }

    /// Whether it is about the caller.
    pub fn names(&self, given: &Given<'_>) -> bool {
        principal_fits(
            self.statement,
            &given.request.principal,
            Standing::default(),
        ) != PrincipalMatch::None
    }

    /// A caller for each principal that it names, and for each account one of each kind.
    pub fn named_callers(&self) -> Vec<Caller> {
        let lists = [&self.statement.principals, &self.statement.not_principals];
        let entries = lists.into_iter().flatten().flatten();
        entries
            .flat_map(|entry| match entry {
                PreparedPrincipal::Named(caller) => vec![as_caller(caller)],
                PreparedPrincipal::Account(account) => vec![
                    Caller::example_user(account),
                    Caller::example_session(account),
                    Caller::AccountRoot {
                        partition: "aws".to_owned(),
                        account: account.clone(),
                    },
                ],
                PreparedPrincipal::Everyone
                | PreparedPrincipal::Nobody
                | PreparedPrincipal::UniqueId(_) => Vec::new(),
            })
            .collect()
    }

    /// The unique ids that it names.
    pub fn named_ids(&self) -> impl Iterator<Item = &'s str> {
        let lists = [&self.statement.principals, &self.statement.not_principals];
        lists.into_iter().flatten().flatten().filter_map(|entry| {
            if let PreparedPrincipal::UniqueId(id) = entry {
                Some(id.as_str())
            } else {
                None
            }
        })
    }

    /// The keys of the policy variables in its resources and conditions.
    pub fn variables(&self) -> impl Iterator<Item = usize> {
        let lists = [&self.statement.resources, &self.statement.not_resources];
        let resources = lists.into_iter().flatten().flatten().filter_map(|entry| {
            if let PreparedResource::Template(_, template) = entry {
                Some(template)
            } else {
                None
            }
        });
        let conditions = self.statement.conditions.iter();
        let values = conditions.flat_map(|condition| match &condition.test {
            Test::Text { templates, .. } | Test::Arn { templates, .. } => templates.as_slice(),
            _ => &[],
        });
        resources.chain(values).flat_map(PreparedTemplate::keys)
    }

    /// Whether a variable stands in an entry of Resource or NotResource.
    pub fn has_variable_resources(&self) -> bool {
        let lists = [&self.statement.resources, &self.statement.not_resources];
        let mut entries = lists.into_iter().flatten().flatten();
        entries.any(|entry| matches!(entry, PreparedResource::Template(..)))
    }

    /// The keys that conditions with variables ask for, each once for every such condition.
    pub fn keys_with_variables(&self) -> impl Iterator<Item = usize> {
        let conditions = self.statement.conditions.iter();
        conditions.filter_map(|condition| match &condition.test {
            Test::Text { templates, .. } | Test::Arn { templates, .. } if !templates.is_empty() => {
                Some(condition.key)
            }
            _ => None,
        })
    }

    /// The resources that it is about, with the variables that are given replaced.
    pub fn resources(&self, given: &Given<'_>, is_of_kms: bool) -> ResourceClause {
        let environment = given.environment();
        let entries = |entries: &Vec<PreparedResource>| {
            entries
                .iter()
                .flat_map(|entry| resource_entries(entry, &environment))
                .collect::<Vec<_>>()
        };
        let (listed, excluded) = (&self.statement.resources, &self.statement.not_resources);
        let is_of_resource = self.statement.layer == crate::decision::Layer::Resource;
        ResourceClause {
            listed: listed.as_ref().map(entries),
            excluded: excluded.as_ref().map(entries).unwrap_or_default(),
            is_nothing: listed.is_none() && excluded.is_none() && (!is_of_resource || is_of_kms),
        }
    }

    /// Its conditions, with the variables that are given replaced.
    pub fn conditions(&self, given: &Given<'_>) -> Vec<ConditionClause<'s>> {
        let environment = given.environment();
        self.statement
            .conditions
            .iter()
            .map(|condition| ConditionClause {
                condition: resolved(condition, &environment),
            })
            .collect()
    }

    /// The keys that its conditions ask for.
    pub fn condition_keys(&self) -> impl Iterator<Item = usize> {
        self.statement
            .conditions
            .iter()
            .map(|condition| condition.key)
    }
}

impl ResourceClause {
    /// As [`ConditionClause::is_monotone`].
    pub fn is_monotone(&self) -> bool {
        let counts = |entry: &ResourceEntry| match entry {
            ResourceEntry::Everything => false,
            ResourceEntry::Fields(fields) => fields
                .iter()
                .any(|glob| glob.tokens().any(|token| token == Token::One)),
        };
        self.excluded.is_empty() && !self.listed.iter().flatten().any(counts)
    }
}

impl ConditionClause<'_> {
    /// The number of its key.
    pub fn key(&self) -> usize {
        self.condition.key
    }

    /// Whether a text that it takes stays one that it takes when other text is put in the place of a letter that no pattern
    /// names: it is not negated, and no `?` counts that letter as one.
    pub fn is_monotone(&self) -> bool {
        let counts = |glob: &Glob| glob.tokens().any(|token| token == Token::One);
        !self.condition.is_negated
            && match &self.condition.test {
                Test::Text { mode, fixed, .. } => {
                    *mode != TextMode::Like || !fixed.iter().any(counts)
                }
                Test::Arn { fixed, .. } => !fixed.iter().any(|pattern| {
                    pattern
                        .globs()
                        .is_some_and(|globs| globs.in_order().into_iter().any(counts))
                }),
                _ => false,
            }
    }

    /// Whether it holds for what is given of its key. `None` where nothing is and that matters.
    pub fn holds(&self, given: &Given<'_>) -> Option<bool> {
        as_bool(condition_truth(&self.condition, &given.environment()))
    }

    /// Whether it holds when its key has these values.
    pub fn holds_for(&self, given: &Given<'_>, values: &[String]) -> Option<bool> {
        let key = given.set.keys.get(self.condition.key)?;
        let known = known_as(key, values);
        let environment = given.environment().assuming(self.condition.key, &known);
        as_bool(condition_truth(&self.condition, &environment))
    }
}

fn as_bool(truth: Truth) -> Option<bool> {
    match truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    }
}

/// A role's name stands for its sessions: this is one of them.
fn as_caller(named: &Caller) -> Caller {
    match named.clone() {
        Caller::RoleSession {
            partition,
            account,
            path,
            role,
            session: None,
        } => Caller::RoleSession {
            partition,
            account,
            path,
            role,
            session: Some("example".to_owned()),
        },
        other => other,
    }
}

fn resource_entries(entry: &PreparedResource, environment: &Environment<'_>) -> Vec<ResourceEntry> {
    match entry {
        PreparedResource::Misplaced => Vec::new(),
        PreparedResource::Fixed(pattern) => of_pattern(pattern, None),
        PreparedResource::Template(fields, last) => match last.resolve(environment) {
            Resolved::Pieces(pieces) => of_pattern(fields, Some(&Glob::from_pieces(pieces))),
            Resolved::NoValue | Resolved::Unknown => Vec::new(),
        },
    }
}

fn of_pattern(pattern: &ResourcePattern, last: Option<&Glob>) -> Vec<ResourceEntry> {
    let Some(alternatives) = pattern.alternatives() else {
        return vec![ResourceEntry::Everything];
    };
    alternatives
        .iter()
        .map(|globs| {
            let [partition, service, region, account, resource] = globs.in_order().map(Glob::clone);
            let resource = last.cloned().unwrap_or(resource);
            ResourceEntry::Fields(Box::new([partition, service, region, account, resource]))
        })
        .collect()
}

/// The condition with its templates as patterns. Those without a value match nothing.
fn resolved<'s>(
    condition: &'s PreparedCondition,
    environment: &Environment<'_>,
) -> Cow<'s, PreparedCondition> {
    let pieces = |template: &PreparedTemplate| match template.resolve(environment) {
        Resolved::Pieces(pieces) => Some(Glob::from_pieces(pieces)),
        Resolved::NoValue | Resolved::Unknown => None,
    };
    let test = match &condition.test {
        Test::Text {
            mode,
            fixed,
            templates,
        } if !templates.is_empty() => Test::Text {
            mode: *mode,
            fixed: fixed
                .iter()
                .cloned()
                .chain(templates.iter().filter_map(|template| {
                    if *mode == TextMode::Like {
                        return pieces(template);
                    }
                    match template.resolve(environment) {
                        Resolved::Pieces(pieces) => {
                            Some(Glob::from_pieces(pieces.into_iter().map(as_literal)))
                        }
                        Resolved::NoValue | Resolved::Unknown => None,
                    }
                }))
                .collect(),
            templates: Vec::new(),
        },
        Test::Arn { fixed, templates } if !templates.is_empty() => Test::Arn {
            fixed: fixed
                .iter()
                .cloned()
                .chain(templates.iter().filter_map(
                    |template| match template.resolve(environment) {
                        Resolved::Pieces(pieces) => Some(patterns::ArnPattern::from_pieces(pieces)),
                        Resolved::NoValue | Resolved::Unknown => None,
                    },
                ))
                .collect(),
            templates: Vec::new(),
        },
        _ => return Cow::Borrowed(condition),
    };
    Cow::Owned(PreparedCondition {
        test,
        ..condition.clone()
    })
}

fn as_literal(piece: Piece<'_>) -> Piece<'_> {
    match piece {
        Piece::Pattern(text) => Piece::Literal(text),
        literal @ Piece::Literal(_) => literal,
    }
}
