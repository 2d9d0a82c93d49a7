//! What stands at a place of a policy, and what can be written there.
//!
//! [`hover`] explains what is under the pointer; [`complete`] lists what the catalogue and the grammar know to go on
//! with, also in a text that is being typed; [`insert`] puts a statement to start from into a policy. All take a policy that was read once and an offset; both are bounded,
//! whatever the text. How a box or a list looks is the business of an editor.
//!
//! | module | what it holds |
//! |---|---|
//! | `place` | where an offset is in the JSON tree |
//! | `role` | what the grammar says of that place |
//! | `hover` | the explanations |
//! | `complete` | the lists |
//! | `snippets` | statements to start from |
//! | `statement_facts` | the actions and resource types that a statement is about |
//! | `counts` | how many actions there are of each access level |
//! | `words` | sentences about elements and operators |
//! | `vocabulary` | words that the catalogue does not list: service principals, Regions |
//! | `global_keys` | sentences about the condition keys of all services |

mod complete;
mod counts;
mod global_keys;
mod hover;
mod place;
mod role;
mod snippets;
mod statement_facts;
mod subject;
mod vocabulary;
mod words;

pub use complete::{Completion, Completions, MOST_OPTIONS, complete, insert, rank};
pub use hover::{Hover, hover};
pub use json_text::Span;
pub use snippets::{SNIPPETS, Snippet, for_type as snippets};
pub use subject::Subject;
