//! What AWS refuses before it looks at any policy, as far as the catalogue knows ("Actions, resources, and condition keys for AWS
//! services", Service Authorization Reference).

use catalog::Action;
use patterns::ResourcePattern;

use crate::bind::BoundRequest;
use crate::matching::BoundResource;

impl BoundRequest<'_> {
    /// One sentence for each reason.
    pub(super) fn refusals(&self) -> Vec<String> {
        let mut refusals: Vec<String> = Vec::new();
        let reasons = self.resources.iter().filter_map(|resource| {
            match self.catalog.action(resource.action.text) {
                None => Some(self.no_such_action(resource.action.text)),
                Some(action) => wrong_resource(resource, action),
            }
        });
        for reason in reasons {
            if !refusals.contains(&reason) {
                refusals.push(reason);
            }
        }
        refusals
    }

    fn no_such_action(&self, written: &str) -> String {
        let date = self.catalog.date();
        let near = self.catalog.nearest_actions(written, 1);
        let question = match near.first() {
            Some(near) => format!("; did you mean `{near}`?"),
            None => String::new(),
        };
        format!(
            "AWS refuses a call that does not exist, whatever the policies say: the catalogue of {date} has no `{written}`{question}"
        )
    }
}

fn wrong_resource(resource: &BoundResource<'_>, action: Action<'_>) -> Option<String> {
    let text = resource.text;
    let written = ResourcePattern::new(text);
    // Without resource the request is about none in particular, which many actions take.
    if text == "*" || action.takes_only_star() {
        return None;
    }
    let types = || action.resource_types().map(|of| of.resource_type());
    let fits = types().any(|of| of.matches_arn(text) || of.could_match(&written));
    if fits {
        return None;
    }
    // Those of the usual resources are shorter than those of the same behind something else.
    let templates = types().flat_map(|of| of.arn_templates());
    let template = templates.min_by_key(|template| template.len())?;
    Some(format!(
        "`{text}` is no resource of `{}`, which takes such as `{template}`: AWS refuses the request, whatever the policies say",
        action.full_name()
    ))
}
