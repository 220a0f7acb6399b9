//! Water: what stands above it, mirrored, broken by ripples, with a path of glitter under the light.

use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{noise_2d, smoothstep};
use crate::generators::builtin::scene::{Disc, Scene};
use crate::generators::builtin::view::View;

/// Where the water begins, just below the horizon.
const LEVEL: f32 = -0.012;

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View) {
    let shore = view.screen_y(LEVEL, 0.2);
    let first = (shore.max(1.0) as usize).min(view.height);
    let (above, below) = canvas.pixels.split_at_mut(first * view.width);
    let above = Mirror { pixels: above, width: view.width, height: first };
    let seed = (scene.seed & 0xFFFF_FFFF) as u32 ^ 0x3A7E;
    let rough = 0.6 + 0.9 * scene.air.lightning + 0.4 * scene.air.rain;
    let light_px = view.screen_x(scene.light.x, 0.0);
    let glitter = match scene.light.disc {
        Disc::Sun => 1.5,
        Disc::Moon => 0.9,
        Disc::Hidden => 0.40,
    };
    let glint = scene.palette.light * (glitter * scene.light.glow);
    let deep = scene.palette.near.mix(scene.palette.middle, 0.30);
    let span = (view.height as f32 - shore).max(1.0);
    for (i, row) in below.chunks_exact_mut(view.width).enumerate() {
        let down = first as f32 + i as f32 + 0.5 - shore;
        let near = (down / span).clamp(0.002, 1.0);
        // The eye stands low over the water: waves lie denser the farther they are.
        let v = 34.0 * (near + 0.015).powf(0.4) - view.time_s * 0.8;
        let u_scale = 7.0 / ((near + 0.05) * view.unit_px);
        let path = 1.0 / (view.unit_px * (0.030 + 0.16 * near));
        let swing = view.unit_px * rough * (0.003 + 0.020 * near);
        let tint = 0.80 - 0.30 * near;
        for (x, pixel) in row.iter_mut().enumerate() {
            let u = (x as f32 - view.width as f32 * 0.5) * u_scale;
            let swell = noise_2d(seed, u * 0.35 + view.time_s * 0.2, v) - 0.5;
            let chop = noise_2d(seed ^ 0x71, u + 0.4 * view.time_s, v * 2.1) - 0.5;
            let ripple = swell * 0.65 + chop * 0.55;
            let mirrored = above.at(x as f32 + ripple * swing, shore - down * 0.92 + ripple * swing * 2.4);
            let away = (x as f32 - light_px) * path;
            let spark = smoothstep(0.06, 0.30, ripple) / (1.0 + away * away * away * away);
            let body = mirrored.blend(deep, 0.16 + 0.30 * near) * (tint * (1.0 + 0.55 * ripple));
            *pixel = body + glint * (spark * (1.0 - 0.72 * near));
        }
    }
    haze_at_shore(canvas, scene, view, shore);
}

/// The part of the picture above the water, to look things up in.
struct Mirror<'a> {
    pixels: &'a [Rgb],
    width: usize,
    height: usize,
}

impl Mirror<'_> {
    fn at(&self, x: f32, y: f32) -> Rgb {
        let x = (x.max(0.0) as usize).min(self.width - 1);
        let y = y.clamp(0.0, (self.height - 1) as f32);
        let top = y as usize;
        let bottom = (top + 1).min(self.height - 1);
        self.pixels[top * self.width + x].blend(self.pixels[bottom * self.width + x], y - top as f32)
    }
}

/// A thin bright line where water and land meet: spray and distance.
fn haze_at_shore(canvas: &mut Canvas, scene: &Scene, view: &View, shore: f32) {
    let thick = view.unit_px * (0.006 + 0.012 * scene.air.fog);
    let colour = scene.palette.horizon.mix(scene.palette.far, 0.45);
    let (first, last) =
        ((shore - thick * 3.0).max(0.0) as usize, ((shore + thick * 3.0).max(0.0) as usize).min(view.height));
    for y in first..last {
        let away = (y as f32 + 0.5 - shore) / thick;
        let amount = 0.38 / (1.0 + away * away);
        for pixel in canvas.row_mut(y) {
            *pixel = pixel.blend(colour, amount);
        }
    }
}
