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
    use super::{of_cargo, of_node};

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
