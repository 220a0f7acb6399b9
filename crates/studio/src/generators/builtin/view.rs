//! The camera: where a point of the scene falls on the frame, at a given moment and in a given shot.

use super::format::Size;
use super::scene::{Camera, Shot};

/// One frame's way of looking at the scene.
///
/// World units are as wide as the square root of the frame's area, so that tall and wide frames show things at the same size.
/// Depth runs from 0 (infinitely far: the sky) to 1 (right in front): near things move more.
#[derive(Debug, Clone, Copy)]
pub struct View {
    pub width: usize,
    pub height: usize,
    /// Pixels per world unit, sideways and for everything round.
    pub unit_px: f32,
    /// Pixels per world unit of elevation: tall frames stretch the land a little.
    pub rise_px: f32,
    pub time_s: f32,
    zoom: f32,
    focus_px: (f32, f32),
    pan: f32,
    horizon_px: f32,
}

impl View {
    pub fn new(size: Size, horizon: f32, camera: &Camera, shot: &Shot, time_s: f32) -> Self {
        let (w, h) = (size.width_px as f32, size.height_px as f32);
        let unit_px = (w * h).sqrt();
        let sway = (time_s * 0.9 + camera.phase).sin() * 0.0012;
        Self {
            width: size.width_px as usize,
            height: size.height_px as usize,
            unit_px,
            rise_px: 0.5 * (unit_px + h / 0.75),
            time_s,
            zoom: shot.zoom * (1.0 + camera.push * time_s),
            focus_px: (w * (0.5 + shot.focus.0), h * (horizon + shot.focus.1)),
            pan: camera.pan * time_s + sway + shot.pan,
            horizon_px: h * horizon,
        }
    }

    fn stretch(&self, depth: f32) -> f32 {
        1.0 + (self.zoom - 1.0) * (0.35 + 0.65 * depth)
    }

    /// Pixels per world unit at a depth.
    pub fn scale(&self, depth: f32) -> f32 {
        self.unit_px * self.stretch(depth)
    }

    /// Pixels per unit of elevation at a depth.
    pub fn rise(&self, depth: f32) -> f32 {
        self.rise_px * self.stretch(depth)
    }

    pub fn screen_x(&self, x: f32, depth: f32) -> f32 {
        let flat = (x - self.pan * depth) * self.unit_px + self.width as f32 * 0.5;
        self.focus_px.0 + (flat - self.focus_px.0) * self.stretch(depth)
    }

    pub fn screen_y(&self, elevation: f32, depth: f32) -> f32 {
        let flat = self.horizon_px - elevation * self.rise_px;
        self.focus_px.1 + (flat - self.focus_px.1) * self.stretch(depth)
    }

    pub fn world_x(&self, x_px: f32, depth: f32) -> f32 {
        let flat = self.focus_px.0 + (x_px - self.focus_px.0) / self.stretch(depth);
        (flat - self.width as f32 * 0.5) / self.unit_px + self.pan * depth
    }

    pub fn elevation(&self, y_px: f32, depth: f32) -> f32 {
        let flat = self.focus_px.1 + (y_px - self.focus_px.1) / self.stretch(depth);
        (self.horizon_px - flat) / self.rise_px
    }
}
