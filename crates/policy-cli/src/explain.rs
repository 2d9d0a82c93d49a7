use std::io::Write;

use findings::{check_by_id, registry};

use crate::outcome::{Failure, Outcome};

/// `policy explain`
pub(crate) fn run(code: &str, output: &mut impl Write) -> Result<Outcome, Failure> {
    let page = check_by_id(code)
        .or_else(|| registry().iter().find(|check| check.aws_code == Some(code)))
        .map(|check| check.page())
        .or_else(|| least_privilege::page(code))
        .ok_or_else(|| unknown(code))?;
    output.write_all(page.trim_end().as_bytes())?;
    writeln!(output)?;
    Ok(Outcome::Fine)
}

fn unknown(code: &str) -> Failure {
    let ids = registry().iter().map(|check| check.id);
    match patterns::nearest(code, ids, 1).first() {
        Some(near) => Failure::unusable(format!(
            "no check has the code `{code}`; did you mean `{near}`?"
        )),
        None => {
            let all: Vec<&str> = registry().iter().map(|check| check.id).collect();
            Failure::unusable(format!(
                "no check has the code `{code}`; there are {}",
                all.join(", ")
            ))
        }
    }
}
