//! The page without a page: state, actions and a pure reducer.
