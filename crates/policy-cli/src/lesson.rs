//! `policy lesson check`: whether a lesson keeps what it promises.

use std::io::Write;

use catalog::Catalog;
use lessons::{Lesson, judge};

use crate::check::complain;
use crate::input::Source;
use crate::outcome::{Failure, Outcome};
use crate::snippet::plain;

/// `policy lesson check`
pub(crate) fn run(
    sources: &[Source],
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    for source in sources {
        let name = source.name();
        let file = source.read();
        let lesson =
            file.and_then(|file| Lesson::read(file.text()).map_err(|error| error.to_string()));
        match lesson {
            Ok(lesson) => outcome = outcome.max(check(&name, &lesson, catalog, output)?),
            Err(error) => {
                complain(&name, &error);
                outcome = Outcome::Unusable;
            }
        }
    }
    Ok(outcome)
}

fn check(
    name: &str,
    lesson: &Lesson,
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mut wrong = 0_usize;
    for judgement in judge(lesson, catalog) {
        if judgement.problems.is_empty() {
            writeln!(output, "ok     {}", plain(&judgement.part))?;
            continue;
        }
        wrong = wrong.saturating_add(1);
        writeln!(output, "wrong  {}", plain(&judgement.part))?;
        for problem in judgement.problems {
            writeln!(output, "       {}", plain(&problem))?;
        }
    }
    let form = lesson.form();
    let verdict = match wrong {
        0 => "it keeps what it promises".to_owned(),
        1 => "1 part is wrong".to_owned(),
        wrong => format!("{wrong} parts are wrong"),
    };
    writeln!(
        output,
        "{}: {} with {} and {}: {verdict}",
        plain(name),
        count(form.tasks.len(), "task", "tasks"),
        count(form.answers.len(), "answer", "answers"),
        count(form.mistakes.len(), "mistake", "mistakes"),
    )?;
    Ok(if wrong == 0 {
        Outcome::Fine
    } else {
        Outcome::Found
    })
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
