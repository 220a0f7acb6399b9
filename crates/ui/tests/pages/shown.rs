//! Pages to render, and what to look for in them.

use credits::{AspectRatio, Kind, Timestamp};
use ui::{Notice, Page, PageData, Shell};
use uuid::Uuid;
use wire::{Asset, AssetRole, Balance, Charge, Code, Failure, Generation, GenerationState, List, Me, Time};

/// When every page here is rendered.
pub const NOW: Timestamp = Timestamp(1_795_000_000_000_000);

/// A person with credits, or someone who is signed out.
pub fn shell(path: &str, available: Option<i64>) -> Shell {
    let catalog = credits::Catalog::from_toml(include_str!("../../../../catalog.toml")).unwrap();
    Shell {
        me: available.map(|_| Me {
            account: Uuid::from_u128(7),
            email: "ada@example.com".to_owned(),
            display_name: "Ada <3".to_owned(),
        }),
        balance: available.map(|available| Balance {
            available: credits::Credits::new(available).unwrap(),
            held: 80.into(),
            version: 3,
        }),
        catalog: (&catalog).into(),
        now: Time(NOW),
        path: path.to_owned(),
        choices: String::new(),
        notice: None,
    }
}

/// A page of somebody who has so many credits.
pub fn page_of(available: i64, path: &str, page: Page) -> String {
    html(&PageData { shell: shell(path, Some(available)), page })
}

/// A page with a message about a checkout.
pub fn page_with(notice: Notice, page: Page) -> String {
    html(&PageData { shell: Shell { notice: Some(notice), ..shell("/", Some(300)) }, page })
}

/// A page of somebody who is signed out.
pub fn page_signed_out(path: &str, page: Page) -> String {
    html(&PageData { shell: shell(path, None), page })
}

/// What is on the page, without the marks that hydration needs between texts.
pub fn html(data: &PageData) -> String {
    let html = ui::render(data, None);
    let body = html.split("<body>").nth(1).unwrap_or_default();
    body.split("<script").next().unwrap_or_default().replace("<!>", "").replace("<!---->", "")
}

/// The workspace with these generations.
pub fn workspace(items: Vec<Generation>) -> Page {
    Page::Workspace { generations: List { items, next_cursor: None } }
}

/// A generation in a state, with what belongs to it.
pub fn generation(id: u128, state: GenerationState) -> Generation {
    let charge = match state {
        GenerationState::Queued | GenerationState::Running => Charge::Held,
        GenerationState::Succeeded => Charge::Charged,
        GenerationState::Failed | GenerationState::Cancelled => Charge::NotCharged,
    };
    let reason = "The model refused this prompt".to_owned();
    let asset = |role, n: u32| Asset {
        role,
        url: format!("/api/generations/{id}/assets/{n}"),
        media_type: if role == AssetRole::Clip { "video/mp4" } else { "image/png" }.to_owned(),
        width_px: 640,
        height_px: 360,
    };
    Generation {
        id: Uuid::from_u128(id),
        kind: Kind::Render,
        model: "sora-2".to_owned(),
        operation: "Sora render".to_owned(),
        prompt: format!("a lighthouse </script> {id}"),
        aspect_ratio: AspectRatio::Wide,
        seconds: 5,
        state,
        progress_permille: 624,
        cost: 80.into(),
        charge,
        failure: (state == GenerationState::Failed).then_some(Failure { code: Code::GenerationFailed, reason }),
        assets: match state {
            GenerationState::Succeeded => vec![asset(AssetRole::Clip, 0), asset(AssetRole::Poster, 1)],
            _ => Vec::new(),
        },
        created_at: Time(Timestamp(NOW.0 - 120_000_000)),
        revision: 1,
    }
}

/// Fails unless every one of the parts stands in the page, in any order.
#[track_caller]
pub fn shows(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part:?} is missing in {page}");
    }
}

/// Fails when any of the parts stands in the page.
#[track_caller]
pub fn hides(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(!page.contains(part), "{part:?} should not be in {page}");
    }
}
