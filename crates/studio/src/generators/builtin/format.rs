//! How large the files are: every size has exactly the aspect ratio that was asked for, and even sides for the encoder.

use credits::{AspectRatio, Kind};

/// Sides in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width_px: u32,
    pub height_px: u32,
}

impl Size {
    pub fn of(kind: Kind, aspect_ratio: AspectRatio) -> Self {
        let (width_px, height_px) = match (kind, aspect_ratio) {
            (Kind::Image, AspectRatio::Wide) => (1280, 720),
            (Kind::Image, AspectRatio::Tall) => (720, 1280),
            (Kind::Image, AspectRatio::Square) => (1024, 1024),
            (Kind::Storyboard, AspectRatio::Wide) => (960, 540),
            (Kind::Storyboard, AspectRatio::Tall) => (540, 960),
            (Kind::Storyboard, AspectRatio::Square) => (720, 720),
            (Kind::Render, AspectRatio::Wide) => (768, 432),
            (Kind::Render, AspectRatio::Tall) => (432, 768),
            (Kind::Render, AspectRatio::Square) => (576, 576),
            (Kind::Draft, AspectRatio::Wide) => (480, 270),
            (Kind::Draft, AspectRatio::Tall) => (270, 480),
            (Kind::Draft, AspectRatio::Square) => (360, 360),
        };
        Self { width_px, height_px }
    }
}

/// Frames per second of a clip. Both divide the 90,000 ticks of the file's clock, so a clip lasts exactly its seconds.
pub fn frames_per_second(kind: Kind) -> u32 {
    match kind {
        Kind::Render => 24,
        Kind::Draft | Kind::Image | Kind::Storyboard => 15,
    }
}
