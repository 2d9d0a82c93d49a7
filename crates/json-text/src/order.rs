//! Sorting without a copy of the sort for every type.
//!
//! The standard library's sort is compiled for every type it sorts, and for every way to compare: some kilobytes each, which
//! the page downloads. Here numbers are sorted, by one copy, and only the moving of items is compiled for their type.

use std::cmp::Ordering;

use crate::span::Span;

/// Puts `items` in order; equal ones keep the order in which they are.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut unordered: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(
        order
            .into_iter()
            .filter_map(|number| unordered.get_mut(number)?.take()),
    );
}

/// Puts `items` in the order of their places; those at one place keep the order in which they are.
pub fn sort_by_place<T>(items: &mut Vec<T>, place: impl Fn(&T) -> Span) {
    sort_by(items, |a, b| place(a).cmp(&place(b)));
}

fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_ordered_by_start_then_end_then_as_they_were() {
        let mut items = vec![
            (Span::new(5, 9), "e"),
            (Span::new(0, 7), "c"),
            (Span::new(5, 6), "d"),
            (Span::new(0, 2), "a"),
            (Span::new(0, 2), "b"),
            (Span::new(5, 9), "f"),
        ];
        sort_by_place(&mut items, |(span, _)| *span);
        let names: String = items.iter().map(|(_, name)| *name).collect();
        assert_eq!(names, "abcdef");
    }
}
