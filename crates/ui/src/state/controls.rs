//! The panel: what is set, what it costs, and whether its buttons work.

use credits::{AspectRatio, Catalog, Credits, Gate, Kind, Model, Quote, Request, check_credits};
use serde::{Deserialize, Serialize};

use crate::format::labels;

/// What the panel makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tab {
    /// Clips, and storyboards for them.
    Video,
    /// Pictures.
    Image,
}

impl Tab {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Image => "image",
        }
    }
}

/// What is typed and chosen. It survives every page load of its tab of the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The tab that is open.
    pub tab: Tab,
    /// What is typed.
    pub prompt: String,
    /// The model of the tab for clips.
    pub video_model: String,
    /// The model of the tab for pictures.
    pub image_model: String,
    /// The shape of the result.
    pub aspect_ratio: AspectRatio,
    /// How long a clip lasts.
    pub seconds: u32,
}

/// The buttons of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// What the footer is set to.
    Generate,
    /// A cheap clip.
    Preview,
    /// Four frames.
    Storyboard,
    /// One picture.
    ImagePreview,
}

/// Whether a button works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// It does.
    Ready,
    /// It looks as if it did not, says why, and opens the modal.
    Blocked {
        /// Why.
        title: String,
    },
    /// It does not.
    Disabled,
}

impl Draft {
    /// The panel as a newcomer finds it.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let default = |kind| catalog.default_model(kind).map(|model| model.id.clone()).unwrap_or_default();
        let mut draft = Self {
            tab: Tab::Video,
            prompt: String::new(),
            video_model: default(Kind::Render),
            image_model: default(Kind::Image),
            aspect_ratio: AspectRatio::Wide,
            seconds: 0,
        };
        draft.keep_to(catalog);
        draft
    }

    /// What is chosen, as a cookie may carry it: what is typed is nobody else's business, and stays in its tab.
    #[must_use]
    pub fn choices(&self) -> String {
        let Self { tab, video_model, image_model, aspect_ratio, seconds, prompt: _ } = self;
        format!("{}|{video_model}|{image_model}|{}|{seconds}", tab.as_str(), aspect_ratio.as_str())
    }

    /// The panel with what is chosen. It may come from anywhere: what cannot be read is as a newcomer finds it.
    #[must_use]
    pub fn with_choices(catalog: &Catalog, choices: &str) -> Self {
        let mut draft = Self::new(catalog);
        let mut words = choices.split('|');
        if let [Some(tab), Some(video_model), Some(image_model), Some(aspect_ratio), Some(seconds), None] =
            [(); 6].map(|()| words.next())
        {
            draft.tab = if tab == Tab::Image.as_str() { Tab::Image } else { Tab::Video };
            draft.video_model = video_model.to_owned();
            draft.image_model = image_model.to_owned();
            draft.aspect_ratio = aspect_ratio.parse().unwrap_or(draft.aspect_ratio);
            draft.seconds = seconds.parse().unwrap_or(draft.seconds);
            draft.keep_to(catalog);
        }
        draft
    }

    /// Replaces what the catalog does not (or no longer) offer by what it offers first.
    pub fn keep_to(&mut self, catalog: &Catalog) {
        let has = |id: &str, is_clip| catalog.model(id).is_some_and(|model| is_video(model) == is_clip);
        let default = |kind| catalog.default_model(kind).map(|model| model.id.clone()).unwrap_or_default();
        if !has(&self.video_model, true) {
            self.video_model = default(Kind::Render);
        }
        if !catalog.model(&self.image_model).is_some_and(|model| model.kind == Kind::Image) {
            self.image_model = default(Kind::Image);
        }
        if let Some(model) = catalog.model(&self.video_model) {
            self.seconds = offered(model, self.seconds);
        }
    }

    /// Takes over what a generation was asked for, so that it can be changed and asked for again.
    pub fn reuse(&mut self, request: &Request, catalog: &Catalog) {
        self.prompt.clone_from(&request.prompt);
        self.aspect_ratio = request.aspect_ratio;
        match request.kind {
            Kind::Draft | Kind::Render => {
                self.tab = Tab::Video;
                self.video_model.clone_from(&request.model);
                self.seconds = request.seconds;
            }
            Kind::Image => {
                self.tab = Tab::Image;
                self.image_model.clone_from(&request.model);
            }
            Kind::Storyboard => self.tab = Tab::Video,
        }
        self.keep_to(catalog);
    }

    /// The model that the footer is set to.
    #[must_use]
    pub fn model<'a>(&self, catalog: &'a Catalog) -> Option<&'a Model> {
        catalog.model(match self.tab {
            Tab::Video => &self.video_model,
            Tab::Image => &self.image_model,
        })
    }

    /// The request that a button sends.
    #[must_use]
    pub fn request(&self, operation: Operation, catalog: &Catalog) -> Option<Request> {
        let model = match operation {
            Operation::Generate => self.model(catalog),
            Operation::Preview => catalog.default_model(Kind::Draft),
            Operation::Storyboard => catalog.default_model(Kind::Storyboard),
            Operation::ImagePreview => catalog.model(&self.image_model),
        }?;
        Some(Request {
            kind: model.kind,
            model: model.id.clone(),
            prompt: self.prompt.trim().to_owned(),
            aspect_ratio: self.aspect_ratio,
            seconds: offered(model, self.seconds),
        })
    }

    /// What a button costs, by the price function that the server runs as well.
    #[must_use]
    pub fn quote(&self, operation: Operation, catalog: &Catalog) -> Option<Quote> {
        let request = self.request(operation, catalog)?;
        catalog.model(&request.model)?.quote(request.seconds).ok()
    }

    /// Whether there is a prompt.
    #[must_use]
    pub fn has_prompt(&self) -> bool {
        !self.prompt.trim().is_empty()
    }
}

/// Whether a model stands in the list of the tab for clips.
#[must_use]
pub const fn is_video(model: &Model) -> bool {
    model.kind.is_clip()
}

/// The duration when the model offers it, its default otherwise, 0 for pictures.
fn offered(model: &Model, seconds: u32) -> u32 {
    if model.seconds.contains(&seconds) { seconds } else { model.seconds.first().copied().unwrap_or(0) }
}

/// Whether a button works, from the price of what it would send now, if it can send anything. Blocked is not disabled: activating it
/// opens the modal. An unknown balance blocks nothing.
#[must_use]
pub fn readiness(sendable: Option<&Quote>, available: Option<Credits>) -> Readiness {
    match sendable {
        Some(quote) => match check_credits(available, quote) {
            Gate::Open | Gate::Unknown => Readiness::Ready,
            Gate::Short(short) => Readiness::Blocked { title: labels::need(short.required, short.available) },
        },
        None => Readiness::Disabled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        Catalog::from_toml(include_str!("../../../../catalog.toml")).unwrap()
    }

    fn draft(prompt: &str) -> Draft {
        Draft { prompt: prompt.to_owned(), ..Draft::new(&catalog()) }
    }

    fn cost(draft: &Draft, operation: Operation) -> Option<i64> {
        draft.quote(operation, &catalog()).map(|quote| quote.cost.get())
    }

    #[test]
    fn each_button_costs_what_the_catalog_says() {
        let draft = draft("");
        let costs = [Operation::Generate, Operation::Preview, Operation::Storyboard, Operation::ImagePreview]
            .map(|operation| cost(&draft, operation));
        assert_eq!(costs, [Some(80), Some(5), Some(4), Some(1)]);
    }

    #[test]
    fn generate_follows_tab_and_model() {
        let mut draft = draft("x");
        draft.video_model = "luma-ray3".to_owned();
        assert_eq!(cost(&draft, Operation::Generate), Some(40));
        draft.tab = Tab::Image;
        assert_eq!(cost(&draft, Operation::Generate), Some(1));
    }

    #[test]
    fn what_is_sent_is_what_the_label_was_made_from() {
        let draft = draft("  a lighthouse ");
        for operation in [Operation::Generate, Operation::Preview, Operation::Storyboard, Operation::ImagePreview] {
            let request = draft.request(operation, &catalog()).unwrap();
            assert_eq!(request.prompt, "a lighthouse");
            assert_eq!(credits::quote(&catalog(), &request).ok(), draft.quote(operation, &catalog()));
        }
    }

    #[test]
    fn each_button_names_its_operation_and_what_that_needs() {
        let told = |operation| {
            let quote = draft("x").quote(operation, &catalog())?;
            let readiness = readiness(Some(&quote), Some(Credits::ZERO));
            Some((quote.operation, readiness))
        };
        let rows = [
            (Operation::Generate, "Sora render", "Need 80 credits (you have 0)"),
            (Operation::Preview, "Wan 2.5 preview", "Need 5 credits (you have 0)"),
            (Operation::Storyboard, "Storyboard", "Need 4 credits (you have 0)"),
            (Operation::ImagePreview, "Image preview", "Need 1 credit (you have 0)"),
        ];
        for (operation, name, title) in rows {
            assert_eq!(told(operation), Some((name.to_owned(), Readiness::Blocked { title: title.to_owned() })));
        }
    }

    #[test]
    fn what_the_catalog_no_longer_offers_is_replaced() {
        let mut draft = draft("x");
        (draft.video_model, draft.image_model, draft.seconds) = ("gone".to_owned(), "sora-2".to_owned(), 7);
        draft.keep_to(&catalog());
        assert_eq!(
            (draft.video_model.as_str(), draft.image_model.as_str(), draft.seconds),
            ("sora-2", "flux-kontext-fast", 5)
        );
    }

    #[test]
    fn choices_come_back_and_what_is_typed_does_not_go_with_them() {
        let mut before = draft("a secret harbour");
        before.tab = Tab::Image;
        (before.video_model, before.seconds, before.aspect_ratio) = ("google/veo-3".to_owned(), 8, AspectRatio::Tall);
        assert_eq!(before.choices(), "image|google/veo-3|flux-kontext-fast|9:16|8");
        let after = Draft::with_choices(&catalog(), &before.choices());
        assert_eq!(after, Draft { prompt: String::new(), ..before });
    }

    #[test]
    fn choices_that_nobody_could_have_made_are_a_newcomers() {
        let newcomer = Draft::new(&catalog());
        for choices in ["", "image", "image|||", "x|gone|gone|2:1|-1", "video|sora-2|sora-2|16:9|7", "image|a|b|c|d|e"]
        {
            assert_eq!(Draft::with_choices(&catalog(), choices), newcomer, "{choices:?}");
        }
    }

    #[test]
    fn a_reused_generation_comes_back_as_it_was_asked_for() {
        let mut before = draft("a harbour");
        (before.video_model, before.seconds, before.aspect_ratio) = ("google/veo-3".to_owned(), 8, AspectRatio::Tall);
        let request = before.request(Operation::Generate, &catalog()).unwrap();
        let mut after = draft("");
        after.tab = Tab::Image;
        after.reuse(&request, &catalog());
        assert_eq!(after, before);
    }

    #[test]
    fn a_button_is_ready_blocked_or_disabled() {
        let sora = draft("x").quote(Operation::Generate, &catalog());
        let with = |available: Option<u32>| readiness(sora.as_ref(), available.map(Credits::from));
        assert_eq!(with(Some(80)), Readiness::Ready);
        assert_eq!(with(None), Readiness::Ready);
        assert_eq!(with(Some(12)), Readiness::Blocked { title: "Need 80 credits (you have 12)".to_owned() });
        assert_eq!(readiness(None, Some(12.into())), Readiness::Disabled);
        assert_eq!(readiness(None, Some(Credits::MAX)), Readiness::Disabled);
    }
}
