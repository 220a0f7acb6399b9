//! Still pictures: one for an image, four shots of one scene for a storyboard.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::Trouble;
use super::compose::compose;
use super::develop::{Picture, develop};
use super::format::Size;
use super::job::{Job, Stopped};
use super::layers;
use super::lexicon::{Hour, Place, Wishes};
use super::noise::Dice;
use super::palette::{Palette, suiting};
use super::scene::{Form, Scene, Shot};
use super::view::View;
use crate::generators::{Artifact, Role, Work};

/// High enough that gradients stay smooth.
const JPEG_QUALITY: u8 = 92;

/// One picture of the whole scene.
pub fn image(work: &Work, job: &Job) -> Result<Vec<Artifact>, Trouble> {
    let size = Size::of(work.kind, work.aspect_ratio);
    let scene = compose(work, size.width_px as f32 / size.height_px as f32);
    job.finished_step(1, 4)?;
    let picture = still(&scene, &Shot::ESTABLISHING, size, 0.0, job)?;
    job.finished_step(3, 4)?;
    let file = jpeg(&picture, Role::Picture)?;
    job.finished_step(4, 4)?;
    Ok(vec![file])
}

/// Four shots of one scene: all of it, closer, at another time, a detail.
pub fn storyboard(work: &Work, job: &Job) -> Result<Vec<Artifact>, Trouble> {
    let size = Size::of(work.kind, work.aspect_ratio);
    let scene = compose(work, size.width_px as f32 / size.height_px as f32);
    let shots = shots(work, &scene);
    let total = shots.len() as u32;
    let mut files = Vec::new();
    for (done, (scene, shot, time_s)) in (1..).zip(&shots) {
        let picture = still(scene, shot, size, *time_s, job)?;
        files.push(jpeg(&picture, Role::Picture)?);
        job.finished_step(done, total)?;
    }
    Ok(files)
}

fn still(scene: &Scene, shot: &Shot, size: Size, time_s: f32, job: &Job) -> Result<Picture, Stopped> {
    let view = View::new(size, scene.horizon, &scene.camera, shot, time_s);
    let canvas = layers::paint(scene, &view, job)?;
    develop(&canvas, scene, &view, job)
}

fn shots(work: &Work, scene: &Scene) -> [(Scene, Shot, f32); 4] {
    let mut dice = Dice::new(scene.seed ^ 0x5407);
    let size = Size::of(work.kind, work.aspect_ratio);
    let turned = Shot { zoom: 1.12, focus: (0.0, 0.0), pan: dice.between(0.12, 0.28) };
    let mut later = scene.clone();
    later.palette = other_time(work, scene, &mut dice);
    later.light.x = -scene.light.x;
    later.light.elevation = scene.light.elevation * 0.75 + 0.02;
    let mut misty = scene.clone();
    misty.air.fog = (scene.air.fog + 0.25).min(1.0);
    misty.air.dust = (scene.air.dust + 0.4).min(1.0);
    [
        (scene.clone(), Shot::ESTABLISHING, 0.0),
        (scene.clone(), towards_subject(scene, size, 1.6, 0.45), 1.1),
        (later, turned, 3.7),
        (misty, towards_subject(scene, size, 2.6, 0.80), 2.6),
    ]
}

/// A closer shot of what there is to look at: what stands in the landscape, else the light. `centring` says how far it moves
/// from its place in the whole picture (0) to the middle (1).
fn towards_subject(scene: &Scene, size: Size, zoom: f32, centring: f32) -> Shot {
    let view = View::new(size, scene.horizon, &scene.camera, &Shot::ESTABLISHING, 0.0);
    let (x, elevation, depth) = match &scene.monument {
        Some(monument) => {
            let ridge = &scene.ridges[monument.ridge.min(scene.ridges.len() - 1)];
            let foot = if monument.form == Form::Sailboat { -0.05 } else { ridge.elevation(monument.x) };
            (monument.x, foot + 0.5 * monument.height, ridge.depth)
        }
        None => (scene.light.x, 0.4 * scene.light.elevation, 0.1),
    };
    let (width, height) = (size.width_px as f32, size.height_px as f32);
    let seen = (view.screen_x(x, depth) / width, view.screen_y(elevation, depth) / height);
    let wanted = (seen.0 + (0.5 - seen.0) * centring, seen.1 + (0.52 - seen.1) * centring);
    // The point that stays in place while the frame grows by `grown` and the subject moves from `seen` to `wanted`.
    let grown = 1.0 + (zoom - 1.0) * (0.35 + 0.65 * depth);
    let still = |from: f32, to: f32| (grown * from - to) / (grown - 1.0);
    Shot { zoom, focus: (still(seen.0, wanted.0) - 0.5, still(seen.1, wanted.1) - scene.horizon), pan: 0.0 }
}

/// A palette of the same place at another hour.
fn other_time(work: &Work, scene: &Scene, dice: &mut Dice) -> Palette {
    let wishes = Wishes::read(&work.prompt);
    let place = wishes.place.unwrap_or(Place::Mountains);
    let hours = [Hour::Dusk, Hour::Blue, Hour::Dawn, Hour::Night];
    let choices: Vec<Palette> = hours
        .iter()
        .flat_map(|hour| suiting(place, *hour))
        .map(|mood| Palette::of(*mood))
        .filter(|palette| far_apart(palette, &scene.palette))
        .collect();
    if choices.is_empty() { scene.palette.varied(dice) } else { dice.pick(&choices) }
}

fn far_apart(a: &Palette, b: &Palette) -> bool {
    let away = |x: f32, y: f32| (x.max(0.0).sqrt() - y.max(0.0).sqrt()).powi(2);
    let pair = |p: super::colour::Rgb, q: super::colour::Rgb| away(p.r, q.r) + away(p.g, q.g) + away(p.b, q.b);
    pair(a.middle, b.middle) + pair(a.horizon, b.horizon) > 0.12
}

/// Packs a picture as a JPEG file.
pub fn jpeg(picture: &Picture, role: Role) -> Result<Artifact, Trouble> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
        .write_image(&picture.rgb, picture.width_px, picture.height_px, ExtendedColorType::Rgb8)
        .map_err(|error| Trouble::Broken(format!("writing a JPEG file: {error}")))?;
    Ok(Artifact { role, media_type: "image/jpeg", width_px: picture.width_px, height_px: picture.height_px, bytes })
}
