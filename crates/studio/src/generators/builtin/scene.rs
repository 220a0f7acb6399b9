//! What a picture shows, before any of it is painted: plain values that the layers read.

use super::grade::Grade;
use super::palette::Palette;
use super::profile::Ridge;

/// Everything about one picture or clip that does not change from frame to frame.
#[derive(Debug, Clone)]
pub struct Scene {
    pub seed: u64,
    pub palette: Palette,
    pub grade: Grade,
    /// Where the horizon lies, as a part of the height from the top.
    pub horizon: f32,
    pub light: Light,
    pub sky: Sky,
    /// From far to near.
    pub ridges: Vec<Ridge>,
    /// The number of ridges that stand behind the water; `None` when there is no water.
    pub water_after: Option<usize>,
    pub monument: Option<Monument>,
    pub air: Weather,
    /// Shafts of light, 0 to 1.
    pub rays: f32,
    pub camera: Camera,
}

/// The sun, the moon, or the glow that stands for them.
#[derive(Debug, Clone, Copy)]
pub struct Light {
    pub x: f32,
    pub elevation: f32,
    pub radius: f32,
    pub disc: Disc,
    /// How far and how strongly it lights the sky.
    pub glow: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disc {
    Sun,
    Moon,
    /// A glow without a body: a hidden sun, a crater, the surface seen from below.
    Hidden,
}

/// What the sky carries. Each amount runs from 0 (none) to 1.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sky {
    pub stars: f32,
    pub clouds: f32,
    pub aurora: f32,
    pub nebula: f32,
    /// Bands of light that sink from a surface overhead.
    pub shafts: f32,
    pub planet: Option<Planet>,
}

#[derive(Debug, Clone, Copy)]
pub struct Planet {
    pub x: f32,
    pub elevation: f32,
    pub radius: f32,
    pub has_ring: bool,
}

/// What fills the air. Each amount runs from 0 (none) to 1.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weather {
    pub rain: f32,
    pub snow: f32,
    pub embers: f32,
    pub fireflies: f32,
    pub dust: f32,
    pub fog: f32,
    pub lightning: f32,
}

/// Something built or grown that stands on a ridge.
#[derive(Debug, Clone, Copy)]
pub struct Monument {
    pub form: Form,
    pub x: f32,
    pub height: f32,
    /// The index of the ridge that it stands on, or of the first ridge in front of the water for what floats.
    pub ridge: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Lighthouse,
    Castle,
    Ruin,
    Sailboat,
    LoneTree,
    Caravan,
    Camel,
    Wanderer,
    Station,
}

/// How the camera moves.
#[derive(Debug, Clone, Copy)]
pub struct Camera {
    pub pan: f32,
    pub push: f32,
    pub phase: f32,
}

/// One way of framing a scene.
#[derive(Debug, Clone, Copy)]
pub struct Shot {
    pub zoom: f32,
    /// What stays in place while the camera moves in: parts of the frame away from the middle of the horizon.
    pub focus: (f32, f32),
    pub pan: f32,
}

impl Shot {
    /// The whole scene.
    pub const ESTABLISHING: Self = Self { zoom: 1.0, focus: (0.0, -0.05), pan: 0.0 };
}
