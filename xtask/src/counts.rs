//! Reading from a test runner's output how many tests passed and failed.

/// From lines such as `test result: ok. 12 passed; 0 failed; 0 ignored; …`.
pub(crate) fn of_cargo(output: &str) -> (usize, usize) {
    let results = output
        .lines()
        .filter(|line| line.trim_start().starts_with("test result:"));
    results.fold((0, 0), |(passed, failed), line| {
        (
            passed + before(line, "passed"),
            failed + before(line, "failed"),
        )
    })
}

/// From lines such as `ℹ pass 12` and `ℹ fail 0`.
pub(crate) fn of_node(output: &str) -> (usize, usize) {
    (after(output, "pass"), after(output, "fail"))
}

/// From lines such as `﹣ nginx serves the page (0.1ms) # nginx is not installed`: what was not run, and why.
pub(crate) fn skipped_of_node(output: &str) -> impl Iterator<Item = String> {
    output.lines().filter_map(|line| {
        let (name, why) = line.trim().strip_prefix('﹣')?.split_once(" # ")?;
        let name = name.rsplit_once(" (").map_or(name, |(name, _)| name);
        Some(format!("{}: {why}", name.trim()))
    })
}

fn before(line: &str, word: &str) -> usize {
    let words: Vec<&str> = line
        .split([' ', ';', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    words
        .windows(2)
        .find_map(|pair| {
            if let [number, next] = pair
                && *next == word
            {
                number.parse().ok()
            } else {
                None
            }
        })
        .unwrap_or(0)
}

fn after(output: &str, word: &str) -> usize {
    output
        .lines()
        .filter_map(|line| {
            line.trim_start_matches(['ℹ', '#', ' '])
                .strip_prefix(word)?
                .trim()
                .parse::<usize>()
                .ok()
        })
        .next_back()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{of_cargo, of_node, skipped_of_node};

    #[test]
    fn what_node_skips_is_told_with_its_reason() {
        let output = "✔ one (2ms)\n﹣ nginx serves it (0.1ms) # nginx is not installed (apt-get install nginx)\n\
            ﹣ other (0.1ms) # SKIP\n";
        let skipped: Vec<String> = skipped_of_node(output).collect();
        assert_eq!(
            skipped,
            [
                "nginx serves it: nginx is not installed (apt-get install nginx)",
                "other: SKIP"
            ]
        );
    }

    #[test]
    fn counts_of_several_cargo_results_are_added() {
        let output = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        assert_eq!(of_cargo(output), (15, 2));
    }

    #[test]
    fn counts_of_node_are_the_last_ones() {
        assert_eq!(of_node("ℹ tests 5\nℹ pass 4\nℹ fail 1\n"), (4, 1));
        assert_eq!(of_node("# pass 7\n# fail 0\n"), (7, 0));
    }
}
