//! The request that shows a difference, and the statement to which it is owed.

use evaluation::{ContextValue, Given, KeyState, Request};
use policy::Effect;

use super::dimensions::{Choice, Part, State, Walk};
use super::{Left, MAX_WITNESSES, Search};
use crate::comparison::Cause;
use crate::resources::example_arn;
use crate::sides::Side;

impl Search<'_> {
    /// The request whose choices lead to a state of the last layer.
    pub(super) fn request(&self, given: &Given<'_>, walk: &Walk, end: usize) -> Request {
        let mut request = given.request().clone();
        request.action = self.group.example().to_owned();
        for (key, state) in given.assumptions() {
            let value = match state {
                KeyState::Fixed(value) => ContextValue::single(value),
                KeyState::Absent => ContextValue::absent(),
                KeyState::Free => continue,
            };
            request.context.insert(self.sides.set.key_name(key), value);
        }
        let mut at = end;
        let layers = walk.layers.iter().skip(1);
        for (dimension, layer) in walk.dimensions.iter().zip(layers).rev() {
            let Some(State {
                before: (before, choice),
                ..
            }) = layer.get(at)
            else {
                break;
            };
            match (&dimension.part, dimension.choices.get(*choice)) {
                (Part::Key(key), Some((Choice::Values(values), _))) => {
                    request
                        .context
                        .insert(self.sides.set.key_name(*key), context_value(values));
                }
                (Part::Resource, Some((Choice::Resource(text), _))) if text != "*" => {
                    request.resources = vec![text.clone()];
                }
                _ => {}
            }
            at = *before;
        }
        request
    }

    /// The request if `evaluation` agrees, with a resource that people would recognise if one shows the same.
    pub(super) fn confirmed(&self, request: Request, left: &Left) -> Option<Request> {
        let confirms = |request: &Request| {
            self.replay
                .confirms(self.sides, self.gaining, request, self.catalog)
        };
        for resource in self.recognisable(left) {
            if request.resources.is_empty() {
                break;
            }
            let natural = Request {
                resources: vec![resource],
                ..request.clone()
            };
            if confirms(&natural) {
                return Some(natural);
            }
        }
        confirms(&request).then_some(request)
    }

    /// ARNs as the catalogue and the statements that are left write them, with something in the place of what they leave open.
    fn recognisable(&self, left: &Left) -> Vec<String> {
        let action = self.catalog.action(self.group.example());
        let mut templates: Vec<String> = action
            .into_iter()
            .flat_map(|action| action.resource_types())
            .flat_map(|of| of.resource_type().arn_templates())
            .map(example_arn)
            .collect();
        templates.sort_by_key(String::len);
        let own = self
            .first(left, self.gaining, Effect::Allow, |_| true)
            .and_then(|index| self.sides.statement(index)?.resource.as_ref())
            .into_iter()
            .flat_map(|element| &element.value)
            .filter(|entry| entry.text != "*")
            .map(|entry| example_arn(&entry.text));
        // Those first that the action is made for.
        let is_of_action = |arn: &String| {
            let mut types = action
                .into_iter()
                .flat_map(|action| action.resource_types());
            types.any(|of| of.resource_type().matches_arn(arn))
        };
        let (fitting, others): (Vec<String>, Vec<String>) = own.partition(is_of_action);
        let all = fitting.into_iter().chain(others).chain(templates);
        all.take(MAX_WITNESSES).collect()
    }

    /// The statement to which the difference is owed.
    pub(super) fn cause(&self, left: &Left) -> Cause {
        let losing = self.gaining.other();
        let place = |index: usize| {
            self.sides
                .facts
                .get(index)
                .map_or((0, 0), |facts| facts.place)
        };
        let has = |side: Side, effect: Effect, index: usize| {
            let facts = self.sides.facts.get(index);
            facts.is_some_and(|facts| self.has(side, effect, &facts.text))
        };
        let is_denied = self
            .first(left, losing, Effect::Deny, |index| {
                !has(self.gaining, Effect::Deny, index)
            })
            .filter(|_| self.any(left, losing, Effect::Allow));
        if let Some(index) = is_denied {
            let (policy, statement) = place(index);
            return Cause::NotDenied { policy, statement };
        }
        let own = self
            .first(left, self.gaining, Effect::Allow, |index| {
                !has(losing, Effect::Allow, index)
            })
            .or_else(|| self.first(left, self.gaining, Effect::Allow, |_| true));
        let (policy, statement) = own.map_or((0, 0), place);
        Cause::Allowed { policy, statement }
    }
}

fn context_value(values: &[String]) -> ContextValue {
    match values {
        [] => ContextValue::absent(),
        [value] => ContextValue::single(value.as_str()),
        several => ContextValue::multiple(several.iter().cloned()),
    }
}
