//! How long the core takes: `cargo xtask bench` runs this natively and as WebAssembly in Node, and prints it beside the
//! budgets of the page and the command.

use std::error::Error;
use std::hint::black_box;

use analysis::{Reading, Surroundings, analyze, check_expectations};
use catalog::Catalog;
use evaluation::{decide, explain, prepare};
use serde_json::json;
use suite::CATALOGUE;
use suite::host::{Clock, Corpus, memory, print};
use suite::scenarios::scenarios;
use workspace::Workspace;

/// The length of an ordinary policy, in bytes.
const ORDINARY: usize = 6_000;
const KEYSTROKES: usize = 200;
const EXPECTATIONS: usize = 100;
/// How long one measurement of a rate lasts, in milliseconds, and how many are made: the best counts, since other programs
/// share the machine.
const MEASUREMENT: f64 = 4.0;
const MEASUREMENTS: usize = 25;
const MEGABYTE: f64 = 1024.0 * 1024.0;
const NATIVE: bool = cfg!(not(target_arch = "wasm32"));

fn main() -> Result<(), Box<dyn Error>> {
    let clock = Clock::new();
    let catalog = decode(&clock)?;
    let corpus = Corpus::open();
    findings(&clock, &catalog, &corpus);
    keystrokes(&clock, &catalog, &corpus);
    expectations(&clock, &catalog, &corpus)?;
    growth(&clock, &catalog);
    completions(&clock, &catalog, &corpus);
    if let Some(bytes) = memory() {
        let figure = format!("{:.1} MB", bytes / MEGABYTE);
        report("memory after all managed policies", &figure, "64 MB");
    }
    decisions(&clock, &catalog)
}

fn report(name: &str, figure: &str, budget: &str) {
    print(&format!("{name}\t{figure}\t{budget}"));
}

fn milliseconds(name: &str, figure: f64, budget: &str) {
    report(name, &format!("{figure:.3} ms"), budget);
}

fn time(clock: &Clock, run: impl FnOnce()) -> f64 {
    let start = clock.now();
    run();
    clock.now() - start
}

/// The value below which `share` of the values lie.
fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values.get(place).copied().unwrap_or(f64::NAN)
}

fn decode(clock: &Clock) -> Result<Catalog, Box<dyn Error>> {
    let start = clock.now();
    let catalog = Catalog::decode(CATALOGUE)?;
    milliseconds(
        "catalogue decoded, first time",
        clock.now() - start,
        "10 ms",
    );
    let mut again = Vec::new();
    for _ in 0..20 {
        again.push(time(clock, || {
            drop(black_box(Catalog::decode(CATALOGUE)));
        }));
    }
    milliseconds(
        "catalogue decoded, warm median",
        percentile(&mut again, 0.5),
        "10 ms",
    );
    Ok(catalog)
}

/// All findings of each managed policy, as the page shows them.
fn findings(clock: &Clock, catalog: &Catalog, corpus: &Corpus) {
    let mut times = Vec::new();
    for (_, text) in (0..corpus.count()).filter_map(|number| corpus.get(number)) {
        let tries = (0..3).map(|_| {
            time(clock, || {
                black_box(analyze(
                    catalog,
                    0,
                    black_box(&text),
                    None,
                    &Surroundings::UNKNOWN,
                ));
            })
        });
        times.push(tries.fold(f64::INFINITY, f64::min));
    }
    let [median, most] = if NATIVE {
        ["0.25 ms", "2 ms"]
    } else {
        ["none", "none"]
    };
    milliseconds(
        "findings, managed policies, median",
        percentile(&mut times, 0.5),
        median,
    );
    milliseconds(
        "findings, managed policies, 95th pct.",
        percentile(&mut times, 0.95),
        most,
    );
    report("managed policies", &times.len().to_string(), "none");
}

/// What every keystroke costs before the page shows its findings.
fn keystrokes(clock: &Clock, catalog: &Catalog, corpus: &Corpus) {
    let texts = || (0..corpus.count()).filter_map(|number| Some(corpus.get(number)?.1));
    let ordinary = texts().min_by_key(|text| text.len().abs_diff(ORDINARY));
    let largest = texts().max_by_key(String::len);
    for (text, budget) in [(ordinary, "16 ms"), (largest, "50 ms")] {
        let text = text.unwrap_or_default();
        let mut times = Vec::new();
        for revision in 0..KEYSTROKES {
            times.push(time(clock, || {
                black_box(analyze(
                    catalog,
                    revision as u64,
                    black_box(&text),
                    None,
                    &Surroundings::UNKNOWN,
                ));
            }));
        }
        let name = format!("keystroke, {:.1} kB, 95th pct.", text.len() as f64 / 1e3);
        milliseconds(&name, percentile(&mut times, 0.95), budget);
    }
}

/// What a table of expectations adds to every keystroke.
fn expectations(clock: &Clock, catalog: &Catalog, corpus: &Corpus) -> Result<(), Box<dyn Error>> {
    let texts = (0..corpus.count()).filter_map(|number| Some(corpus.get(number)?.1));
    let text = texts.min_by_key(|text| text.len().abs_diff(ORDINARY));
    let expectation = json!({
        "request": {
            "principal": "arn:aws:iam::111122223333:user/ann",
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::bucket/report.pdf",
        },
        "expect": "allowed",
    });
    let form = json!({
        "version": 1,
        "documents": [{"id": "1", "name": "policy", "text": text.unwrap_or_default()}],
        "expectations": vec![expectation; EXPECTATIONS],
    });
    let workspace = Workspace::from_json(&form.to_string())?;
    let mut times = Vec::new();
    for _ in 0..KEYSTROKES {
        times.push(time(clock, || {
            black_box(check_expectations(catalog, black_box(&workspace)));
        }));
    }
    let name = format!("{EXPECTATIONS} expectations, 95th pct.");
    milliseconds(&name, percentile(&mut times, 0.95), "16 ms");
    Ok(())
}

/// What a list of what can be written costs, at places all over the largest policy, which its findings have read already.
fn completions(clock: &Clock, catalog: &Catalog, corpus: &Corpus) {
    let texts = (0..corpus.count()).filter_map(|number| Some(corpus.get(number)?.1));
    let text = texts.max_by_key(String::len).unwrap_or_default();
    let Some(reading) = Reading::new(&text, None) else {
        return;
    };
    let mut times: Vec<f64> = (0..KEYSTROKES)
        .map(|place| place * text.len() / KEYSTROKES)
        .map(|offset| {
            time(clock, || {
                drop(black_box(reading.complete(catalog, None, offset)));
            })
        })
        .collect();
    let name = format!("completion, {:.1} kB, 95th pct.", text.len() as f64 / 1e3);
    milliseconds(&name, percentile(&mut times, 0.95), "16 ms");
}

/// All findings of policies that are ten times as long as the one before, in statements or in values: ten times the time is
/// linear.
fn growth(clock: &Clock, catalog: &Catalog) {
    let names: Vec<String> = catalog.actions().map(catalog::Action::full_name).collect();
    let listed = |count: usize, entry: &dyn Fn(usize) -> String| {
        let entries: Vec<String> = (0..count).map(entry).collect();
        entries.join(", ")
    };
    let whole = |statements: &str| {
        format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{statements}]}}")
    };
    for count in [10, 100, 1_000] {
        let statements = listed(count, &|number| {
            format!(
                "{{\"Sid\": \"s{number}\", \"Effect\": \"Allow\", \"Action\": [\"s3:Get*\", \"sqs:SendMessage\", \"iam:PassRole\"], \
                 \"Resource\": [\"arn:aws:s3:::b{number}/*\", \"arn:aws:sqs:*:*:q{number}\", \"arn:aws:iam::*:role/r{number}-*\"], \
                 \"Condition\": {{\"StringLike\": {{\"aws:PrincipalTag/team\": \"t{number}-*\"}}}}}}"
            )
        });
        let actions = listed(count, &|number| {
            format!("\"{}\"", names.get(number).map_or("", String::as_str))
        });
        let resources = listed(count, &|number| format!("\"arn:aws:s3:::b{number}/*\""));
        let values = listed(count, &|number| format!("\"t{number}\""));
        let of_values = |actions: &str, resources: &str, values: &str| {
            whole(&format!(
                "{{\"Effect\": \"Allow\", \"Action\": [{actions}], \"Resource\": [{resources}], \
                 \"Condition\": {{\"StringEquals\": {{\"aws:PrincipalTag/team\": [{values}]}}}}}}"
            ))
        };
        let (action, resource, value) = ("\"s3:GetObject\"", "\"arn:aws:s3:::b/*\"", "\"t\"");
        for (name, text) in [
            ("statements", whole(&statements)),
            ("actions", of_values(&actions, resource, value)),
            ("resources", of_values(action, &resources, value)),
            ("condition values", of_values(action, resource, &values)),
        ] {
            let tries = (0..10).map(|_| {
                time(clock, || {
                    black_box(analyze(
                        catalog,
                        0,
                        black_box(&text),
                        None,
                        &Surroundings::UNKNOWN,
                    ));
                })
            });
            let best = tries.fold(f64::INFINITY, f64::min);
            milliseconds(&format!("findings, {count} {name}"), best, "none");
        }
    }
}

/// Decisions a second, on prepared policies, without and with a trace.
fn decisions(clock: &Clock, catalog: &Catalog) -> Result<(), Box<dyn Error>> {
    for timed in scenarios()? {
        let scenario = &timed.scenario;
        let set = prepare(&scenario.policies, catalog);
        let plain = rate(clock, || {
            black_box(decide(
                &set,
                black_box(&scenario.request),
                scenario.missing_keys,
                catalog,
            ));
        });
        let traced = rate(clock, || {
            black_box(explain(
                &set,
                black_box(&scenario.request),
                scenario.missing_keys,
                catalog,
            ));
        });
        let [budget, traced_budget] = match (NATIVE, timed.set) {
            (true, "small") => ["1000000/s", "200000/s"],
            (true, _) => ["100000/s", "20000/s"],
            _ => ["none", "none"],
        };
        let name = format!("decisions, {}, {}", timed.set, timed.kind);
        report(&name, &format!("{plain:.0}/s"), budget);
        report(
            &format!("{name}, with trace"),
            &format!("{traced:.0}/s"),
            traced_budget,
        );
    }
    Ok(())
}

/// How often a second something runs.
fn rate(clock: &Clock, run: impl Fn()) -> f64 {
    let repeat = |count: u32| time(clock, || (0..count).for_each(|_| run()));
    let mut count = 1;
    while count < 1 << 20 && repeat(count) < MEASUREMENT {
        count *= 2;
    }
    let best = (0..MEASUREMENTS)
        .map(|_| repeat(count))
        .fold(f64::INFINITY, f64::min);
    f64::from(count) / best * 1e3
}
