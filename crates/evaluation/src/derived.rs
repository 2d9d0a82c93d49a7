/// A context key whose value follows from the rest of the request. What the scenario supplies goes before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedKey {
    /// `aws:PrincipalArn`
    pub key: String,
    /// Its values; none when the request cannot carry the key.
    pub values: Vec<String>,
    /// One sentence: from what it follows.
    pub why: String,
}
