//! Round bodies in the sky: the sun, the moon, a planet.

use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{fractal_2d, smoothstep};
use crate::generators::builtin::scene::{Disc, Planet, Scene};
use crate::generators::builtin::view::View;

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View) {
    if let Some(planet) = &scene.sky.planet {
        paint_planet(canvas, scene, view, planet);
    }
    let light = &scene.light;
    let centre = (view.screen_x(light.x, 0.0), view.screen_y(light.elevation, 0.0));
    let radius_px = light.radius * view.scale(0.0);
    let seed = (scene.seed & 0xFFFF) as u32;
    match light.disc {
        Disc::Hidden => {}
        Disc::Sun => over_disc(canvas, centre, radius_px, |_, _, edge, below| {
            let colour = scene.palette.light * 3.2;
            (colour, edge * (1.0 - 0.25 * below))
        }),
        Disc::Moon => over_disc(canvas, centre, radius_px, |u, v, edge, _| {
            let seas = smoothstep(0.44, 0.66, fractal_2d(seed, u * 2.1 + 7.0, v * 2.1, 4));
            let limb = 1.0 - 0.35 * (u * u + v * v);
            (scene.palette.light * ((1.70 - 0.55 * seas) * limb), edge)
        }),
    }
}

/// Visits the pixels of a disc with their place in it (-1 to 1), the coverage of its edge, and how far down they lie.
fn over_disc(
    canvas: &mut Canvas,
    centre: (f32, f32),
    radius_px: f32,
    colour: impl Fn(f32, f32, f32, f32) -> (Rgb, f32),
) {
    let reach = radius_px + 1.5;
    let (top, bottom) = clipped(centre.1, reach, canvas.height);
    let (left, right) = clipped(centre.0, reach, canvas.width);
    for y in top..bottom {
        for x in left..right {
            let (dx, dy) = (x as f32 + 0.5 - centre.0, y as f32 + 0.5 - centre.1);
            let edge = (radius_px - (dx * dx + dy * dy).sqrt() + 0.5).clamp(0.0, 1.0);
            if edge > 0.0 {
                let (u, v) = (dx / radius_px, dy / radius_px);
                let (light, amount) = colour(u, v, edge, (v * 0.5 + 0.5).clamp(0.0, 1.0));
                let pixel = &mut canvas.row_mut(y)[x];
                *pixel = pixel.blend(light, amount);
            }
        }
    }
}

fn clipped(centre: f32, reach: f32, limit: usize) -> (usize, usize) {
    let low = (centre - reach).max(0.0) as usize;
    let high = ((centre + reach).max(0.0) as usize + 1).min(limit);
    (low.min(limit), high)
}

fn paint_planet(canvas: &mut Canvas, scene: &Scene, view: &View, planet: &Planet) {
    let centre = (view.screen_x(planet.x, 0.04), view.screen_y(planet.elevation, 0.04));
    let radius_px = planet.radius * view.scale(0.04);
    let seed = (scene.seed >> 20 & 0xFFFF) as u32;
    let side = (scene.light.x - planet.x).signum();
    let (day, band) = (scene.palette.horizon.blend(scene.palette.light, 0.35), scene.palette.middle);
    let turn = view.time_s * 0.03;
    if planet.has_ring {
        paint_ring(canvas, scene, centre, radius_px, RingHalf::Behind);
    }
    over_disc(canvas, centre, radius_px, |u, v, edge, _| {
        let depth = (1.0 - u * u - v * v).max(0.0).sqrt();
        let sun = (u * side * 0.78 - v * 0.42 + depth * 0.46).max(0.0);
        let stripes =
            fractal_2d(seed, v * 5.0 + 0.5 * fractal_2d(seed ^ 3, u * 2.0 + turn, v * 4.0, 3), 0.4 * u + turn, 4);
        let rim = (1.0 - depth).powi(3) * 0.5 * (0.25 + sun);
        let surface = day.blend(band, smoothstep(0.3, 0.7, stripes)) * (0.015 + sun.powf(1.2) * 0.85);
        (surface + scene.palette.accent * rim, edge)
    });
    if planet.has_ring {
        paint_ring(canvas, scene, centre, radius_px, RingHalf::InFront);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum RingHalf {
    Behind,
    InFront,
}

fn paint_ring(canvas: &mut Canvas, scene: &Scene, centre: (f32, f32), radius_px: f32, half: RingHalf) {
    let reach = radius_px * 2.25;
    let (top, bottom) = clipped(centre.1, reach, canvas.height);
    let (left, right) = clipped(centre.0, reach, canvas.width);
    let seed = (scene.seed >> 24 & 0xFFFF) as u32;
    let colour = scene.palette.light.blend(scene.palette.horizon, 0.5);
    for y in top..bottom {
        for x in left..right {
            let (dx, dy) = ((x as f32 + 0.5 - centre.0) / radius_px, (y as f32 + 0.5 - centre.1) / radius_px);
            // The ring lies tilted: turned a little, and seen almost from its side.
            let (u, v) = (dx * 0.951 + dy * 0.309, (dy * 0.951 - dx * 0.309) * 4.2);
            if (v > 0.0) != (half == RingHalf::InFront) {
                continue;
            }
            let r = (u * u + v * v).sqrt();
            let inside = smoothstep(1.28, 1.34, r) * smoothstep(2.15, 2.05, r);
            if inside > 0.0 {
                let grooves = 0.35 + 0.65 * fractal_2d(seed, r * 14.0, 0.0, 3);
                let pixel = &mut canvas.row_mut(y)[x];
                *pixel = pixel.blend(colour * 0.55, inside * grooves * 0.7);
            }
        }
    }
}
