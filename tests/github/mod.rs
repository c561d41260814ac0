//! A stand-in for GitHub, for the tests and as a program of its own.

// The program needs less of it than the tests do.
#![allow(dead_code)]

pub(crate) mod contract;
pub(crate) mod fake;
pub(crate) mod graphql;
pub(crate) mod proxy;
