//! A stand-in for GitHub, for the tests and as a program of its own.

pub(crate) mod contract;
pub(crate) mod fake;
pub(crate) mod graphql;
