//! Each text is read once, for its findings and for every question about a place in it.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use analysis::Reading;
use catalog::Catalog;
use catalog::descriptions::Descriptions;
use policy::PolicyType;

/// The text that was read last, and the sentences that are said about names.
#[derive(Default)]
pub(crate) struct Readings {
    last: RefCell<Option<(Option<PolicyType>, Rc<Reading>)>>,
    /// The file of descriptions, until it is decoded.
    file: RefCell<Vec<u8>>,
    descriptions: OnceCell<Descriptions>,
}

impl Readings {
    /// The text as it is read; `None` where it is too large for that.
    pub(crate) fn read(&self, text: &str, chosen: Option<PolicyType>) -> Option<Rc<Reading>> {
        if let Some((last_chosen, reading)) = &*self.last.borrow()
            && *last_chosen == chosen
            && reading.text() == text
        {
            return Some(reading.clone());
        }
        let reading = Rc::new(Reading::new(text, chosen)?);
        self.last.replace(Some((chosen, reading.clone())));
        Some(reading)
    }

    /// Takes the file of descriptions. It is decoded when it is asked for: many pages never are.
    pub(crate) fn take_descriptions(&self, bytes: Vec<u8>) {
        self.file.replace(bytes);
    }

    pub(crate) fn descriptions(&self, catalog: &Catalog) -> Option<&Descriptions> {
        if self.descriptions.get().is_none() {
            let bytes = self.file.take();
            let decoded = Descriptions::decode(&bytes, catalog).ok()?;
            return Some(self.descriptions.get_or_init(|| decoded));
        }
        self.descriptions.get()
    }
}
