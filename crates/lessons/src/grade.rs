use std::collections::HashMap;

use catalog::Catalog;
use diagnostics::{Finding, Kind};
use evaluation::{Decision, NamedPolicy, PreparedSet, Scenario, Trace, prepare, simulate};
use findings::{Subject, Surroundings};
use workspace::{DecisionForm, ERRORS, LessonRequestForm};

use crate::lesson::{Answer, Lesson};

/// So many statements are looked at for all requests of a lesson together, less than a second.
const MOST_STATEMENTS: usize = 2_000_000;

/// What an answer came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// What each task came to, in order.
    pub tasks: Vec<Checked>,
    /// What each request of the ceiling came to, in order.
    pub ceiling: Vec<Checked>,
    /// Findings that have to be gone and are still there.
    pub unwanted: Vec<Unwanted>,
    /// Why AWS would refuse documents.
    pub errors: Vec<Unwanted>,
    /// The mistake that the lesson knows, by its position.
    pub mistake: Option<usize>,
}

/// What a request came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The decision; `None` where it was not tried because those before took too long.
    pub decision: Option<Decision>,
    /// Whether it is the expected one.
    pub met: bool,
}

/// A finding that stands between an answer and its being right.
#[derive(Clone, Debug, PartialEq)]
pub struct Unwanted {
    /// The position of its document in the lesson.
    pub document: usize,
    /// The finding.
    pub finding: Finding,
}

/// One thing that is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault<'a> {
    /// A task or a request of the ceiling did not come to its decision.
    Request(&'a LessonRequestForm),
    /// A finding that has to be gone is there.
    Finding(&'a str),
    /// AWS would refuse a document.
    Errors,
}

impl Fault<'_> {
    /// The name by which a lesson's mistakes speak of it.
    pub fn name(&self) -> &str {
        match self {
            Fault::Request(request) => &request.name,
            Fault::Finding(code) => code,
            Fault::Errors => ERRORS,
        }
    }
}

impl Grade {
    /// Whether the answer is right.
    pub fn passed(&self) -> bool {
        let mut requests = self.tasks.iter().chain(&self.ceiling);
        requests.all(|checked| checked.met) && self.unwanted.is_empty() && self.errors.is_empty()
    }

    /// Everything that is wrong with the answer.
    pub fn faults<'a>(&self, lesson: &'a Lesson) -> Vec<Fault<'a>> {
        let form = lesson.form();
        let checked = self.tasks.iter().chain(&self.ceiling);
        let requests = form.requests().zip(checked);
        let unmet = requests.filter(|(_, checked)| !checked.met);
        let mut faults: Vec<Fault<'a>> = unmet.map(|(each, _)| Fault::Request(each)).collect();
        let still_there = |code: &&String| {
            let mut unwanted = self.unwanted.iter();
            unwanted.any(|unwanted| unwanted.finding.code == code.as_str())
        };
        faults.extend(
            form.gone
                .iter()
                .filter(still_there)
                .map(|code| Fault::Finding(code)),
        );
        if !self.errors.is_empty() {
            faults.push(Fault::Errors);
        }
        faults
    }
}

impl Lesson {
    /// Holds an answer to the lesson. Fast enough for every keystroke.
    pub fn grade(&self, catalog: &Catalog, answer: &Answer) -> Grade {
        let form = self.form();
        let (read, found) = self.read_documents(catalog, answer);
        let mut effort = Effort::default();
        let mut position: usize = 0;
        let mut check = |list: &[LessonRequestForm]| -> Vec<Checked> {
            let mut checked = Vec::with_capacity(list.len());
            for each in list {
                checked.push(self.check(catalog, &read, each, position, &mut effort));
                position = position.saturating_add(1);
            }
            checked
        };
        let tasks = check(&form.tasks);
        let ceiling = check(&form.ceiling);
        let signs: Vec<bool> = (form.mistakes.iter())
            .map(|mistake| check(&mistake.signs).iter().all(|sign| sign.met))
            .collect();
        let (errors, rest): (Vec<_>, Vec<_>) = (found.into_iter()).partition(|unwanted| {
            let fixed = form
                .documents
                .get(unwanted.document)
                .is_some_and(|each| each.fixed);
            !fixed
                && unwanted.finding.kind == Kind::Error
                && !form.gone.iter().any(|code| code == unwanted.finding.code)
        });
        let is_unwanted =
            |unwanted: &Unwanted| form.gone.iter().any(|code| code == unwanted.finding.code);
        let mut grade = Grade {
            tasks,
            ceiling,
            unwanted: rest.into_iter().filter(is_unwanted).collect(),
            errors,
            mistake: None,
        };
        let faults = grade.faults(self);
        let is_fault = |name: &String| faults.iter().any(|fault| fault.name() == name);
        grade.mistake = (form.mistakes.iter().zip(signs))
            .position(|(mistake, signs)| signs && mistake.fails.iter().all(is_fault));
        grade
    }

    /// The way of the request at a position, of the tasks and behind them the ceiling, through the documents of an answer.
    pub fn trace(&self, catalog: &Catalog, answer: &Answer, position: usize) -> Option<Trace> {
        let form = self.form().requests().nth(position)?;
        let (read, _) = self.read_documents(catalog, answer);
        let scenario = Scenario {
            missing_keys: form.missing_keys.into(),
            request: self.request(position)?.clone(),
            policies: self.policies(form, &read),
        };
        Some(simulate(&scenario, catalog))
    }

    /// The documents, read, and everything there is to say about them. A text that is too large is not read.
    fn read_documents(
        &self,
        catalog: &Catalog,
        answer: &Answer,
    ) -> (Vec<NamedPolicy>, Vec<Unwanted>) {
        let mut found = Vec::new();
        let mut read = Vec::new();
        for (position, document) in self.form().documents.iter().enumerate() {
            let mut text = self.text(document, answer);
            let mut push = |finding| {
                found.push(Unwanted {
                    document: position,
                    finding,
                });
            };
            if let Some(finding) = findings::unread(text) {
                push(finding);
                text = "";
            }
            let policy = NamedPolicy::parse(&document.name, text);
            let subject = Subject {
                document: &policy.document,
                policy_type: self.policy_type(document),
                catalog,
                surroundings: &Surroundings::UNKNOWN,
            };
            findings::check(&subject).into_iter().for_each(push);
            read.push(policy);
        }
        (read, found)
    }

    fn check(
        &self,
        catalog: &Catalog,
        read: &[NamedPolicy],
        form: &LessonRequestForm,
        position: usize,
        effort: &mut Effort,
    ) -> Checked {
        let request = self.request(position);
        let Some(request) = request.filter(|_| effort.spent <= MOST_STATEMENTS) else {
            return Checked {
                decision: None,
                met: false,
            };
        };
        let prepared = (effort.prepared)
            .entry(form.documents.clone())
            .or_insert_with(|| prepare(&self.policies(form, read), catalog));
        let bound = prepared.bind(request, form.missing_keys.into(), catalog);
        let (decision, statements) = bound.decide_counting();
        effort.spent = effort.spent.saturating_add(statements);
        Checked {
            met: form.expect.is_met_by(DecisionForm::from(&decision)),
            decision: Some(decision),
        }
    }
}

/// What was prepared for some of the documents, and what was looked at.
#[derive(Default)]
struct Effort {
    prepared: HashMap<Option<Vec<String>>, PreparedSet>,
    spent: usize,
}
