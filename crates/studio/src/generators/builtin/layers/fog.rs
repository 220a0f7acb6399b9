//! Banks of fog that drift between the ridges and catch the light.

use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::colour::Rgb;
use crate::generators::builtin::noise::{fractal_2d, smoothstep};
use crate::generators::builtin::profile::Profile;
use crate::generators::builtin::scene::Scene;
use crate::generators::builtin::view::View;

const COARSENESS: usize = 6;

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View, index: usize) {
    let ridge = &scene.ridges[index];
    let is_last = index + 1 == scene.ridges.len();
    let amount = scene.air.fog * (1.0 - 0.75 * ridge.tone) * 0.75;
    // Every other gap is enough, and in a city only the farthest streets are misty.
    let is_skipped = index > 0 && index.is_multiple_of(2) || ridge.profile == Profile::City && index > 1;
    if is_last || is_skipped || amount < 0.08 {
        return;
    }
    let centre = ridge.base + 0.10 * ridge.height;
    let thick = 0.050 + 0.35 * ridge.height * scene.air.fog;
    let top_row = view.screen_y(centre + thick * 1.6, ridge.depth).max(0.0) as usize;
    let end_row = (view.screen_y(centre - thick * 1.6, ridge.depth).max(0.0) as usize).min(view.height);
    if top_row >= end_row {
        return;
    }
    let bank = bank(scene, view, index, (top_row, end_row), (centre, thick));
    let colour = scene.palette.horizon.mix(scene.palette.far, 0.35);
    let glow = scene.palette.light.mix(scene.palette.horizon, 0.5);
    let light_px = view.screen_x(scene.light.x, 0.0);
    let reach = 1.0 / (view.unit_px * 0.40);
    let size = (view.width, end_row - top_row);
    for y in top_row..end_row {
        let row = canvas.row_mut(y);
        bank.stretch_row(y - top_row, size, |x, fog| {
            let away = (x as f32 - light_px) * reach;
            let lit = colour.blend(glow, 0.35 / (1.0 + away * away));
            row[x] = row[x].blend(lit, fog.r * amount);
        });
    }
}

/// The density of one bank, coarse, in the red channel.
fn bank(scene: &Scene, view: &View, index: usize, rows: (usize, usize), band: (f32, f32)) -> Canvas {
    let depth = scene.ridges[index].depth;
    let (top_row, end_row) = rows;
    let (centre, thick) = band;
    let seed = (scene.seed >> 12 & 0xFFFF_FFFF) as u32 ^ (index as u32 * 977);
    let drift = view.time_s * (0.05 + 0.10 * depth);
    let mut bank = Canvas::new(view.width.div_ceil(COARSENESS), (end_row - top_row).div_ceil(COARSENESS));
    let (fx, fy) = (view.width as f32 / bank.width as f32, (end_row - top_row) as f32 / bank.height as f32);
    for y in 0..bank.height {
        let elevation = view.elevation(top_row as f32 + (y as f32 + 0.5) * fy, depth);
        let off = (elevation - centre) / thick;
        let shape = smoothstep(1.6, 0.2, off) * smoothstep(-1.6, -0.5, off);
        for (x, pixel) in bank.row_mut(y).iter_mut().enumerate() {
            let u = view.world_x((x as f32 + 0.5) * fx, depth) * 2.6 + drift;
            let density = fractal_2d(seed, u, elevation * 9.0 + 0.3 * drift, 4);
            *pixel = Rgb::new(shape * smoothstep(0.22, 0.72, density), 0.0, 0.0);
        }
    }
    bank
}
