//! The left side of the studio: the rail, and the panel with the controls.

pub mod generation_controls;
pub mod tool_rail;
