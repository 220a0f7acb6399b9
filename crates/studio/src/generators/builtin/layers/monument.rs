//! Puts what is built or grown into the landscape: a silhouette with a lit edge, its lamps, the lighthouse's beams.

use tiny_skia::{FillRule, Mask, Transform};

use super::forms;
use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::noise_2d;
use crate::generators::builtin::scene::{Form, Monument, Scene};
use crate::generators::builtin::view::View;

/// Paints the monument if it stands on this ridge.
pub fn paint_standing(canvas: &mut Canvas, scene: &Scene, view: &View, ridge: usize) {
    if let Some(monument) = scene.monument.filter(|m| m.ridge == ridge && m.form != Form::Sailboat) {
        let land = &scene.ridges[ridge];
        for &(member, offset) in forms::members(monument.form) {
            let x = monument.x + offset * monument.height;
            let half = forms::foot(member) * monument.height * 0.5;
            let ground = [-half, 0.0, half].map(|dx| land.elevation(x + dx)).into_iter().fold(f32::MAX, f32::min);
            let stand = Stand { ground: ground - 0.002, depth: land.depth, tone: land.tone };
            paint(canvas, scene, view, &Monument { form: member, x, ..monument }, &stand);
        }
    }
}

/// Paints the monument if it floats on the water.
pub fn paint_floating(canvas: &mut Canvas, scene: &Scene, view: &View) {
    if let Some(monument) = scene.monument.filter(|m| m.form == Form::Sailboat) {
        let bob = 0.0025 * (view.time_s * 1.4).sin();
        let stand = Stand { ground: -0.055 + bob, depth: 0.3, tone: 0.85 };
        paint(canvas, scene, view, &monument, &stand);
    }
}

/// Where the foot is.
struct Stand {
    ground: f32,
    depth: f32,
    tone: f32,
}

fn paint(canvas: &mut Canvas, scene: &Scene, view: &View, monument: &Monument, stand: &Stand) {
    let scale = view.scale(stand.depth) * monument.height;
    let foot = (view.screen_x(monument.x, stand.depth), view.screen_y(stand.ground, stand.depth));
    let lean = if monument.form == Form::Sailboat { 0.05 * (view.time_s * 1.1 + 0.5).sin() } else { 0.0 };
    let place = Transform::from_row(scale, 0.0, lean * scale, -scale, foot.0, foot.1);
    let Some(mut mask) = Mask::new(view.width as u32, view.height as u32) else { return };
    for path in forms::paths(monument.form, scene.seed) {
        mask.fill_path(&path, FillRule::Winding, true, place);
    }
    let side = (scene.light.x - monument.x).signum();
    let colour = scene.palette.near.mix(scene.palette.far, 0.22 * (1.0 - stand.tone) + 0.06);
    let rim = scene.palette.light.mix(scene.palette.horizon, 0.4) * (0.55 * scene.light.glow);
    fill(canvas, &mask, (colour, rim), side * view.unit_px / 480.0);
    for lamp in forms::lamps(monument.form) {
        let at = (foot.0 + lamp.x * scale, foot.1 - lamp.y * scale);
        let radius = (lamp.radius * scale).max(0.7);
        let glow = Rgb::new(1.0, 0.74, 0.40).blend(scene.palette.accent, 0.25);
        let breath = 0.88 + 0.12 * (view.time_s * 2.1 + lamp.x * 40.0).sin();
        canvas.add_disc(at, radius, glow * (1.9 * breath));
        canvas.add_disc(at, radius * 5.0, glow * (0.14 * breath));
    }
    if monument.form == Form::Lighthouse {
        beams(canvas, scene, view, (foot.0, foot.1 - 0.905 * scale));
    }
}

fn fill(canvas: &mut Canvas, mask: &Mask, paint: (Rgb, Rgb), rim_px: f32) {
    let (colour, rim) = paint;
    let width = canvas.width;
    let shift = if rim_px.abs() < 1.0 { rim_px.signum() } else { rim_px };
    for y in 0..canvas.height {
        let cover = &mask.data()[y * width..][..width];
        if cover.iter().all(|c| *c == 0) {
            continue;
        }
        for (x, pixel) in canvas.row_mut(y).iter_mut().enumerate() {
            if cover[x] > 0 {
                let beside = (x as f32 + shift).clamp(0.0, (width - 1) as f32) as usize;
                let open = f32::from(cover[x].saturating_sub(cover[beside])) / 255.0;
                *pixel = pixel.blend(colour + rim * open, f32::from(cover[x]) / 255.0);
            }
        }
    }
}

/// Two beams that turn. Seen from the side they are long and bright; towards the eye, the lamp itself flares.
fn beams(canvas: &mut Canvas, scene: &Scene, view: &View, lamp: (f32, f32)) {
    let angle = scene.camera.phase + 0.5 + view.time_s * 0.85;
    let (towards, across) = angle.sin_cos();
    let flare = scene.palette.light * (2.2 + 2.8 * towards.abs().powi(6));
    canvas.add_disc(lamp, view.unit_px * 0.012, flare);
    canvas.add_disc(lamp, view.unit_px * 0.060, flare * 0.16);
    let colour = scene.palette.light.blend(scene.palette.accent, 0.15) * (0.70 * (0.30 + 0.70 * across.abs()));
    let tilt = 0.10 * towards;
    let seed = (scene.seed & 0xFFFF) as u32;
    let unit = 1.0 / view.unit_px;
    for y in 0..view.height {
        let dy = (y as f32 + 0.5 - lamp.1) * unit;
        // Smoke is so soft that one look at every fourth pixel is enough.
        let mut smoke = 1.0;
        for (x, pixel) in canvas.row_mut(y).iter_mut().enumerate() {
            let dx = (x as f32 + 0.5 - lamp.0) * unit;
            let along = dx.abs() / across.abs().max(0.12);
            let reach = dx.abs();
            let half = 0.006 + 0.095 * reach;
            let off = (dy + tilt * reach).abs() / half;
            if off < 1.0 {
                let soft = (1.0 - off) * (1.0 - off);
                if x.is_multiple_of(4) {
                    smoke = 0.65 + 0.7 * noise_2d(seed, dx * 9.0 + view.time_s * 0.3, dy * 16.0);
                }
                *pixel += colour * (soft * smoke * 0.75 / (1.0 + along * along * 5.0));
            }
        }
    }
}
