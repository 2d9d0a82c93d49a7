//! Policy variables: proven with letters that stand for any value, else tried with values.

use evaluation::{Clauses, Given, KeyState};
use policy::Effect;

use super::Search;
use crate::comparison::Unknown;
use crate::group::ActionGroup;
use crate::sides::Sides;

/// How many combinations of values of policy variables are tried.
const MAX_ASSIGNMENTS: usize = 64;

/// How many words of the policies are tried as values of variables.
const MAX_WORDS: usize = 12;

/// How many policy variables get a letter of their own.
const MOST_LETTERS: usize = 16;

impl Search<'_> {
    /// The policy variables that have a value.
    pub(super) fn variables(&self, given: &Given<'_>) -> Vec<usize> {
        let mut variables: Vec<usize> = self
            .clauses
            .iter()
            .flat_map(Clauses::variables)
            .filter(|key| given.state(*key) != KeyState::Absent)
            .collect();
        variables.sort_unstable();
        variables.dedup();
        variables
    }

    /// Ways to give values to the variables that nothing is known of.
    pub(super) fn assignments<'g>(&self, given: &Given<'g>, variables: &[usize]) -> Vec<Given<'g>> {
        let mut all = vec![given.clone()];
        for &key in variables {
            if given.state(key) != KeyState::Free {
                continue;
            }
            let mut values: Vec<Option<String>> = given
                .ways(key, &[])
                .ways
                .into_iter()
                .map(|values| values.into_iter().next())
                .collect();
            values.extend(words(self.sides, self.group).into_iter().map(Some));
            all = all
                .iter()
                .flat_map(|given| {
                    values
                        .iter()
                        .map(|value| given.assuming(key, value.clone()))
                })
                .take(MAX_ASSIGNMENTS)
                .collect();
        }
        all
    }

    /// Whether nothing is to be found, whatever the values of the variables. Where each is one letter that no pattern names
    /// and nothing is found, there is nothing to find for any value: what a side allows with a value is what it
    /// allows with the letter, with the value in its place.
    pub(super) fn is_proven(&mut self, given: &Given<'_>, variables: &[usize]) -> bool {
        let with_letters = variables
            .iter()
            .zip('\u{e000}'..)
            .fold(given.clone(), |given, (key, letter)| {
                given.assuming(*key, Some(letter.to_string()))
            });
        variables.len() <= MOST_LETTERS
            && self.letters_stand_for_all(&with_letters, variables)
            && self
                .gaps(&with_letters)
                .is_some_and(|walk| walk.ends.is_empty())
    }

    pub(super) fn add_unknown_variables(&mut self, variables: &[usize]) {
        for key in variables {
            let name = self.sides.set.key_name(*key).to_owned();
            self.add_unknown(Unknown::Variable(name));
        }
    }

    /// Whether what holds with letters in the place of variables holds with any values.
    ///
    /// Take a request that shows a difference for some values. The Allow of the side that gains, by which it is allowed, also
    /// allows the request with the letters back in their places. No Deny of that side and no Allow of the other
    /// must take the one with letters and not the one with values, and no Deny of the other side the reverse.
    fn letters_stand_for_all(&self, given: &Given<'_>, variables: &[usize]) -> bool {
        let losing = self.gaining.other();
        let variable_resources = self.clauses.iter().any(Clauses::has_variable_resources);
        let mut variable_keys: Vec<usize> = self
            .clauses
            .iter()
            .flat_map(Clauses::keys_with_variables)
            .collect();
        variable_keys.sort_unstable();
        variable_keys.dedup();
        let with_facts = self.clauses.iter().zip(&self.group.statements);
        with_facts
            .filter_map(|(clauses, index)| Some((clauses, self.sides.facts.get(*index)?)))
            .all(|(clauses, facts)| {
                let conditions = clauses.conditions(given);
                let is_tested =
                    |key: &usize| conditions.iter().any(|condition| condition.key() == *key);
                if variables.iter().any(is_tested) {
                    return false;
                }
                if facts.is(self.gaining, Effect::Allow) {
                    // Its letters have one place each: no second condition asks for the same text.
                    return variable_keys.iter().all(|key| {
                        let on_key = conditions
                            .iter()
                            .filter(|condition| condition.key() == *key);
                        on_key.count() <= 1
                    });
                }
                if facts.is(losing, Effect::Deny) {
                    return self.has(self.gaining, Effect::Deny, &facts.text);
                }
                let resources = clauses.resources(given, false);
                let resources_are_monotone = !variable_resources || resources.is_monotone();
                resources_are_monotone
                    && conditions.iter().all(|condition| {
                        !variable_keys.contains(&condition.key()) || condition.is_monotone()
                    })
            })
    }
}

/// Words that stand in the resources and conditions of the group: values of variables that may make a difference.
pub(crate) fn words(sides: &Sides, group: &ActionGroup) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let statements = group
        .statements
        .iter()
        .filter_map(|index| sides.statement(*index));
    for statement in statements {
        let resources = [&statement.resource, &statement.not_resource];
        let entries = resources
            .into_iter()
            .flatten()
            .flat_map(|element| &element.value);
        let values = statement
            .conditions
            .iter()
            .flat_map(|condition| &condition.values);
        let texts = entries
            .map(|entry| entry.text.rsplit(':').next().unwrap_or_default())
            .chain(values.map(|value| value.text.as_str()));
        for word in texts.flat_map(|text| text.split(['/', '*', '?', '$', '{', '}'])) {
            if words.len() < MAX_WORDS
                && !word.is_empty()
                && !words.iter().any(|known| known == word)
            {
                words.push(word.to_owned());
            }
        }
    }
    words
}
