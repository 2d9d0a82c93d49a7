use std::fmt;

/// The number of a rule in docs/evaluation.md: `5.6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId {
    section: u8,
    number: u8,
}

impl RuleId {
    /// The rule of this number, as written by [`RuleId::to_string`](ToString::to_string).
    pub fn from_number(text: &str) -> Option<RuleId> {
        RULES
            .iter()
            .map(|rule| rule.id)
            .find(|id| id.to_string() == text)
    }

    /// Every rule, in order.
    pub fn all() -> impl Iterator<Item = RuleId> {
        RULES.iter().map(|rule| rule.id)
    }

    /// What the rule is about, in a few words.
    pub fn title(self) -> &'static str {
        self.rule().map_or("", |rule| rule.title)
    }

    /// Whether AWS's documentation does not settle it, so that the rule is a choice.
    pub fn is_choice(self) -> bool {
        self.rule()
            .is_some_and(|rule| rule.standing == Standing::Choice)
    }

    fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.id == self)
    }
}

/// Each of the rules once, in order: there are few, however often they are named.
pub(crate) fn each_once(mut rules: Vec<RuleId>) -> Vec<RuleId> {
    let mut count = 0;
    for at in 0..rules.len() {
        let (Some(&rule), Some(once)) = (rules.get(at), rules.get(..count)) else {
            break;
        };
        if let Err(place) = once.binary_search(&rule)
            && let Some(moved) = rules.get_mut(place..=count)
        {
            moved.rotate_right(1);
            if let Some(first) = moved.first_mut() {
                *first = rule;
            }
            count += 1;
        }
    }
    rules.truncate(count);
    rules
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.section, self.number)
    }
}

struct Rule {
    id: RuleId,
    title: &'static str,
    standing: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// AWS's documentation says so.
    Documented,
    /// It does not, or contradicts itself: docs/evaluation.md gives the reason for the choice.
    Choice,
}

macro_rules! rules {
    ($($name:ident $section:literal $number:literal $kind:ident $title:literal,)*) => {
        $(pub(crate) const $name: RuleId = RuleId { section: $section, number: $number };)*
        const RULES: &[Rule] = &[$(Rule {
            id: $name,
            title: $title,
            standing: Standing::$kind,
        },)*];
    };
}

rules! {
    EFFECT 1 1 Documented "Effect",
    UNREADABLE_STATEMENT 1 2 Choice "Elements of the wrong type",
    BOTH_FORMS 1 3 Choice "An element and its Not form",
    ACTION 2 1 Documented "Action",
    ACTION_MATCHES_NOTHING 2 2 Choice "Actions that match nothing",
    NOT_ACTION 2 3 Documented "NotAction",
    RESOURCE 3 1 Documented "Resource",
    RESOURCE_FEWER_FIELDS 3 2 Choice "Wildcards in short ARNs",
    RESOURCE_COMPLETED 3 3 Choice "Short ARNs without wildcard",
    RESOURCE_CASE 3 4 Choice "Case in resources",
    STAR_ONLY_ACTION 3 5 Documented "Actions without resources",
    NOT_RESOURCE 3 6 Documented "NotResource",
    NO_RESOURCE 3 7 Choice "Statements without Resource",
    SEVERAL_RESOURCES 3 8 Documented "Several resources",
    RESOURCE_PATTERN 3 9 Choice "Resources with wildcards",
    VARIABLE 4 1 Documented "Variables",
    VARIABLE_PLACE 4 2 Choice "Where variables work",
    VARIABLE_LITERAL 4 3 Documented "Values are literal",
    VARIABLE_NO_VALUE 4 4 Choice "Variables without value",
    VARIABLE_DEFAULT 4 5 Documented "Defaults",
    VARIABLE_MULTIVALUED 4 6 Choice "Lists as variables",
    VALUES_OR 5 1 Documented "And, or, nor",
    OPERATOR_NAME 5 2 Choice "Operator names",
    KEY_NAME 5 3 Documented "Key names",
    MISSING_KEY 5 4 Documented "Missing keys",
    NULL 5 5 Documented "Null",
    FOR_ALL_VALUES 5 6 Documented "ForAllValues",
    FOR_ANY_VALUE 5 7 Documented "ForAnyValue",
    FOR_ANY_VALUE_IF_EXISTS 5 8 Choice "ForAnyValue with IfExists",
    SET_NULL 5 9 Documented "Null with set operators",
    EMPTY_LIST 5 10 Documented "Empty lists",
    EMPTY_STRING 5 11 Choice "Empty strings under set operators",
    LIST_WITHOUT_SET_OPERATOR 5 12 Choice "Lists without set operator",
    STRINGS 5 13 Documented "Strings",
    ARNS 5 14 Choice "ARNs",
    NUMBERS 5 15 Documented "Numbers",
    DATES 5 16 Documented "Dates",
    ADDRESSES 5 17 Documented "Addresses",
    BYTES 5 18 Documented "Bytes",
    BOOLEANS 5 19 Choice "Booleans",
    UNREADABLE_VALUE 5 20 Choice "Values that cannot be read",
    ADDRESS_ALONE 5 21 Choice "IPv6 addresses alone",
    EVERYONE 6 1 Documented "Everyone",
    ACCOUNT_PRINCIPAL 6 2 Choice "Accounts",
    ROLE_PRINCIPAL 6 3 Documented "Users, roles and sessions",
    FEDERATED_SESSION_DENY 6 4 Documented "Sessions of a user",
    WILDCARD_IN_PRINCIPAL 6 5 Documented "Wildcards in principals",
    OTHER_PRINCIPALS 6 6 Documented "Services, providers, unique ids",
    NO_PRINCIPAL 6 7 Choice "Principal in the wrong place",
    NOT_PRINCIPAL_ALLOW 6 8 Choice "NotPrincipal with Allow",
    NOT_PRINCIPAL_DENY 6 9 Choice "NotPrincipal with Deny",
    NOT_PRINCIPAL_AND_BOUNDARY 6 10 Documented "NotPrincipal and boundaries",
    EXPLICIT_DENY 7 1 Documented "Explicit deny",
    SAME_ACCOUNT 7 2 Documented "Same account",
    DELEGATION 7 3 Documented "Delegation",
    CROSS_ACCOUNT 7 4 Documented "Cross account",
    NEEDS_RESOURCE_POLICY 7 5 Documented "Roles and keys",
    ROOT_USER 7 6 Documented "Root user",
    RESOURCE_ALONE 7 7 Documented "Callers without account",
    FEDERATED_USER 7 8 Documented "Federated users",
    NEEDS_NO_PERMISSION 7 9 Documented "Calls without permission",
    OWN_BUCKET_POLICY 7 10 Documented "Own bucket policy",
    ROOT_ASSUMES_ROLE 7 11 Documented "Root and roles",
    ASSUMED_ACCOUNT 7 12 Choice "Whose the resource is",
    UNDETERMINED 7 13 Documented "Undetermined",
    KEY_GRANT 7 14 Documented "Grants of keys",
    KEY_GRANT_AND_LIMITS 7 15 Choice "Grants of keys and limits",
    PUBLIC_BUCKET 7 16 Choice "Public buckets",
    PASS_ROLE 7 17 Documented "Passing roles",
    DEPENDENT_ACTIONS 7 18 Documented "Dependent actions",
    ACCESS_POINTS 7 19 Documented "Access points",
    IDENTITY_PROVIDER 7 20 Documented "Roles by identity provider",
    PASSED_TO_SESSION 7 21 Documented "Tags and source identity",
    SELF_ASSUMPTION 7 22 Documented "A role that assumes itself",
    ASSUMED_ROOT 7 23 Documented "Sessions of AssumeRoot",
    UNFIT_CREDENTIALS 7 24 Documented "Calls that credentials are not for",
    PARTITIONS 7 25 Documented "Partitions",
    REFUSED_REQUEST 7 26 Documented "Requests that AWS refuses",
    DERIVED_KEYS 8 1 Documented "Derived keys",
    NEVER_SENT 8 2 Documented "Keys that are never sent",
    MFA 8 3 Choice "Multi-factor authentication",
    EPOCH_TIME 8 4 Documented "One clock",
    ANONYMOUS_ID 8 5 Choice "Ids of anonymous callers",
    FORWARD_ACCESS 8 6 Documented "Requests made by services",
    KEY_OF_OTHER_RESOURCE 8 7 Documented "Keys of one type of resource",
    LONG_TERM_CREDENTIALS 8 8 Documented "Long-term credentials",
    SESSION_TAGS 8 9 Documented "Session tags",
    CLAIMS 8 10 Documented "Claims of identity providers",
    BUCKET_TAGS 8 11 Documented "Tags of buckets",
    BOUNDARY 9 1 Documented "Permissions boundaries",
    SEVERAL_BOUNDARIES 9 2 Choice "Several boundaries",
    SESSION_POLICY 9 3 Documented "Session policies",
    ROLE_GRANT 9 4 Documented "Resource policies that name the role",
    DIRECT_GRANT 9 5 Documented "Resource policies that name the caller",
    USER_OF_SESSION_GRANT 9 6 Documented "Resource policies that name the user of a session",
    EVERYONE_BY_ARN 9 7 Documented "Everyone, narrowed by ARN",
    EVERYONE_AND_LIMITS 9 8 Choice "Everyone",
    SCP 9 9 Documented "Service control policies",
    SCP_NOT_AFFECTED 9 10 Documented "Whom they leave alone",
    SERVICE_LINKED_ROLE_NAME 9 11 Choice "Names of service-linked roles",
    SCP_ROOT_USER 9 12 Documented "Root users of members",
    TRUST_AND_LIMITS 9 13 Choice "Trust policies and limits",
    GROUP 9 14 Documented "Groups",
    RCP 9 15 Documented "Resource control policies",
    RCP_NOT_AFFECTED 9 16 Documented "What they leave alone",
    RCP_SERVICES 9 17 Documented "Services that take part",
    RCP_EVERYONE 9 18 Choice "Resource control policies for some",
    ENDPOINT 9 19 Documented "VPC endpoint policies",
    GATEWAY_ENDPOINT 9 20 Documented "Gateway endpoints",
    THROUGH_ENDPOINT 9 21 Choice "What passes the endpoint",
}
