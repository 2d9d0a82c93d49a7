use std::collections::BTreeMap;

use evaluation::{PolicySet, Request};
use json_text::FormatOptions;
use policy::PolicyType;
use workspace::{DocumentForm, LessonDocumentForm, LessonForm, LessonRequestForm, ReadError};

/// A lesson that can be graded: every request in it can be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    form: LessonForm,
    /// The requests of the tasks and of the ceiling, in order, and behind them the signs of each mistake.
    requests: Vec<Request>,
}

/// The documents of a lesson as somebody changed them, by id. What is not in it is as at the start.
pub type Answer = BTreeMap<String, String>;

impl Lesson {
    /// Reads a lesson's file, which may come from anywhere.
    ///
    /// # Errors
    /// As for [`LessonForm::from_json`].
    pub fn read(text: &str) -> Result<Lesson, ReadError> {
        Lesson::new(LessonForm::from_json(text)?)
    }

    /// The lesson that a form describes.
    ///
    /// # Errors
    /// A request that cannot be asked.
    pub fn new(form: LessonForm) -> Result<Lesson, ReadError> {
        let signs = form.mistakes.iter().flat_map(|mistake| &mistake.signs);
        let all = form.requests().chain(signs);
        let requests = all.map(|each| each.request.to_request());
        let requests = requests.collect::<Result<_, _>>()?;
        Ok(Lesson { form, requests })
    }

    /// What the file says.
    pub fn form(&self) -> &LessonForm {
        &self.form
    }

    /// A document's text at the start, laid out.
    pub fn start(&self, id: &str) -> String {
        let document = self.form.document(id);
        document.map_or_else(String::new, |document| laid_out(&document.document))
    }

    /// The answer that documents of the form are, laid out.
    pub fn answer(documents: &BTreeMap<String, DocumentForm>) -> Answer {
        let texts = documents.iter();
        texts
            .map(|(id, document)| (id.clone(), laid_out(document)))
            .collect()
    }

    /// The text of a document under an answer. A fixed document is as it was.
    pub(crate) fn text<'a>(
        &'a self,
        document: &'a LessonDocumentForm,
        answer: &'a Answer,
    ) -> &'a str {
        match answer.get(&document.id) {
            Some(text) if !document.fixed => text,
            _ => document.document.text(),
        }
    }

    /// What a document is attached to: what the lesson says, or else what the text at the start looks like.
    pub fn policy_type(&self, document: &LessonDocumentForm) -> PolicyType {
        let chosen = document.document_type.policy_type();
        chosen
            .unwrap_or_else(|| policy::guess(&policy::parse(document.document.text())).policy_type)
    }

    /// The request at this position: tasks, ceiling, signs.
    pub(crate) fn request(&self, position: usize) -> Option<&Request> {
        self.requests.get(position)
    }

    /// The policies that apply to a request. `read` are the documents that were read, in order.
    pub(crate) fn policies(
        &self,
        request: &LessonRequestForm,
        read: &[evaluation::NamedPolicy],
    ) -> PolicySet {
        let mut policies = PolicySet::default();
        for (document, policy) in self.form.documents.iter().zip(read) {
            let applies = |ids: &Vec<String>| ids.contains(&document.id);
            if request.documents.as_ref().is_none_or(applies) {
                let attached_to = document.attached_to.as_deref();
                policies.attach(self.policy_type(document), attached_to, policy.clone());
            }
        }
        policies
    }
}

/// A document as people write it; what is not JSON stays as it is.
fn laid_out(document: &DocumentForm) -> String {
    json_text::format(document.text(), &FormatOptions::default())
        .unwrap_or_else(|_| document.text().to_owned())
}
