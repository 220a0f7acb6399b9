//! Stars: many faint ones, few bright ones, each with its own rhythm.

use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{Dice, smoothstep};
use crate::generators::builtin::scene::Scene;
use crate::generators::builtin::view::View;

const STARS_AT_MOST: f32 = 1_500.0;

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View) {
    let mut dice = Dice::new(scene.seed ^ 0x57A2);
    let (light_x, light_y) = (view.screen_x(scene.light.x, 0.0), view.screen_y(scene.light.elevation, 0.0));
    let density = view.unit_px / 640.0;
    for _ in 0..(STARS_AT_MOST * scene.sky.stars) as u32 {
        let (x, elevation) = (dice.between(-1.1, 1.1), dice.between(-0.05, 1.25));
        let (size, warmth, phase, rhythm) = (dice.unit(), dice.unit(), dice.between(0.0, 6.3), dice.between(1.2, 4.5));
        let (px, py) = (view.screen_x(x, 0.03), view.screen_y(elevation, 0.03));
        if px < -2.0 || py < -2.0 || px > view.width as f32 + 2.0 || py > view.height as f32 + 2.0 {
            continue;
        }
        let twinkle = 0.72 + 0.28 * (phase + view.time_s * rhythm).sin();
        let brightness = 0.10 + 1.5 * size.powi(9);
        let low = smoothstep(0.0, 0.22, elevation);
        let (dx, dy) = ((px - light_x) / view.unit_px, (py - light_y) / view.unit_px);
        let outshone = smoothstep(0.002, 0.09, dx * dx + dy * dy);
        let tint = Rgb::new(0.82 + 0.3 * warmth, 0.92, 1.15 - 0.35 * warmth);
        let light = tint * (brightness * twinkle * low * outshone * density.max(0.8));
        canvas.add_point(px, py, light);
        if size > 0.93 {
            // The bright ones have a small halo, as a lens gives them.
            canvas.add_disc((px, py), 2.6 * density.max(0.7), light * 0.35);
        }
    }
}
