//! The windows of a city: which are lit, in what colour, and the neon signs between them.

use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{lattice, smoothstep};
use crate::generators::builtin::profile::{Ridge, Tower};
use crate::generators::builtin::scene::Scene;
use crate::generators::builtin::view::View;

/// Storeys per world unit of elevation, for a skyline of scale 1.
const STOREYS: f32 = 4.6;

/// The light that a place on a façade sends out.
pub fn light(scene: &Scene, ridge: &Ridge, view: &View, place: (f32, f32)) -> Rgb {
    let (world_x, row) = place;
    let u = world_x * ridge.scale + 31.7;
    let tower = Tower::at(ridge.seed, u);
    let elevation = view.elevation(row + 0.5, ridge.depth) - ridge.base;
    let roof = tower.height * ridge.height;
    if elevation > roof - 0.006 || elevation < 0.004 {
        return Rgb::BLACK;
    }
    let across = 5.0 + (lattice(ridge.seed, tower.cell, 31) * 5.0).floor();
    let columns = (u - tower.left) / (tower.right - tower.left) * across;
    let storeys = elevation * ridge.scale * STOREYS;
    let (column, storey) = (columns.floor(), storeys.floor());
    let (fx, fy) = (columns - column, storeys - storey);
    let sharp_x = across / ((tower.right - tower.left) * view.scale(ridge.depth) / ridge.scale);
    let sharp_y = ridge.scale * STOREYS / view.rise(ridge.depth);
    let pane = frame(fx, 0.18, sharp_x) * frame(fy, 0.26, sharp_y);
    let key = tower.cell.wrapping_mul(131).wrapping_add(column as i32);
    let awake = lattice(ridge.seed ^ 0xA7, key, storey as i32);
    let busy = 0.22 + 0.38 * lattice(ridge.seed, tower.cell, 32);
    let sign = sign_light(scene, ridge, &tower, (u, elevation, view.time_s));
    if awake > busy {
        return sign;
    }
    let tint = lattice(ridge.seed ^ 0xB3, key, storey as i32);
    let warm = Rgb::new(1.0, 0.62, 0.26);
    let colour = if tint < 0.68 { warm.blend(scene.palette.light, 0.25) } else { scene.palette.accent };
    let flicker = if tint > 0.97 { 0.6 + 0.4 * (view.time_s * 5.0 + awake * 60.0).sin() } else { 1.0 };
    sign + colour * (pane * flicker * (0.16 + 0.55 * ridge.tone) * (0.35 + awake / busy))
}

/// 1 inside a pane, 0 in the wall beside it, soft over one pixel.
fn frame(t: f32, margin: f32, soft: f32) -> f32 {
    let soft = soft.clamp(0.02, 0.45);
    smoothstep(margin - soft * 0.5, margin + soft * 0.5, t)
        * smoothstep(1.0 - margin + soft * 0.5, 1.0 - margin - soft * 0.5, t)
}

/// A tall sign on the wall of some houses, and a lamp on the roof of others.
fn sign_light(scene: &Scene, ridge: &Ridge, tower: &Tower, at: (f32, f32, f32)) -> Rgb {
    let (u, elevation, time_s) = at;
    let draw = lattice(ridge.seed ^ 0xC5, tower.cell, 1);
    if draw > 0.16 || ridge.tone < 0.3 {
        return Rgb::BLACK;
    }
    let t = (u - tower.left) / (tower.right - tower.left);
    let part = elevation / (tower.height * ridge.height);
    let inside = smoothstep(0.10, 0.14, t)
        * smoothstep(0.25, 0.21, t)
        * smoothstep(0.34, 0.36, part)
        * smoothstep(0.86, 0.84, part);
    let colour = if draw < 0.08 { scene.palette.accent } else { scene.palette.horizon };
    let buzz = 0.85 + 0.15 * (time_s * (5.0 + 40.0 * draw) + draw * 90.0).sin();
    colour * (inside * 1.5 * buzz)
}
