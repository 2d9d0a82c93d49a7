//! The course: lessons, and how answers are graded by what they decide.
//!
//! A lesson is a data file ([`workspace::LessonForm`]). An answer is the text of its documents; [`Lesson::grade`] holds it to the tasks, to
//! the ceiling of requests that have to stay denied, and to the findings that have to be gone. How an answer is written does not count.
//!
//! | module | what it holds |
//! |---|---|
//! | `lesson` | [`Lesson`]: a lesson that was read, its documents and requests |
//! | `grade` | [`Grade`]: what an answer came to; which known mistake it is |
//! | `judge` | [`judge`]: whether a lesson keeps what it promises: the start fails, right answers pass, wrong ones fail as told |

mod grade;
mod judge;
mod lesson;

pub use grade::{Checked, Fault, Grade, Unwanted};
pub use judge::{Judgement, judge};
pub use lesson::{Answer, Lesson};
