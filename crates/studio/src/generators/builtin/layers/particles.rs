//! What fills the air in front of the land: rain, snow, embers, fireflies, dust. Each follows its own path for ever.

use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{Dice, noise_1d};
use crate::generators::builtin::scene::Scene;
use crate::generators::builtin::view::View;

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View) {
    let swarm = |salt: u64, most: f32, amount: f32| Swarm {
        dice: Dice::new(scene.seed ^ salt),
        // Wide frames and tall frames have the same area in world units, so one count suits all.
        count: (most * amount) as u32,
    };
    dust(canvas, scene, view, swarm(0xD057, 130.0, scene.air.dust));
    fireflies(canvas, scene, view, swarm(0xF17E, 70.0, scene.air.fireflies));
    embers(canvas, scene, view, swarm(0xE3B5, 340.0, scene.air.embers));
    snow(canvas, scene, view, swarm(0x5209, 520.0, scene.air.snow));
    rain(canvas, scene, view, swarm(0x2A19, 900.0, scene.air.rain));
}

/// A number of particles and the chance that scatters them.
struct Swarm {
    dice: Dice,
    count: u32,
}

/// A place on the frame that wraps around with some room outside, in pixels.
fn wrapped(view: &View, u: f32, v: f32) -> (f32, f32) {
    let turn = |t: f32| t - t.floor();
    ((turn(u) * 1.1 - 0.05) * view.width as f32, (turn(v) * 1.1 - 0.05) * view.height as f32)
}

fn dust(canvas: &mut Canvas, scene: &Scene, view: &View, mut swarm: Swarm) {
    let t = view.time_s;
    for _ in 0..swarm.count {
        let d = &mut swarm.dice;
        let (u, v, near, phase) = (d.unit(), d.unit(), d.unit(), d.between(0.0, 6.3));
        let (x, y) = wrapped(view, u + t * 0.012 * (0.3 + near), v - t * 0.008 * near + 0.01 * (t * 0.7 + phase).sin());
        let shimmer = 0.5 + 0.5 * (t * 1.3 + phase).sin();
        let lit = lit_by(scene, view, x, y);
        let light = scene.palette.light.blend(scene.palette.horizon, 0.5)
            * ((0.02 + 0.16 * lit) * shimmer * (0.4 + 0.6 * near));
        canvas.add_disc((x, y), view.unit_px * (0.0008 + 0.0018 * near * near), light);
    }
}

fn fireflies(canvas: &mut Canvas, scene: &Scene, view: &View, mut swarm: Swarm) {
    let t = view.time_s;
    for _ in 0..swarm.count {
        let d = &mut swarm.dice;
        let (u, v, near) = (d.unit(), d.between(0.42, 0.98), d.unit());
        let (phase, rhythm) = (d.between(0.0, 6.3), d.between(0.6, 1.6));
        let x =
            (u + 0.018 * (t * 0.6 * rhythm + phase).sin() + 0.010 * (t * 0.9 + phase * 2.0).cos()) * view.width as f32;
        let y = (v + 0.020 * (t * 0.5 * rhythm + phase * 1.7).cos()) * view.height as f32;
        let pulse = (0.55 + 0.45 * (t * 1.6 * rhythm + phase).sin()).powi(2);
        let radius = view.unit_px * (0.0012 + 0.0022 * near * near);
        let colour = scene.palette.accent;
        canvas.add_disc((x, y), radius * 6.5, colour * (0.075 * pulse));
        canvas.add_disc((x, y), radius, (colour + scene.palette.light * 0.6) * (1.5 * pulse));
    }
}

fn embers(canvas: &mut Canvas, scene: &Scene, view: &View, mut swarm: Swarm) {
    let t = view.time_s;
    let seed = (scene.seed & 0xFFFF) as u32;
    let (hot, cool) = (Rgb::new(1.0, 0.62, 0.22), Rgb::new(1.0, 0.20, 0.04));
    for i in 0..swarm.count {
        let d = &mut swarm.dice;
        let (u, v, near, phase) = (d.unit(), d.unit(), d.unit(), d.between(0.0, 6.3));
        let rise = v - t * (0.05 + 0.10 * near);
        let curl = 0.05 * (noise_1d(seed.wrapping_add(i), t * 0.8 + rise * 3.0) - 0.5);
        let (x, y) = wrapped(view, u + curl + t * 0.02, rise);
        let high = 1.0 - y / view.height as f32;
        let flicker = 0.6 + 0.4 * (t * 7.0 + phase).sin();
        let fade = (1.15 - high).clamp(0.1, 1.0);
        let light = hot.blend(cool, high.clamp(0.0, 1.0)) * (flicker * fade * (0.9 + 1.8 * near));
        let radius = view.unit_px * (0.0009 + 0.0026 * near.powi(3));
        canvas.add_disc((x, y), radius, light);
        canvas.add_disc((x, y), radius * 5.0, light * 0.05);
    }
}

fn snow(canvas: &mut Canvas, scene: &Scene, view: &View, mut swarm: Swarm) {
    let t = view.time_s;
    let colour = scene.palette.light.blend(scene.palette.horizon, 0.3);
    for _ in 0..swarm.count {
        let d = &mut swarm.dice;
        let (u, v, near, phase) = (d.unit(), d.unit(), d.unit(), d.between(0.0, 6.3));
        let sway = 0.010 * (t * 0.9 + phase).sin();
        let (x, y) = wrapped(view, u + sway + t * 0.015 * (0.5 + near), v + t * (0.03 + 0.10 * near));
        let size = near.powi(4);
        let lit = 0.55 + 0.9 * lit_by(scene, view, x, y);
        let strength = (0.42 - 0.30 * size) * lit;
        canvas.add_disc((x, y), view.unit_px * (0.0010 + 0.0052 * size), colour * strength);
    }
}

fn rain(canvas: &mut Canvas, scene: &Scene, view: &View, mut swarm: Swarm) {
    let t = view.time_s;
    let colour = scene.palette.light.blend(scene.palette.horizon, 0.35);
    let slant = if scene.air.lightning > 0.0 { 0.22 } else { 0.09 };
    for _ in 0..swarm.count {
        let d = &mut swarm.dice;
        let (u, v, near) = (d.unit(), d.unit(), d.unit());
        let fall = v + t * (1.1 + 1.1 * near);
        let (x, y) = wrapped(view, u - slant * fall * 0.6, fall);
        let length = view.unit_px * (0.012 + 0.040 * near);
        let strength = (0.030 + 0.105 * near * near) * (0.6 + 0.9 * lit_by(scene, view, x, y));
        let steps = length.max(2.0) as usize;
        for step in 0..steps {
            let along = step as f32;
            let taper = 1.0 - along / steps as f32;
            canvas.add_point(x + along * slant, y - along, colour * (strength * taper));
        }
    }
}

/// How much of the scene's light reaches a place on the frame, 0 to 1.
fn lit_by(scene: &Scene, view: &View, x: f32, y: f32) -> f32 {
    let dx = (x - view.screen_x(scene.light.x, 0.0)) / view.unit_px;
    let dy = (y - view.screen_y(scene.light.elevation, 0.0)) / view.unit_px;
    1.0 / (1.0 + (dx * dx + dy * dy) * 9.0)
}
