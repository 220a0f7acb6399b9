//! The windows of a city: which are lit, in what colour, and the neon signs between them.

use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{lattice, smoothstep};
use crate::generators::builtin::profile::{Ridge, Tower};
use crate::generators::builtin::scene::Scene;
use crate::generators::builtin::view::View;

/// Storeys per world unit of elevation, for a skyline of scale 1.
const STOREYS: f32 = 4.6;

/// One column of pixels of one building's front: what does not change on the way down it.
pub struct Facade {
    tower: Tower,
    roof: f32,
    /// How much of a pane this column of pixels shows.
    pane: f32,
    key: i32,
    /// The part of the windows behind which somebody is awake.
    busy: f32,
    storeys_per_unit: f32,
    storeys_per_px: f32,
    sign: Rgb,
}

impl Facade {
    pub fn at(scene: &Scene, ridge: &Ridge, view: &View, world_x: f32) -> Self {
        let u = world_x * ridge.scale + 31.7;
        let tower = Tower::at(ridge.seed, u);
        let across = 5.0 + (lattice(ridge.seed, tower.cell, 31) * 5.0).floor();
        let t = (u - tower.left) / (tower.right - tower.left);
        let column = (t * across).floor();
        let soft = across / ((tower.right - tower.left) * view.scale(ridge.depth) / ridge.scale);
        Self {
            tower,
            roof: tower.height * ridge.height,
            pane: pane(t * across - column, 0.18, soft),
            key: tower.cell.wrapping_mul(131).wrapping_add(column as i32),
            busy: 0.22 + 0.38 * lattice(ridge.seed, tower.cell, 32),
            storeys_per_unit: ridge.scale * STOREYS,
            storeys_per_px: ridge.scale * STOREYS / view.rise(ridge.depth),
            sign: sign(scene, ridge, &tower, t, view.time_s),
        }
    }

    /// The light that a row of this column sends out.
    pub fn light(&self, scene: &Scene, ridge: &Ridge, view: &View, row: f32) -> Rgb {
        let elevation = view.elevation(row + 0.5, ridge.depth) - ridge.base;
        if elevation > self.roof - 0.006 || elevation < 0.004 {
            return Rgb::BLACK;
        }
        let part = elevation / (self.tower.height * ridge.height);
        let sign = self.sign * (smoothstep(0.34, 0.36, part) * smoothstep(0.86, 0.84, part));
        let storeys = elevation * self.storeys_per_unit;
        let storey = storeys.floor();
        let pane = self.pane * pane(storeys - storey, 0.26, self.storeys_per_px);
        let awake = lattice(ridge.seed ^ 0xA7, self.key, storey as i32);
        if pane <= 0.0 || awake > self.busy {
            return sign;
        }
        let tint = lattice(ridge.seed ^ 0xB3, self.key, storey as i32);
        let warm = Rgb::new(1.0, 0.62, 0.26);
        let colour = if tint < 0.68 { warm.blend(scene.palette.light, 0.25) } else { scene.palette.accent };
        let flicker = if tint > 0.97 { 0.6 + 0.4 * (view.time_s * 5.0 + awake * 60.0).sin() } else { 1.0 };
        sign + colour * (pane * flicker * (0.16 + 0.55 * ridge.tone) * (0.35 + awake / self.busy))
    }
}

/// 1 inside a pane, 0 in the wall beside it, soft over one pixel.
fn pane(t: f32, margin: f32, soft: f32) -> f32 {
    let half = soft.clamp(0.02, 0.45) * 0.5;
    smoothstep(margin - half, margin + half, t) * smoothstep(1.0 - margin + half, 1.0 - margin - half, t)
}

/// The light of a tall sign that hangs on the wall of some houses, at a place across the wall.
fn sign(scene: &Scene, ridge: &Ridge, tower: &Tower, t: f32, time_s: f32) -> Rgb {
    let draw = lattice(ridge.seed ^ 0xC5, tower.cell, 1);
    if draw > 0.16 || ridge.tone < 0.3 {
        return Rgb::BLACK;
    }
    let inside = smoothstep(0.10, 0.13, t) * smoothstep(0.19, 0.16, t);
    let colour = if draw < 0.08 { scene.palette.accent } else { scene.palette.horizon };
    let buzz = 0.85 + 0.15 * (time_s * (5.0 + 40.0 * draw) + draw * 90.0).sin();
    colour * (inside * 1.6 * buzz)
}
