//! The service authorization reference: services, actions, resource types, condition keys.
