//! Lightning: a branching bolt now and then, and the sky that it lights.

use tiny_skia::{FillRule, Mask, PathBuilder, Stroke, Transform};

use crate::generators::builtin::canvas::Canvas;
use crate::generators::builtin::noise::{Dice, scramble};
use crate::generators::builtin::scene::Scene;
use crate::generators::builtin::view::View;

/// How often the sky may strike, and how long one flash is seen.
const PERIOD_S: f32 = 2.3;
const FLASH_S: f32 = 0.55;

pub fn paint(canvas: &mut Canvas, scene: &Scene, view: &View) {
    if scene.air.lightning <= 0.0 {
        return;
    }
    // A clip opens on a strike: its first frame is also its poster.
    let strike = (view.time_s / PERIOD_S) as u64;
    let since = view.time_s - strike as f32 * PERIOD_S;
    if since > FLASH_S {
        return;
    }
    let flicker = 0.75 + 0.25 * (since * 60.0).sin();
    let strength = (1.0 - since / FLASH_S).powi(2) * flicker;
    let mut dice = Dice::new(scramble(scene.seed ^ strike.wrapping_mul(0xB017)));
    let x = view.world_x(view.width as f32 * dice.between(0.12, 0.88), 0.1);
    let Some(mask) = bolt_mask(view, x, &mut dice) else { return };
    let centre_px = view.screen_x(x, 0.1);
    let sky = scene.palette.light * (0.11 * strength);
    let core = scene.palette.light * (5.0 * strength);
    for y in 0..view.height {
        let covered = &mask.data()[y * view.width..][..view.width];
        for (x, pixel) in canvas.row_mut(y).iter_mut().enumerate() {
            let away = (x as f32 - centre_px) / (view.unit_px * 0.35);
            *pixel += sky * (1.0 / (1.0 + away * away)) + core * (f32::from(covered[x]) / 255.0);
        }
    }
}

fn bolt_mask(view: &View, x: f32, dice: &mut Dice) -> Option<Mask> {
    let mut mask = Mask::new(view.width as u32, view.height as u32)?;
    let top = view.elevation(0.0, 0.1);
    let width_px = view.unit_px / 520.0;
    let mut branches = vec![(x, top, 1.0_f32)];
    // Twelve is far more than chance ever makes, and keeps a strike from growing for ever.
    for _ in 0..12 {
        let Some((mut bx, mut elevation, weight)) = branches.pop() else { break };
        let mut path = PathBuilder::new();
        path.move_to(view.screen_x(bx, 0.1), view.screen_y(elevation, 0.1));
        while elevation > 0.02 {
            bx += dice.between(-0.026, 0.026);
            elevation -= dice.between(0.012, 0.038);
            path.line_to(view.screen_x(bx, 0.1), view.screen_y(elevation, 0.1));
            if weight > 0.5 && dice.chance(0.20) {
                branches.push((bx, elevation, weight * 0.45));
            }
            if weight < 0.9 && dice.chance(0.16) {
                break;
            }
        }
        let stroke = Stroke { width: (width_px * weight).max(0.7), ..Stroke::default() };
        if let Some(outline) = path.finish().and_then(|line| line.stroke(&stroke, 1.0)) {
            mask.fill_path(&outline, FillRule::Winding, true, Transform::identity());
        }
    }
    Some(mask)
}
