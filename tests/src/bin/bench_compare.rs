//! How long comparisons of real revisions take and how many are decided: `cargo xtask bench` runs this natively and as WebAssembly
//! in Node.

use std::collections::BTreeMap;

use analysis::{Pair, Relation, Unknown};
use catalog::Catalog;
use policy::PolicyType;
use suite::CATALOGUE;
use suite::host::{Clock, Revisions, print};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = Clock::new();
    let catalog = Catalog::decode(CATALOGUE)?;
    let revisions = Revisions::open();
    let mut times = Vec::new();
    let mut slowest = (0.0, String::new());
    let mut unknown = 0_usize;
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for number in 0..revisions.count() {
        let Some((name, new, old)) = revisions.get(number) else {
            continue;
        };
        let pair = Pair::read(&new, &old, Some(PolicyType::Identity))?;
        let start = clock.now();
        let comparison = pair.compare(&catalog);
        let time = clock.now() - start;
        if time > slowest.0 {
            slowest = (time, name);
        }
        times.push(time);
        unknown += usize::from(comparison.relation() == Relation::Unknown);
        for reason in comparison
            .added
            .unknown
            .iter()
            .chain(&comparison.removed.unknown)
        {
            *reasons.entry(feature(reason)).or_default() += 1;
        }
    }
    if times.is_empty() {
        print("no revisions: `cargo xtask bench` gathers them");
        return Ok(());
    }
    times.sort_by(f64::total_cmp);
    let percentile = |share: f64| {
        let place = (times.len() as f64 * share) as usize;
        times.get(place).copied().unwrap_or(f64::NAN)
    };
    let is_web = cfg!(target_arch = "wasm32");
    let (median, late) = if is_web {
        ("0.3 ms", "16 ms")
    } else {
        ("", "")
    };
    print(&format!(
        "compare, median\t{:.3} ms\t{median}",
        percentile(0.5)
    ));
    print(&format!(
        "compare, 95th percentile\t{:.3} ms\t",
        percentile(0.95)
    ));
    print(&format!(
        "compare, 99th percentile\t{:.3} ms\t{late}",
        percentile(0.99)
    ));
    print(&format!(
        "compare, slowest ({})\t{:.0} ms\t",
        slowest.1, slowest.0
    ));
    let share = unknown as f64 * 100.0 / times.len() as f64;
    print(&format!(
        "answered unknown, of {} pairs\t{share:.2} %\t1 %",
        times.len()
    ));
    for (feature, count) in reasons {
        print(&format!("  for {feature}\t{count}\t"));
    }
    Ok(())
}

fn feature(reason: &Unknown) -> &'static str {
    match reason {
        Unknown::Variable(_) => "policy variables",
        Unknown::Key(_) => "values of a condition key",
        Unknown::Statements => "statements",
        Unknown::Callers => "callers",
        Unknown::Resources => "resources",
        Unknown::Combinations => "combinations",
        Unknown::NotConfirmed(_) => "witnesses that were not confirmed",
    }
}
