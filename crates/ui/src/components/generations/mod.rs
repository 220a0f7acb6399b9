//! The generations: a list of cards, newest first.

mod card;
mod frame;
mod keys;
mod list;
mod media;

pub use list::generation_list;
