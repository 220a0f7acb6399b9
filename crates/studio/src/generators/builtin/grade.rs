//! The look of each model: what a colourist would do to the finished picture.

use super::colour::Rgb;
use super::noise::{Dice, seed_of};

/// How a model develops its pictures and moves its camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grade {
    pub exposure: f32,
    /// Around 1; above it shadows deepen and lights lift.
    pub contrast: f32,
    pub saturation: f32,
    /// Light that spreads around bright things.
    pub bloom: f32,
    pub vignette: f32,
    /// In steps of the finished 8-bit picture.
    pub grain: f32,
    /// Multiplied into the dark and the bright parts.
    pub shadows: Rgb,
    pub lights: Rgb,
    /// World units per second, sideways and inwards.
    pub pan: f32,
    pub push: f32,
}

const NEUTRAL: Grade = Grade {
    exposure: 1.0,
    contrast: 1.0,
    saturation: 1.0,
    bloom: 0.55,
    vignette: 0.34,
    grain: 1.6,
    shadows: Rgb::new(1.0, 1.0, 1.0),
    lights: Rgb::new(1.0, 1.0, 1.0),
    pan: 0.020,
    push: 0.016,
};

impl Grade {
    /// The models of the default catalog have looks of their own; any other model gets one from its name.
    pub fn of(model: &str) -> Self {
        match model {
            "sora-2" => Self {
                contrast: 1.10,
                shadows: Rgb::new(0.88, 1.0, 1.10),
                lights: Rgb::new(1.06, 1.0, 0.93),
                push: 0.024,
                ..NEUTRAL
            },
            "kling-v2-1-master" => Self { saturation: 1.22, contrast: 1.06, pan: 0.034, bloom: 0.65, ..NEUTRAL },
            "google/veo-3" => Self {
                exposure: 1.08,
                saturation: 1.05,
                vignette: 0.22,
                grain: 0.9,
                pan: -0.022,
                bloom: 0.42,
                ..NEUTRAL
            },
            "luma-ray3" => Self {
                bloom: 1.0,
                contrast: 0.93,
                shadows: Rgb::new(1.08, 0.98, 1.10),
                lights: Rgb::new(1.03, 0.99, 1.02),
                pan: -0.014,
                push: 0.030,
                ..NEUTRAL
            },
            "wan-2.5" => Self { saturation: 0.94, shadows: Rgb::new(0.95, 1.0, 1.05), grain: 2.2, ..NEUTRAL },
            "wan-2.2" => Self {
                saturation: 0.82,
                contrast: 0.95,
                lights: Rgb::new(1.05, 1.0, 0.92),
                grain: 2.8,
                pan: -0.018,
                ..NEUTRAL
            },
            "flux-kontext-fast" => Self { contrast: 1.08, saturation: 1.10, grain: 1.0, ..NEUTRAL },
            "storyboard" => Self { saturation: 0.92, lights: Rgb::new(1.04, 1.0, 0.95), vignette: 0.42, ..NEUTRAL },
            other => Self::by_chance(&mut Dice::new(seed_of(other))),
        }
    }

    fn by_chance(dice: &mut Dice) -> Self {
        let warmth = dice.between(-0.06, 0.06);
        Self {
            exposure: dice.between(0.95, 1.08),
            contrast: dice.between(0.95, 1.12),
            saturation: dice.between(0.85, 1.20),
            bloom: dice.between(0.4, 0.9),
            shadows: Rgb::new(1.0 - warmth, 1.0, 1.0 + warmth),
            lights: Rgb::new(1.0 + warmth, 1.0, 1.0 - warmth),
            pan: dice.between(-0.03, 0.03),
            push: dice.between(0.012, 0.03),
            ..NEUTRAL
        }
    }
}
