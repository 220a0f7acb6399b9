//! The studio: panel and generations.

use crate::components::generations::generation_list;
use crate::components::tool_sidebar::generation_controls::generation_controls;
use crate::piece::{Piece, div};

/// The studio.
pub fn workspace() -> Piece {
    div().class("workspace").child(generation_controls()).child(generation_list()).into()
}
