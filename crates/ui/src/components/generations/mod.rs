//! The generations: a list of cards, newest first.

mod card;
mod list;
mod media;

pub use list::GenerationList;
