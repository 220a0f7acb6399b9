//! The gallery of states, as development builds show it.

use crate::wait::{PATIENCE, eventually};
use crate::{Person, Width};

/// One page in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// Its name in addresses and in the names of files.
    pub name: String,
    /// What it shows, in words.
    pub title: String,
}

impl Person {
    /// All scenes, in the order of the index.
    ///
    /// # Panics
    /// When the server is not a development build, which alone has a gallery.
    pub async fn finds_scenes(&self) -> Vec<Scene> {
        self.goes_to("/dev/gallery").await;
        let script = "return [...document.querySelectorAll('main li a')].map(it => [it.pathname.split('/').at(-1), it.textContent])";
        let found = serde_json::from_value::<Vec<(String, String)>>(self.runs(script).await).unwrap_or_default();
        assert!(!found.is_empty(), "there is no gallery: it takes a development build");
        found.into_iter().map(|(name, title)| Scene { name, title }).collect()
    }

    /// Goes to a scene on a screen, and waits until everything that opens is open and nothing moves any more.
    pub async fn goes_to_scene(&self, scene: &Scene, width: Width) {
        let path = format!("/dev/gallery/{}", scene.name);
        self.opens(&path).await;
        eventually(&format!("the scene {}", scene.name), PATIENCE, || async {
            self.runs("return 'shown' in document.documentElement.dataset").await.as_bool().filter(|is_shown| *is_shown)
        })
        .await;
        self.looks_at(width).await;
    }
}
