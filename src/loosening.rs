//! What a change to the configuration or to the template makes laxer: the rules of the game as they
//! were, and as they are to be.

mod configuration;
mod edits;
mod exposure;
mod model;
mod statement;
mod template;

pub use model::{Configuration, Fault, Laxer, PolicyEdit, PolicyFile};
