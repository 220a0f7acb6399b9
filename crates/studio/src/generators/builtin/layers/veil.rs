//! What is soft in the sky and drifts: clouds, auroras, nebulae. Painted coarsely and stretched, which nobody can see.

use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{fractal_2d, noise_1d, noise_2d, smoothstep};
use crate::generators::builtin::scene::Scene;
use crate::generators::builtin::view::View;

const COARSENESS: usize = 4;

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View) {
    if scene.sky.nebula > 0.0 || scene.sky.aurora > 0.0 || scene.sky.shafts > 0.0 {
        let shine = coarse(view, |x, elevation| {
            let mut light = Rgb::BLACK;
            if scene.sky.nebula > 0.0 {
                light += nebula(scene, view, x, elevation) * scene.sky.nebula;
            }
            if scene.sky.aurora > 0.0 {
                light += aurora(scene, view, x, elevation) * scene.sky.aurora;
            }
            if scene.sky.shafts > 0.0 {
                light += shafts(scene, view, x, elevation) * scene.sky.shafts;
            }
            light
        });
        let size = (view.width, view.height);
        for y in 0..view.height {
            let row = canvas.row_mut(y);
            shine.stretch_row(y, size, |x, light| row[x] += light);
        }
    }
    if scene.sky.clouds > 0.0 {
        paint_clouds(canvas, scene, view);
    }
}

fn coarse(view: &View, sample: impl Fn(f32, f32) -> Rgb) -> Canvas {
    let mut small = Canvas::new(view.width.div_ceil(COARSENESS), view.height.div_ceil(COARSENESS));
    let (fx, fy) = (view.width as f32 / small.width as f32, view.height as f32 / small.height as f32);
    for y in 0..small.height {
        let elevation = view.elevation((y as f32 + 0.5) * fy, 0.0);
        if elevation < -0.08 {
            break;
        }
        for (x, pixel) in small.row_mut(y).iter_mut().enumerate() {
            *pixel = sample(view.world_x((x as f32 + 0.5) * fx, 0.02), elevation);
        }
    }
    small
}

/// Clouds as coverage (red) and how much light reaches them (green).
fn paint_clouds(canvas: &mut Canvas, scene: &Scene, view: &View) {
    let seed = (scene.seed & 0xFFFF_FFFF) as u32 ^ 0xC10D;
    let amount = scene.sky.clouds;
    let (low, high) = (0.66 - 0.30 * amount, 0.90 - 0.16 * amount);
    let drift = view.time_s * 0.030;
    let side = if scene.light.x > 0.0 { 0.10 } else { -0.10 };
    let field = coarse(view, |x, elevation| {
        // Clouds lie in a plane overhead: towards the horizon they are seen at a flatter angle.
        let reach = 0.55 / (elevation.max(-0.02) + 0.20);
        let (u, v) = (x * reach * 2.1 + drift, reach * 3.0 + 0.2 * drift);
        let density = fractal_2d(seed, u, v, 5);
        let sunward = fractal_2d(seed, u + side, v + 0.12, 3);
        let coverage = smoothstep(low, high, density) * (0.45 + 0.5 * amount);
        Rgb::new(coverage, (0.5 + (density - sunward) * 2.6).clamp(0.0, 1.0), 0.0)
    });
    let palette = &scene.palette;
    let shade = palette.zenith.mix(palette.far, 0.35) * (1.0 - 0.35 * amount);
    let lit = palette.horizon.mix(palette.light, 0.35);
    let light_x = view.screen_x(scene.light.x, 0.0);
    let reach = 1.0 / (view.unit_px * 0.55);
    let size = (view.width, view.height);
    for y in 0..view.height {
        let row = canvas.row_mut(y);
        field.stretch_row(y, size, |x, cloud| {
            let away = (x as f32 - light_x) * reach;
            let nearness = 1.0 / (1.0 + away * away);
            let colour = shade.blend(lit, cloud.g * (0.18 + 0.75 * nearness));
            row[x] = row[x].blend(colour, cloud.r);
        });
    }
}

/// Gas between the stars: noise bent by noise, two colours, dark lanes.
fn nebula(scene: &Scene, view: &View, x: f32, elevation: f32) -> Rgb {
    let seed = (scene.seed >> 16 & 0xFFFF_FFFF) as u32;
    let drift = view.time_s * 0.012;
    let (u, v) = (x * 2.3 + drift, elevation * 2.3);
    let bend_u = fractal_2d(seed, u + 5.2, v, 3);
    let bend_v = fractal_2d(seed ^ 0x77, u, v + 1.3 + drift, 3);
    let gas = fractal_2d(seed ^ 0x1234, u + 1.9 * bend_u, v + 1.9 * bend_v, 5);
    let lanes = smoothstep(0.30, 0.62, fractal_2d(seed ^ 0x4321, u * 1.4 + bend_v, v * 1.4, 4));
    let band = 1.0 / (1.0 + ((elevation - 0.28 - 0.35 * x * (bend_u - 0.2)) * 3.6).powi(2));
    let density = smoothstep(0.34, 0.85, gas) * lanes * band;
    let colour = scene.palette.horizon.blend(scene.palette.accent, smoothstep(0.42, 0.62, bend_v));
    colour * (density * 1.15) + scene.palette.light * (density.powi(3) * 0.9)
}

/// Light that falls through a moving surface: bands that fan out from where it is brightest.
fn shafts(scene: &Scene, view: &View, x: f32, elevation: f32) -> Rgb {
    let seed = (scene.seed >> 4 & 0xFFFF_FFFF) as u32;
    let (dx, down) = (x - scene.light.x, (scene.light.elevation + 0.25 - elevation).max(0.05));
    let fan = dx / down;
    let t = view.time_s;
    let bands = noise_1d(seed, fan * 9.0 + t * 0.25) * noise_1d(seed ^ 0x5A, fan * 21.0 - t * 0.35);
    let fade = 1.0 / (1.0 + (down * 2.1).powi(3)) / (1.0 + fan * fan * 1.6);
    scene.palette.zenith.blend(scene.palette.light, 0.35) * (smoothstep(0.14, 0.62, bands) * fade * 0.72)
}

/// Curtains of light: a wavering foot, rays that fade upwards, green below and violet above.
fn aurora(scene: &Scene, view: &View, x: f32, elevation: f32) -> Rgb {
    let seed = (scene.seed >> 8 & 0xFFFF_FFFF) as u32;
    let t = view.time_s;
    let tilt = 0.25 * (noise_1d(seed ^ 0xF0, 3.3) - 0.5);
    let (green, violet) = (Rgb::new(0.10, 0.95, 0.48), Rgb::new(0.50, 0.22, 0.95));
    let mut light = Rgb::BLACK;
    for curtain in 0..3_u32 {
        let key = seed.wrapping_add(curtain * 101);
        let offset = curtain as f32;
        let fold = noise_1d(key, x * 2.1 + t * 0.09 + offset) - 0.5;
        let foot = 0.14 + 0.085 * offset + 0.26 * fold + tilt * x + 0.022 * (x * 7.0 + t * 0.4 + offset * 2.0).sin();
        let above = elevation - foot;
        if above < -0.03 {
            continue;
        }
        let rays = 0.35 + 0.65 * noise_2d(key ^ 0x55, x * 26.0 + 9.0 * fold + t * 0.5, t * 0.35 + offset);
        let patches = 0.12 + 0.88 * smoothstep(0.30, 0.66, noise_1d(key ^ 0xAA, x * 1.7 - t * 0.07 + offset * 3.1));
        let length = 0.055 + 0.11 * noise_1d(key ^ 0x33, x * 3.0 + t * 0.1);
        let rise = smoothstep(-0.03, 0.015, above) / (1.0 + (above.max(0.0) / length).powi(2) * 1.6);
        let colour = green.blend(violet, smoothstep(0.04, 0.30, above)).blend(scene.palette.accent, 0.20);
        light += colour * (rise * rays * patches * (0.62 - 0.12 * offset));
    }
    light
}
