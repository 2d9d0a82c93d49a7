//! What condition operators compare: numbers, instants, booleans, addresses, bytes.
