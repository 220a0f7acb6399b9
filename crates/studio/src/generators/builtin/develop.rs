//! Development: from light to a finished picture, with glow, shafts of light, the model's grade, vignette and grain.

use super::canvas::Canvas;
use super::colour::Rgb;
use super::grade::Grade;
use super::job::{Job, Stopped};
use super::noise::lattice;
use super::scene::Scene;
use super::view::View;

const COARSENESS: usize = 4;
/// How many steps a shaft of light is followed, and how far of the way to the light.
const SHAFT_STEPS: u32 = 22;
const SHAFT_REACH: f32 = 0.80;

/// A finished picture: three bytes a pixel, red first.
#[derive(Debug, Clone)]
pub struct Picture {
    pub width_px: u32,
    pub height_px: u32,
    pub rgb: Vec<u8>,
}

/// Develops what the layers painted.
pub fn develop(canvas: &Canvas, scene: &Scene, view: &View, job: &Job) -> Result<Picture, Stopped> {
    let glow = glow(canvas, scene, view, job)?;
    let tones = Tones::of(&scene.grade);
    let mut rgb = Vec::with_capacity(canvas.pixels.len() * 3);
    let size = (canvas.width, canvas.height);
    let (cx, cy) = (canvas.width as f32 * 0.5, canvas.height as f32 * 0.5);
    let corner = 1.0 / (cx * cx + cy * cy);
    let grain_seed = (scene.seed & 0xFFFF_FFFF) as u32;
    for y in 0..canvas.height {
        let row = &canvas.pixels[y * canvas.width..][..canvas.width];
        let dy = y as f32 + 0.5 - cy;
        glow.stretch_row(y, size, |x, spread| {
            let dx = x as f32 + 0.5 - cx;
            let r2 = (dx * dx + dy * dy) * corner;
            let vignette = 1.0 - scene.grade.vignette * r2 * (0.45 + 0.55 * r2);
            // The grain stands still: it is there against banding, and costs a clip almost nothing.
            let grain = lattice(grain_seed, x as i32, y as i32) - 0.5;
            rgb.extend_from_slice(&tones.finish((row[x] + spread) * vignette, grain));
        });
    }
    Ok(Picture { width_px: canvas.width as u32, height_px: canvas.height as u32, rgb })
}

/// Bloom and shafts of light, coarse: both are soft.
fn glow(canvas: &Canvas, scene: &Scene, view: &View, job: &Job) -> Result<Canvas, Stopped> {
    let small = canvas.shrunk(COARSENESS, |pixel| pixel);
    job.check()?;
    let mut bloom = small.clone();
    for pixel in &mut bloom.pixels {
        let luminance = pixel.luminance();
        *pixel = *pixel * ((luminance - 0.45).max(0.0) / (luminance + 0.25));
    }
    let radius = (view.unit_px / COARSENESS as f32 * 0.020).max(1.0) as usize;
    bloom.blur(radius);
    let mut wide = bloom.clone();
    wide.blur(radius * 4);
    job.check()?;
    for (pixel, far) in bloom.pixels.iter_mut().zip(&wide.pixels) {
        *pixel = (*pixel * 0.55 + *far * 0.75) * scene.grade.bloom;
    }
    if scene.rays > 0.0 {
        add_shafts(&mut bloom, &small, scene, view);
    }
    job.check()?;
    Ok(bloom)
}

/// Follows every coarse pixel towards the light and gathers the brightness on the way: what stands before the light casts shadows.
fn add_shafts(glow: &mut Canvas, small: &Canvas, scene: &Scene, view: &View) {
    let light_x = view.screen_x(scene.light.x, 0.0) / COARSENESS as f32;
    let light_y = view.screen_y(scene.light.elevation, 0.0) / COARSENESS as f32;
    let bright: Vec<f32> = small.pixels.iter().map(|p| (p.luminance() - 0.14).clamp(0.0, 1.1)).collect();
    let colour = scene.palette.light.blend(scene.palette.horizon, 0.45) * (0.24 * scene.rays);
    let (right, bottom) = ((small.width - 1) as f32, (small.height - 1) as f32);
    for y in 0..small.height {
        for x in 0..small.width {
            let step_x = (light_x - x as f32) * SHAFT_REACH / SHAFT_STEPS as f32;
            let step_y = (light_y - y as f32) * SHAFT_REACH / SHAFT_STEPS as f32;
            // Starting a little further on for every other pixel hides the steps; the stretching smooths it away.
            let jitter = lattice(0x1A77, x as i32, y as i32);
            let (mut px, mut py) = (x as f32 + step_x * jitter, y as f32 + step_y * jitter);
            let (mut sum, mut weight) = (0.0, 1.0);
            for _ in 0..SHAFT_STEPS {
                let (cx, cy) = (px.clamp(0.0, right) as usize, py.clamp(0.0, bottom) as usize);
                sum += bright[cy * small.width + cx] * weight;
                weight *= 0.955;
                px += step_x;
                py += step_y;
            }
            glow.pixels[y * small.width + x] += colour * (sum * (1.4 / SHAFT_STEPS as f32));
        }
    }
}

/// The grade of a model, ready to be applied to every pixel.
struct Tones<'a> {
    grade: &'a Grade,
    /// What a channel's light becomes on the screen, in steps of 255: one entry for each 256th of every doubling of light.
    curve: Vec<f32>,
}

/// The curve begins at the light that is still black and ends far above white. Both are bits of a number, see [`Tones::look_up`].
const CURVE_FIRST: u32 = 1.0e-5_f32.to_bits() >> CURVE_SHIFT;
const CURVE_LAST: u32 = 16.0_f32.to_bits() >> CURVE_SHIFT;
const CURVE_SHIFT: u32 = 15;

impl<'a> Tones<'a> {
    fn of(grade: &'a Grade) -> Self {
        let entry = |key: u32| {
            let middle = f32::from_bits((key << CURVE_SHIFT) | (1 << (CURVE_SHIFT - 1)));
            let contrasted = 0.42 + (encode(shoulder(middle)) - 0.42) * grade.contrast;
            contrasted * 255.0 + 0.5
        };
        Self { grade, curve: (CURVE_FIRST..=CURVE_LAST).map(entry).collect() }
    }

    /// The upper bits of a number count its doublings and parts of them evenly, which is just how eyes count light.
    fn look_up(&self, light: f32) -> f32 {
        let key = (light.max(0.0).to_bits() >> CURVE_SHIFT).clamp(CURVE_FIRST, CURVE_LAST);
        self.curve[(key - CURVE_FIRST) as usize]
    }

    #[inline]
    fn finish(&self, light: Rgb, grain: f32) -> [u8; 3] {
        let grade = self.grade;
        let exposed = light * grade.exposure;
        let luminance = exposed.luminance().max(0.0);
        let tint = grade.shadows.blend(grade.lights, (luminance * 1.6).min(1.0));
        let grey = Rgb::new(luminance, luminance, luminance);
        let coloured = grey + (exposed + grey * -1.0) * grade.saturation;
        let toned = coloured.times(tint);
        let step = |channel: f32| (self.look_up(channel) + grain * grade.grain).clamp(0.0, 255.0) as u8;
        [step(toned.r), step(toned.g), step(toned.b)]
    }
}

/// Rolls bright light off softly instead of clipping it: a lamp stays a lamp, with its colour.
fn shoulder(x: f32) -> f32 {
    if x < 0.5 { x } else { 0.5 + 0.5 * (x - 0.5) / (x - 0.5 + 0.62) * 1.12 }.min(1.0)
}

/// The screen's gamma (sRGB).
fn encode(x: f32) -> f32 {
    if x <= 0.003_130_8 { 12.92 * x } else { 1.055 * x.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_agrees_with_the_screens_gamma_where_nothing_is_rolled_off() {
        let plain = Grade { contrast: 1.0, ..Grade::of("sora-2") };
        let tones = Tones::of(&plain);
        for step in 1..=150_u8 {
            let encoded = f32::from(step) / 255.0;
            let linear = if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) };
            assert!((tones.look_up(linear) - 0.5 - f32::from(step)).abs() < 0.5, "step {step}");
        }
    }

    #[test]
    fn no_light_is_too_dark_or_too_bright_for_the_curve() {
        let grade = Grade::of("sora-2");
        let curve = Tones::of(&grade);
        for light in [-1.0, 0.0, 1.0e-30, 1.0e9, f32::INFINITY] {
            assert!((-40.0..300.0).contains(&curve.look_up(light)), "{light}");
        }
    }

    #[test]
    fn brighter_light_never_becomes_darker() {
        let values: Vec<f32> = (0..200_u8).map(|i| shoulder(f32::from(i) * 0.05)).collect();
        assert!(values.windows(2).all(|pair| pair[0] <= pair[1]));
    }
}
