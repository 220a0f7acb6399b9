//! The sky: three colours from the horizon up, and the glow around the light.

use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::smoothstep;
use crate::generators::builtin::scene::{Disc, Scene};
use crate::generators::builtin::view::View;

/// The sky's colour at a height, 0 at the horizon and 1 at the top of the frame, without any glow.
pub fn colour_at(scene: &Scene, height: f32) -> Rgb {
    let palette = &scene.palette;
    let t = height.clamp(0.0, 1.0);
    if t < 0.42 {
        palette.horizon.mix(palette.middle, smoothstep(-0.10, 0.42, t))
    } else {
        palette.middle.mix(palette.zenith, smoothstep(0.42, 1.05, t))
    }
}

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View) {
    let light = &scene.light;
    let (light_x, light_y) = (view.screen_x(light.x, 0.0), view.screen_y(light.elevation, 0.0));
    let scale = 1.0 / view.scale(0.0);
    let top = view.elevation(0.0, 0.0);
    let breath = 1.0 + 0.05 * (view.time_s * 0.8 + scene.camera.phase).sin();
    // Around a moon the sky stays dark enough to see its face.
    let core = if light.disc == Disc::Moon { 0.22 } else { 0.62 };
    let glow = scene.palette.light * (core * light.glow * breath);
    let halo = scene.palette.light.mix(scene.palette.horizon, 0.6) * (0.55 * light.glow * breath);
    for y in 0..view.height {
        let elevation = view.elevation(y as f32 + 0.5, 0.0);
        let base = colour_at(scene, elevation / top);
        let dy = (y as f32 + 0.5 - light_y) * scale;
        let band = halo * (0.35 / (1.0 + (elevation * 9.0).powi(2)));
        for (x, pixel) in canvas.row_mut(y).iter_mut().enumerate() {
            let dx = (x as f32 + 0.5 - light_x) * scale;
            let d2 = dx * dx + dy * dy;
            let near = 1.0 / (1.0 + d2 * 130.0);
            let wide = 1.0 / (1.0 + d2 * 11.0);
            *pixel = base + glow * (near * near) + halo * (wide * wide) + band * (1.0 / (1.0 + dx * dx * 7.0));
        }
    }
}
