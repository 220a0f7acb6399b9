//! People, balances and generations that the scenes are made of.

use credits::{AspectRatio, Credits, Kind, Quote, Request, Timestamp};
use uuid::Uuid;
use wire::{Asset, AssetRole, Balance, Charge, Code, Failure, Generation, GenerationState, List, Me, Time};

use crate::page_data::Notice;
use crate::state::blocked::Blocked;
use crate::state::intent::Intent;
use crate::{Page, PageData, Shell};

/// When every scene takes place.
const NOW: Timestamp = Timestamp(1_795_000_000_000_000);

/// What is asked for in most scenes.
pub const PROMPT: &str = "A lighthouse on a black cliff, storm rolling in, slow push in, 35 mm";

/// The shell of somebody who is signed out.
pub fn signed_out(path: &str) -> Shell {
    // The repository's own file; its tests would say if it could not be read.
    let catalog = credits::Catalog::from_toml(include_str!("../../../../catalog.toml"));
    let nothing = wire::Catalog { models: Vec::new(), packs: Vec::new(), plans: Vec::new() };
    Shell {
        me: None,
        balance: None,
        catalog: catalog.map_or(nothing, |catalog| (&catalog).into()),
        now: Time(NOW),
        path: path.to_owned(),
        choices: String::new(),
        notice: None,
    }
}

/// The shell of somebody who is signed in, and whose balance is not known.
pub fn signed_in(path: &str) -> Shell {
    let me = Me {
        account: Uuid::from_u128(7),
        email: "ada.lovelace@example.com".to_owned(),
        display_name: "Ada Lovelace".to_owned(),
    };
    Shell { me: Some(me), ..signed_out(path) }
}

/// The shell of somebody with so many credits to spend, and so many on hold.
pub fn having(path: &str, available: u32, held: u32) -> Shell {
    Shell { balance: Some(balance(available, held)), ..signed_in(path) }
}

/// The same with a message about a checkout.
pub fn after(path: &str, available: u32, notice: Notice) -> Shell {
    Shell { notice: Some(notice), ..having(path, available, 0) }
}

/// A balance.
pub fn balance(available: u32, held: u32) -> Balance {
    Balance { available: available.into(), held: held.into(), version: 3 }
}

/// A workspace with these cards.
pub fn workspace(shell: Shell, items: Vec<Generation>) -> PageData {
    PageData { shell, page: Page::Workspace { generations: List { items, next_cursor: None } } }
}

/// A workspace with these cards and older ones behind them.
pub fn long_workspace(shell: Shell, items: Vec<Generation>) -> PageData {
    let next_cursor = Some("older".to_owned());
    PageData { shell, page: Page::Workspace { generations: List { items, next_cursor } } }
}

/// The billing page.
pub fn billing(shell: Shell) -> PageData {
    PageData { shell, page: Page::Billing }
}

/// A page of nobody in particular.
pub fn plain(page: Page) -> PageData {
    PageData { shell: signed_out("/"), page }
}

/// A clip in a state.
pub fn clip(number: u32, state: GenerationState, prompt: &str) -> Generation {
    let charge = match state {
        GenerationState::Queued | GenerationState::Running => Charge::Held,
        GenerationState::Succeeded => Charge::Charged,
        GenerationState::Failed | GenerationState::Cancelled => Charge::NotCharged,
    };
    let reason = "The model refused this prompt".to_owned();
    let clip = Asset {
        role: AssetRole::Clip,
        url: "/dev/gallery/clip.mp4".to_owned(),
        media_type: "video/mp4".to_owned(),
        width_px: 1280,
        height_px: 720,
    };
    Generation {
        id: Uuid::from_u128(number.into()),
        kind: Kind::Render,
        model: "sora-2".to_owned(),
        operation: "Sora render".to_owned(),
        prompt: prompt.to_owned(),
        aspect_ratio: AspectRatio::Wide,
        seconds: 5,
        state,
        progress_permille: if state == GenerationState::Running { 624 } else { 0 },
        cost: 80.into(),
        charge,
        failure: (state == GenerationState::Failed).then_some(Failure { code: Code::GenerationFailed, reason }),
        assets: match state {
            GenerationState::Succeeded => vec![clip, picture(AssetRole::Poster, number)],
            GenerationState::Queued
            | GenerationState::Running
            | GenerationState::Failed
            | GenerationState::Cancelled => Vec::new(),
        },
        created_at: Time(Timestamp(NOW.0 - i64::from(number) * 47_000_000)),
        revision: 1,
    }
}

/// Pictures that are there: one, or the four of a storyboard.
pub fn pictures(number: u32, kind: Kind, prompt: &str) -> Generation {
    let count = if kind == Kind::Storyboard { 4 } else { 1 };
    let (model, operation, cost) = match kind {
        Kind::Storyboard => ("storyboard", "Storyboard", 4),
        Kind::Image | Kind::Render | Kind::Draft => ("flux-kontext-fast", "Image preview", 1),
    };
    Generation {
        kind,
        model: model.to_owned(),
        operation: operation.to_owned(),
        seconds: 0,
        cost: cost.into(),
        assets: (0..count).map(|n| picture(AssetRole::Picture, number + n)).collect(),
        ..clip(number, GenerationState::Succeeded, prompt)
    }
}

/// A drawing that needs no request: a sky, a sun and a horizon, in a colour of its own.
fn picture(role: AssetRole, number: u32) -> Asset {
    let hue = (number * 67) % 360;
    let url = format!(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 9'%3E\
         %3Crect width='16' height='9' fill='hsl({hue} 45%25 28%25)'/%3E\
         %3Ccircle cx='11' cy='4.5' r='1.6' fill='hsl({hue} 80%25 75%25)'/%3E\
         %3Crect y='6' width='16' height='3' fill='hsl({hue} 40%25 12%25)'/%3E%3C/svg%3E"
    );
    Asset { role, url, media_type: "image/svg+xml".to_owned(), width_px: 1280, height_px: 720 }
}

/// A click on a render of so many credits by somebody with too few.
pub fn blocked(cost: u32, available: u32, held: u32) -> Blocked {
    let quote = Quote { cost: cost.into(), operation: "Sora render".to_owned() };
    let offer = None;
    Blocked { quote, available: available.into(), held: held.into(), offer, seen_version: Some(3) }
}

/// What waits for credits.
pub fn intent() -> Intent {
    let request = Request {
        kind: Kind::Render,
        model: "sora-2".to_owned(),
        prompt: PROMPT.to_owned(),
        aspect_ratio: AspectRatio::Wide,
        seconds: 5,
    };
    Intent { key: "gallery".to_owned(), request, is_waiting: true }
}

/// So many credits.
pub fn credits(number: u32) -> Credits {
    number.into()
}
