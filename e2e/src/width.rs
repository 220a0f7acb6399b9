//! The screens that people sit in front of.

use serde_json::json;

use crate::Person;
use crate::wait::{PATIENCE, eventually};

/// A screen, by its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 1440 × 900.
    Desktop,
    /// 768 × 1024.
    Tablet,
    /// 360 × 740, with a finger for a pointer.
    Phone,
    /// 320 × 640, with a finger for a pointer: the least that pages have to fit on.
    SmallPhone,
    /// The desktop with everything at twice its size, which leaves 720 × 450.
    ZoomedDesktop,
}

impl Width {
    /// The three that every journey about screens is made at.
    pub const USUAL: [Self; 3] = [Self::Desktop, Self::Tablet, Self::Phone];

    /// All of them.
    pub const ALL: [Self; 5] = [Self::Desktop, Self::Tablet, Self::Phone, Self::SmallPhone, Self::ZoomedDesktop];

    /// Its width and height in CSS pixels.
    #[must_use]
    pub const fn size(self) -> (i64, i64) {
        match self {
            Self::Desktop => (1440, 900),
            Self::Tablet => (768, 1024),
            Self::Phone => (360, 740),
            Self::SmallPhone => (320, 640),
            Self::ZoomedDesktop => (720, 450),
        }
    }

    /// Whether the rail and the panel stand beside the generations.
    #[must_use]
    pub const fn is_wide(self) -> bool {
        self.size().0 >= 900
    }

    /// Whether people press things with a finger.
    #[must_use]
    pub const fn is_touched(self) -> bool {
        match self {
            Self::Phone | Self::SmallPhone => true,
            Self::Desktop | Self::Tablet | Self::ZoomedDesktop => false,
        }
    }

    /// The screen as the browser's driver wants it told, for all tabs.
    pub(crate) fn screen(self) -> serde_json::Value {
        let (width, height) = self.size();
        let is_touched = self.is_touched();
        json!({ "width": width, "height": height, "pixelRatio": self.scale(), "touch": is_touched, "mobile": is_touched })
    }

    const fn scale(self) -> u32 {
        match self {
            Self::ZoomedDesktop => 2,
            Self::Desktop | Self::Tablet | Self::Phone | Self::SmallPhone => 1,
        }
    }
}

impl Person {
    /// Sits down in front of another screen; this page and those that follow are laid out for it.
    ///
    /// # Panics
    /// When the page does not become so wide.
    pub async fn looks_at(&self, width: Width) {
        let (across, down) = width.size();
        let screen = json!({ "width": across, "height": down, "deviceScaleFactor": width.scale(), "mobile": width.is_touched() });
        self.tells_browser("Emulation.setDeviceMetricsOverride", screen).await;
        self.tells_browser("Emulation.setTouchEmulationEnabled", json!({ "enabled": width.is_touched() })).await;
        eventually(&format!("a page that is {across} px wide"), PATIENCE, || async {
            // What comes in with a movement is not where it will be until that has ended.
            let script = "const moves = document.getAnimations().some(it => it.effect.getComputedTiming().activeDuration < 1e6); \
                return !moves && [innerWidth, matchMedia('(pointer: coarse)').matches]";
            (self.runs(script).await == json!([across, width.is_touched()])).then_some(())
        })
        .await;
    }
    /// How wide the page is: the screen, less a scroll bar where there is one.
    pub async fn page_width(&self) -> i64 {
        self.runs("return document.documentElement.clientWidth").await.as_i64().unwrap_or_default()
    }
}
