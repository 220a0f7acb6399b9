//! The outlines of what stands in a landscape. Each is one unit high, its foot in the origin, y upwards.

use tiny_skia::{Path, PathBuilder, Rect};

use crate::generators::builtin::noise::Dice;
use crate::generators::builtin::scene::Form;

/// A lit window or lamp, in the measure of its form.
pub struct Lamp {
    pub x: f32,
    pub y: f32,
    pub radius: f32,
}

/// How wide a form stands on the ground.
pub fn foot(form: Form) -> f32 {
    match form {
        Form::Lighthouse => 0.36,
        Form::Castle => 1.2,
        Form::Ruin => 1.5,
        Form::Sailboat => 0.7,
        Form::LoneTree => 0.12,
        Form::Caravan | Form::Camel => 0.5,
        Form::Wanderer => 0.3,
        Form::Station => 1.4,
    }
}

/// Who belongs to a form, and how far from its middle each stands: a caravan walks in a line, each on its own ground.
pub fn members(form: Form) -> &'static [(Form, f32)] {
    match form {
        Form::Lighthouse => &[(Form::Lighthouse, 0.0)],
        Form::Castle => &[(Form::Castle, 0.0)],
        Form::Ruin => &[(Form::Ruin, 0.0)],
        Form::Sailboat => &[(Form::Sailboat, 0.0)],
        Form::LoneTree => &[(Form::LoneTree, 0.0)],
        Form::Wanderer => &[(Form::Wanderer, 0.0)],
        Form::Station => &[(Form::Station, 0.0)],
        Form::Camel => &[(Form::Camel, 0.0)],
        Form::Caravan => {
            &[(Form::Wanderer, 2.3), (Form::Camel, 1.35), (Form::Camel, 0.1), (Form::Camel, -1.1), (Form::Camel, -2.5)]
        }
    }
}

pub fn paths(form: Form, seed: u64) -> Vec<Path> {
    let mut outline = Outline::default();
    match form {
        Form::Lighthouse => lighthouse(&mut outline),
        Form::Castle => castle(&mut outline),
        Form::Ruin => ruin(&mut outline),
        Form::Sailboat => sailboat(&mut outline),
        Form::LoneTree => tree(&mut outline, &mut Dice::new(seed ^ 0x73EE)),
        // A caravan is painted member by member.
        Form::Caravan | Form::Camel => camel(&mut outline, 0.0),
        Form::Wanderer => wanderer(&mut outline, 0.0),
        Form::Station => station(&mut outline),
    }
    outline.paths
}

pub fn lamps(form: Form) -> Vec<Lamp> {
    let at = |places: &[(f32, f32)], radius: f32| places.iter().map(|&(x, y)| Lamp { x, y, radius }).collect();
    match form {
        Form::Lighthouse => at(&[(0.0, 0.52), (0.01, 0.30), (0.215, 0.11)], 0.014),
        Form::Castle => {
            at(&[(-0.36, 0.44), (0.0, 0.60), (0.02, 0.40), (0.35, 0.36), (-0.14, 0.22), (0.20, 0.20)], 0.016)
        }
        Form::Station => {
            at(&[(-0.42, 0.16), (-0.30, 0.16), (-0.02, 0.34), (0.10, 0.34), (0.40, 0.13), (0.50, 0.13)], 0.020)
        }
        Form::Sailboat => at(&[(0.30, 0.14)], 0.018),
        Form::Ruin | Form::LoneTree | Form::Caravan | Form::Camel | Form::Wanderer => Vec::new(),
    }
}

#[derive(Default)]
struct Outline {
    paths: Vec<Path>,
}

impl Outline {
    fn polygon(&mut self, points: &[(f32, f32)]) {
        let mut path = PathBuilder::new();
        for (i, &(x, y)) in points.iter().enumerate() {
            if i == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        path.close();
        self.paths.extend(path.finish());
    }

    /// From its left lower corner.
    fn block(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]);
    }

    fn ellipse(&mut self, x: f32, y: f32, rx: f32, ry: f32) {
        if let Some(bounds) = Rect::from_ltrb(x - rx, y - ry, x + rx, y + ry) {
            self.paths.extend(PathBuilder::from_oval(bounds));
        }
    }
}

fn lighthouse(o: &mut Outline) {
    o.polygon(&[(-0.105, -0.05), (0.105, -0.05), (0.062, 0.80), (-0.062, 0.80)]);
    o.block(-0.098, 0.80, 0.196, 0.028);
    o.block(-0.050, 0.82, 0.012, 0.13);
    o.block(0.038, 0.82, 0.012, 0.13);
    o.block(-0.006, 0.82, 0.012, 0.13);
    o.polygon(&[(-0.075, 0.945), (0.075, 0.945), (0.0, 1.03)]);
    o.block(-0.005, 1.02, 0.010, 0.06);
    // The keeper's house leans against the tower.
    o.block(0.08, -0.05, 0.26, 0.22);
    o.polygon(&[(0.05, 0.165), (0.37, 0.165), (0.21, 0.27)]);
}

fn castle(o: &mut Outline) {
    o.block(-0.55, -0.12, 1.10, 0.42);
    for i in 0..9_u8 {
        o.block(-0.55 + f32::from(i) * 0.128, 0.29, 0.07, 0.05);
    }
    for (x, width, height) in [(-0.46, 0.20, 0.58), (-0.12, 0.24, 0.74), (0.26, 0.18, 0.50), (0.47, 0.12, 0.42)] {
        o.block(x, -0.12, width, height + 0.12);
        o.block(x - 0.015, height - 0.05, width + 0.03, 0.05);
        o.polygon(&[(x - 0.03, height), (x + width + 0.03, height), (x + width * 0.5, height + width * 1.15)]);
    }
    o.block(-0.003, 1.0, 0.006, 0.09);
    o.polygon(&[(0.0, 1.09), (0.075, 1.06), (0.0, 1.035)]);
}

fn ruin(o: &mut Outline) {
    o.polygon(&[(-0.85, -0.10), (0.85, -0.10), (0.78, 0.05), (-0.78, 0.05)]);
    o.block(-0.72, 0.04, 1.44, 0.035);
    let columns =
        [(-0.66, 0.66), (-0.46, 0.66), (-0.26, 0.66), (-0.06, 0.66), (0.14, 0.48), (0.34, 0.60), (0.56, 0.27)];
    for (x, height) in columns {
        o.polygon(&[(x - 0.038, 0.05), (x + 0.038, 0.05), (x + 0.030, height), (x - 0.030, height)]);
        o.block(x - 0.050, height - 0.015, 0.10, 0.03);
    }
    o.polygon(&[(-0.74, 0.68), (0.0, 0.68), (0.05, 0.71), (-0.02, 0.76), (-0.74, 0.76)]);
    o.polygon(&[(-0.76, 0.76), (-0.10, 0.76), (-0.18, 0.85), (-0.27, 0.87), (-0.36, 0.94), (-0.42, 0.93)]);
    o.polygon(&[(0.66, 0.03), (0.80, 0.03), (0.76, 0.12), (0.70, 0.10)]);
}

fn sailboat(o: &mut Outline) {
    o.polygon(&[(-0.34, 0.12), (0.40, 0.12), (0.28, 0.0), (-0.26, 0.0)]);
    o.block(0.0, 0.10, 0.014, 0.92);
    o.polygon(&[(0.03, 0.18), (0.36, 0.20), (0.03, 0.92)]);
    o.polygon(&[(-0.02, 0.17), (-0.30, 0.17), (-0.02, 1.0)]);
}

fn tree(o: &mut Outline, dice: &mut Dice) {
    o.polygon(&[(-0.055, -0.05), (0.055, -0.05), (0.024, 0.34), (0.03, 0.50), (-0.02, 0.50), (-0.022, 0.34)]);
    branch(o, dice, (0.0, 0.34), 1.57, 0.26, 5);
}

/// A branch that forks until it is a twig; leaves hang on the last forks.
fn branch(o: &mut Outline, dice: &mut Dice, from: (f32, f32), angle: f32, length: f32, forks: u32) {
    let to = (from.0 + angle.cos() * length, from.1 + angle.sin() * length);
    let thick = length * 0.085;
    let (nx, ny) = (-angle.sin() * thick, angle.cos() * thick);
    o.polygon(&[
        (from.0 - nx, from.1 - ny),
        (from.0 + nx, from.1 + ny),
        (to.0 + nx * 0.6, to.1 + ny * 0.6),
        (to.0 - nx * 0.6, to.1 - ny * 0.6),
    ]);
    if forks == 0 {
        return;
    }
    if forks <= 2 {
        o.ellipse(to.0, to.1, dice.between(0.030, 0.058), dice.between(0.024, 0.044));
    }
    for side in [-1.0, 1.0] {
        let (turn, shorter) = (dice.between(0.25, 0.62), dice.between(0.62, 0.80));
        branch(o, dice, to, angle + side * turn, length * shorter, forks - 1);
    }
}

fn wanderer(o: &mut Outline, x: f32) {
    o.polygon(&[
        (x - 0.13, 0.0),
        (x + 0.14, 0.0),
        (x + 0.10, 0.46),
        (x + 0.075, 0.78),
        (x - 0.075, 0.78),
        (x - 0.10, 0.46),
    ]);
    o.ellipse(x, 0.88, 0.075, 0.095);
    o.polygon(&[(x + 0.155, 0.0), (x + 0.175, 0.0), (x + 0.205, 0.98), (x + 0.185, 0.98)]);
}

fn camel(o: &mut Outline, x: f32) {
    o.ellipse(x, 0.58, 0.30, 0.15);
    o.ellipse(x - 0.04, 0.74, 0.13, 0.13);
    for (leg, stride) in [(-0.24, -0.04), (-0.16, 0.03), (0.16, -0.03), (0.23, 0.05)] {
        let top = x + leg;
        o.polygon(&[
            (top - 0.03, 0.55),
            (top + 0.03, 0.55),
            (top + stride + 0.018, -0.03),
            (top + stride - 0.018, -0.03),
        ]);
    }
    o.polygon(&[(x + 0.22, 0.52), (x + 0.30, 0.66), (x + 0.44, 0.96), (x + 0.36, 0.98), (x + 0.20, 0.68)]);
    o.ellipse(x + 0.45, 0.95, 0.10, 0.045);
}

fn station(o: &mut Outline) {
    o.block(-0.62, -0.06, 1.30, 0.12);
    o.ellipse(-0.36, 0.06, 0.24, 0.25);
    o.ellipse(0.04, 0.08, 0.30, 0.44);
    o.ellipse(0.45, 0.05, 0.19, 0.19);
    o.block(0.02, 0.50, 0.020, 0.42);
    o.block(-0.06, 0.72, 0.18, 0.016);
    o.polygon(&[(-0.40, 0.28), (-0.385, 0.28), (-0.375, 0.55), (-0.39, 0.55)]);
}
