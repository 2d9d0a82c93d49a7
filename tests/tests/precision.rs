//! How often the checks are right about the AWS managed policies: `docs/precision.md` has the counts of each check, and a
//! verdict on up to thirty of its findings, by reading them.
//!
//! `UPDATE=1 cargo test -p suite --test precision` writes the counts and the findings to judge anew, and keeps the verdicts
//! that there are; those that are missing are written as `?`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use diagnostics::Kind;
use suite::{catalogue, managed_policies, root};

/// How many findings of a check are judged.
const JUDGED: usize = 30;

/// What has to be true of a check that is no suggestion, in hundredths.
const TRUE: usize = 90;

/// A finding that is judged: its policy and what it says.
type Judged = (String, String);

/// A verdict, and why.
type Verdict = (String, String);

#[derive(Default)]
struct Found {
    findings: usize,
    policies: usize,
    /// By a number that is as good as random and stays, so that the sample changes little with the findings.
    sample: BTreeMap<u64, Judged>,
}

#[test]
fn the_verdicts_are_on_the_findings_that_there_are() {
    let Some(policies) = managed_policies() else {
        assert!(std::env::var_os("REQUIRE_NPM_PACKAGES").is_none());
        println!(
            "not tested: the AWS managed policies are not installed (`cargo xtask setup` does it)"
        );
        return;
    };
    let catalogue = catalogue().unwrap();
    let mut found: BTreeMap<(Kind, &str), Found> = BTreeMap::new();
    for policy in &policies {
        let analysis = analysis::analyze(
            &catalogue,
            0,
            policy.text(),
            Some(policy.policy_type()),
            &analysis::Surroundings::UNKNOWN,
        );
        let mut seen = BTreeSet::new();
        for finding in &analysis.findings {
            let of_check = found.entry((finding.kind, finding.code)).or_default();
            of_check.findings += 1;
            of_check.policies += usize::from(seen.insert(finding.code));
            let judged = (policy.name.clone(), finding.message.replace('|', "\\|"));
            let number = number(&format!("{}{}{}", finding.code, judged.0, judged.1));
            of_check.sample.insert(number, judged);
        }
    }

    let path = root().join("docs/precision.md");
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let written = page(&found, &verdicts(&committed), catalogue.date());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == written,
        "the findings over the AWS managed policies have changed; \
         `UPDATE=1 cargo test -p suite --test precision` writes {} anew, and `?` has to be judged",
        path.display()
    );
    for ((kind, code), found) in &found {
        let counts = Counts::of(code, found, &verdicts(&committed));
        let unjudged = counts.judged - counts.is_true - counts.is_false - counts.arguable;
        assert_eq!(unjudged, 0, "{code} has findings without verdict");
        assert!(
            *kind == Kind::Suggestion || counts.is_true * 100 >= counts.judged * TRUE,
            "{code} is true too seldom: it has to be better, or a suggestion"
        );
    }
}

/// The verdicts that a page holds, by check and finding.
fn verdicts(page: &str) -> BTreeMap<(String, Judged), Verdict> {
    let mut verdicts = BTreeMap::new();
    let mut code = "";
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## `") {
            code = heading.trim_end_matches('`');
        }
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        if let [
            policy,
            message,
            verdict @ ("true" | "false" | "arguable"),
            why,
        ] = cells[..]
        {
            let judged = (policy.to_owned(), message.to_owned());
            let verdict = (verdict.to_owned(), why.to_owned());
            verdicts.insert((code.to_owned(), judged), verdict);
        }
    }
    verdicts
}

struct Counts {
    judged: usize,
    is_true: usize,
    is_false: usize,
    arguable: usize,
}

impl Counts {
    fn of(code: &str, found: &Found, verdicts: &BTreeMap<(String, Judged), Verdict>) -> Counts {
        let sample: Vec<&Judged> = found.sample.values().take(JUDGED).collect();
        let count = |wanted: &str| {
            let verdict = |judged: &&&Judged| verdicts.get(&(code.to_owned(), (**judged).clone()));
            let is =
                |judged: &&&Judged| verdict(judged).is_some_and(|(verdict, _)| verdict == wanted);
            sample.iter().filter(is).count()
        };
        Counts {
            judged: sample.len(),
            is_true: count("true"),
            is_false: count("false"),
            arguable: count("arguable"),
        }
    }
}

fn page(
    found: &BTreeMap<(Kind, &str), Found>,
    verdicts: &BTreeMap<(String, Judged), Verdict>,
    date: &str,
) -> String {
    let mut page = format!(
        "# How often the checks are right\n\n\
         Every check over the AWS managed policies, judged by the catalogue of {date} as identity policies, or as the boundaries \
         that their names say they are, with a verdict on \
         up to {JUDGED} of its findings, by reading the policy. True is a finding that says how it is and that a reviewer would \
         want to hear; arguable one that is so, but that AWS had reason for or that hangs on facts which cannot be looked up. A \
         check of which less than {TRUE} % is true is made better, or only suggests.\n\n\
         Checks that are not named here have no finding in these policies: nearly all of them are about syntax, conditions or \
         principals that AWS gets right.\n\n\
         | kind | check | findings | policies | judged | true | false | arguable |\n|---|---|---|---|---|---|---|---|\n"
    );
    for ((kind, code), found) in found {
        let counts = Counts::of(code, found, verdicts);
        writeln!(
            page,
            "| {} | [`{code}`](checks/{code}.md) | {} | {} | {} | {} | {} | {} |",
            kind.as_str(),
            found.findings,
            found.policies,
            counts.judged,
            counts.is_true,
            counts.is_false,
            counts.arguable
        )
        .unwrap();
    }
    for ((_, code), found) in found {
        let heading = "| policy | finding | verdict | why |\n|---|---|---|---|\n";
        write!(page, "\n## `{code}`\n\n{heading}").unwrap();
        let sample: BTreeSet<&Judged> = found.sample.values().take(JUDGED).collect();
        for judged in sample {
            let unjudged = ("?".to_owned(), String::new());
            let key = ((*code).to_owned(), judged.clone());
            let (verdict, why) = verdicts.get(&key).unwrap_or(&unjudged);
            writeln!(page, "| {} | {} | {verdict} | {why} |", judged.0, judged.1).unwrap();
        }
    }
    page
}

/// FNV-1a.
fn number(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
