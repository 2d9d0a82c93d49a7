//! Order of place.

use crate::span::Span;

/// Puts `items` in the order of their places; those at one place keep the order in which they are.
///
/// The standard library's sort is compiled for every type it sorts, and the page downloads every copy. Of this one, only the
/// moving of items is.
pub fn sort_by_place<T>(items: &mut Vec<T>, place: impl Fn(&T) -> Span) {
    let mut order: Vec<(Span, usize)> = items.iter().map(place).zip(0..).collect();
    order.sort_unstable();
    let mut unordered: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(
        order
            .iter()
            .filter_map(|(_, number)| unordered.get_mut(*number)?.take()),
    );
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
