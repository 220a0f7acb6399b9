//! Ridges: silhouettes that grow darker and clearer the nearer they are, with light along their crests.

use super::windows::Facade;
use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{noise_2d, smoothstep};
use crate::generators::builtin::profile::{Profile, Ridge};
use crate::generators::builtin::scene::{Disc, Scene};
use crate::generators::builtin::view::View;

/// Samples per pixel column, so that walls and trunks have smooth edges.
const SAMPLES: usize = 3;

/// Where every ridge's edge runs on the screen, computed once a frame.
pub struct Skylines {
    edges: Vec<Vec<[f32; SAMPLES]>>,
}

impl Skylines {
    pub fn of(scene: &Scene, view: &View) -> Self {
        Self { edges: scene.ridges.iter().map(|ridge| edges_of(ridge, view)).collect() }
    }

    /// The first row of a column that nearer ridges hide completely: there is no use in painting below it.
    fn hidden_from(&self, index: usize, until: usize, x: usize, height: usize) -> usize {
        let lowest = |edges: &Vec<[f32; SAMPLES]>| edges[x].iter().copied().fold(f32::MIN, f32::max);
        let row = self.edges[index + 1..until.max(index + 1)].iter().map(lowest).fold(height as f32, f32::min);
        (row.max(0.0) as usize + 2).min(height)
    }
}

fn edges_of(ridge: &Ridge, view: &View) -> Vec<[f32; SAMPLES]> {
    (0..view.width)
        .map(|x| {
            std::array::from_fn(|i| {
                let sub = (i as f32 + 0.5) / SAMPLES as f32;
                view.screen_y(ridge.elevation(view.world_x(x as f32 + sub, ridge.depth)), ridge.depth)
            })
        })
        .collect()
}

/// The colours of one ridge, mixed once.
struct Paint {
    crest: Rgb,
    foot: Rgb,
    rim: Rgb,
    extent_px: f32,
    rim_px: f32,
}

impl Paint {
    fn of(scene: &Scene, ridge: &Ridge, view: &View) -> Self {
        let palette = &scene.palette;
        let ground = palette.far.mix(palette.near, ridge.tone);
        let crest = if ridge.profile == Profile::Floes {
            // Ice gives back the sky that it lies under.
            palette.middle.mix(palette.light, 0.38 - 0.22 * ridge.tone).mix(palette.near, 0.28 * ridge.tone)
        } else {
            ground
        };
        let haze = palette.horizon.mix(palette.far, 0.30);
        let hazy = (0.03 + 0.80 * (1.0 - ridge.tone).powf(1.4)) * (0.55 + 0.45 * scene.air.fog);
        let strength = match scene.light.disc {
            Disc::Sun => 0.50,
            Disc::Moon => 0.26,
            Disc::Hidden => 0.20,
        };
        Self {
            crest,
            foot: crest.mix(haze, hazy),
            rim: palette.light.mix(palette.horizon, 0.35) * (strength * scene.light.glow * (1.0 - 0.55 * ridge.tone)),
            extent_px: (ridge.height * 0.85 + 0.03) * view.rise(ridge.depth),
            rim_px: view.rise(ridge.depth) * rim_width(ridge),
        }
    }
}

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View, skylines: &Skylines, index: usize) {
    let ridge = &scene.ridges[index];
    let paint = Paint::of(scene, ridge, view);
    let light_px = view.screen_x(scene.light.x, 0.0);
    let reach = 1.0 / (view.unit_px * 0.34);
    // Water between two ridges mirrors the farther one: nothing of that may be left out as hidden.
    let until = scene.water_after.filter(|after| *after > index).unwrap_or(scene.ridges.len());
    // Trees and towers fade into the haze together, not each from its own tip.
    let level = match ridge.profile {
        Profile::Pines | Profile::City | Profile::Grass => {
            Some(view.screen_y(ridge.base + ridge.height * 0.8, ridge.depth))
        }
        Profile::Mountain | Profile::Hill | Profile::Dune | Profile::Cliff { .. } => None,
        Profile::Cone { .. } | Profile::Rubble | Profile::Floes => None,
    };
    for x in 0..view.width {
        let edge = skylines.edges[index][x];
        let top = edge.iter().copied().fold(f32::MAX, f32::min);
        let first = top.max(0.0) as usize;
        let end = skylines.hidden_from(index, until, x, view.height);
        let away = (x as f32 - light_px) * reach;
        let nearness = 1.0 / (1.0 + away * away);
        let world_x = view.world_x(x as f32 + 0.5, ridge.depth);
        let slope = facing(ridge, world_x, scene.light.x);
        let surface = Surface::at(ridge, world_x, view);
        let facade = (ridge.profile == Profile::City).then(|| Facade::at(scene, ridge, view, world_x));
        let mut grain = 0.0;
        for y in first..end {
            let row = y as f32;
            let cover = edge.iter().map(|e| (row + 1.0 - e).clamp(0.0, 1.0)).sum::<f32>() / SAMPLES as f32;
            if cover <= 0.0 {
                continue;
            }
            let below = row + 0.5 - top;
            let t = ((row + 0.5 - level.unwrap_or(top)) / paint.extent_px).clamp(0.0, 1.0);
            let base = paint.crest.blend(paint.foot, t * t * (3.0 - 2.0 * t));
            // Every other row is enough: the relief is softer than that.
            if (y - first).is_multiple_of(2) {
                grain = surface.relief(row, below);
            }
            let lit = nearness * (1.0 / (1.0 + (below / paint.rim_px).powi(2)) + 0.22 * grain.max(0.0)) * slope;
            let mut colour = base * ((0.80 + 0.20 * slope) * (1.0 + 0.30 * grain)) + paint.rim * lit;
            if let Some(facade) = &facade {
                colour += facade.light(scene, ridge, view, row);
            }
            let pixel = &mut canvas.row_mut(y)[x];
            *pixel = if cover >= 1.0 { colour } else { pixel.blend(colour, cover) };
        }
    }
}

/// How far the light reaches over a crest, in units of elevation: far over bare backs, hardly into needles and walls.
fn rim_width(ridge: &Ridge) -> f32 {
    match ridge.profile {
        Profile::Dune | Profile::Hill => 0.006 + 0.030 * ridge.height,
        Profile::Mountain | Profile::Cone { .. } | Profile::Rubble => 0.003 + 0.016 * ridge.height,
        Profile::Cliff { .. } | Profile::Floes => 0.003 + 0.008 * ridge.height,
        Profile::Pines | Profile::Grass | Profile::City => 0.0018,
    }
}

/// How much a slope faces the light: 0.35 in its shadow, up to 1.65 towards it.
fn facing(ridge: &Ridge, x: f32, light_x: f32) -> f32 {
    let step = 0.12 / ridge.scale.max(1.0);
    let rise = (ridge.elevation(x + step) - ridge.elevation(x - step)) / (2.0 * step);
    let towards = rise * ((x - light_x) * 5.0).clamp(-1.0, 1.0);
    (1.0 + 1.1 * towards).clamp(0.35, 1.65)
}

/// What a ridge is made of, for one column of it.
struct Surface {
    seed: u32,
    u: f32,
    /// Elevation per pixel, and how strong the relief is.
    per_px: f32,
    strength: f32,
    lean: f32,
}

impl Surface {
    fn at(ridge: &Ridge, x: f32, view: &View) -> Self {
        let (grain, strength, lean) = match ridge.profile {
            Profile::Mountain | Profile::Cone { .. } => (26.0, 1.0, 0.7),
            Profile::Cliff { .. } | Profile::Rubble => (24.0, 0.8, 0.2),
            Profile::Floes => (18.0, 0.7, 0.3),
            Profile::Dune => (5.0, 0.5, 2.2),
            Profile::Hill => (14.0, 0.35, 0.5),
            Profile::Pines | Profile::Grass => (60.0, 0.5, 0.1),
            Profile::City => (1.0, 0.0, 0.0),
        };
        Self { seed: ridge.seed ^ 0x5F, u: x * grain, per_px: grain / view.rise(ridge.depth), strength, lean }
    }

    /// Light and dark of the surface, around 0: gullies that run down from the crest.
    fn relief(&self, row: f32, below: f32) -> f32 {
        if self.strength <= 0.0 {
            return 0.0;
        }
        let v = row * self.per_px;
        let gullies = noise_2d(self.seed, self.u + v * self.lean, v * 0.45);
        let fine = noise_2d(self.seed ^ 0x9, self.u * 2.7 - v * self.lean, v * 1.3);
        let fade = smoothstep(0.0, 6.0, below);
        let folds = 1.0 - (2.0 * gullies - 1.0).abs();
        (folds * 0.55 + fine * 0.45 - 0.5) * 2.0 * self.strength * fade
    }
}
