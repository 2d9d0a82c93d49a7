//! The page's start.

fn main() {
    playground::run();
}
