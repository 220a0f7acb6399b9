//! The layers of a picture, from the sky to the air in front of the lens, in the order in which they are painted.

mod bolt;
mod fog;
mod forms;
mod land;
mod monument;
mod orbs;
mod particles;
mod sky;
mod stars;
mod veil;
mod water;
mod windows;

use super::canvas::Canvas;
use super::job::{Job, Stopped};
use super::scene::Scene;
use super::view::View;

/// Paints one moment of a scene as light, not yet developed. Asks between layers whether to go on.
pub fn paint(scene: &Scene, view: &View, job: &Job) -> Result<Canvas, Stopped> {
    let mut canvas = Canvas::new(view.width, view.height);
    sky::paint(&mut canvas, scene, view);
    job.check()?;
    stars::paint(&mut canvas, scene, view);
    orbs::paint(&mut canvas, scene, view);
    job.check()?;
    veil::paint(&mut canvas, scene, view);
    job.check()?;
    bolt::paint(&mut canvas, scene, view);
    let skylines = land::Skylines::of(scene, view);
    for index in 0..=scene.ridges.len() {
        if scene.water_after == Some(index) {
            water::paint(&mut canvas, scene, view);
            monument::paint_floating(&mut canvas, scene, view);
            job.check()?;
        }
        if index < scene.ridges.len() {
            // What stands on a ridge is painted before it, so that the ground closes over its foot.
            monument::paint_standing(&mut canvas, scene, view, index);
            land::paint(&mut canvas, scene, view, &skylines, index);
            fog::paint(&mut canvas, scene, view, index);
            job.check()?;
        }
    }
    particles::paint(&mut canvas, scene, view);
    job.check()?;
    Ok(canvas)
}
