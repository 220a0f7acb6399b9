//! From the records of studio and billing to what goes over the wire.

use billing::CheckoutStatus;
use studio::generators::Role;
use studio::{Charge, Generation, State};
use uuid::Uuid;

/// A generation as its owner sees it.
pub(crate) fn generation(generation: Generation) -> wire::Generation {
    let state = match &generation.state {
        State::Queued => wire::GenerationState::Queued,
        State::Running { .. } => wire::GenerationState::Running,
        State::Succeeded { .. } => wire::GenerationState::Succeeded,
        State::Failed { .. } => wire::GenerationState::Failed,
        State::Cancelled { .. } => wire::GenerationState::Cancelled,
    };
    let failure = match &generation.state {
        State::Failed { reason, .. } => {
            Some(wire::Failure { code: wire::Code::GenerationFailed, reason: reason.clone() })
        }
        State::Queued | State::Running { .. } | State::Succeeded { .. } | State::Cancelled { .. } => None,
    };
    let charge = match generation.charge() {
        Charge::Held => wire::Charge::Held,
        Charge::Charged => wire::Charge::Charged,
        Charge::NotCharged => wire::Charge::NotCharged,
    };
    let assets = generation.assets().iter().enumerate().map(|(n, found)| asset(generation.id, n, found)).collect();
    wire::Generation {
        id: generation.id,
        state,
        progress_permille: generation.progress_permille(),
        charge,
        failure,
        assets,
        kind: generation.request.kind,
        model: generation.request.model,
        operation: generation.operation,
        prompt: generation.request.prompt,
        aspect_ratio: generation.request.aspect_ratio,
        seconds: generation.request.seconds,
        cost: generation.cost,
        created_at: generation.created_at.into(),
        revision: generation.revision,
    }
}

/// One page of generations.
pub(crate) fn generations(found: (Vec<Generation>, Option<Uuid>)) -> wire::List<wire::Generation> {
    let (items, next) = found;
    wire::List { items: items.into_iter().map(generation).collect(), next_cursor: next.map(|next| next.to_string()) }
}

fn asset(generation: Uuid, n: usize, asset: &studio::Asset) -> wire::Asset {
    let role = match asset.role {
        Role::Picture => wire::AssetRole::Picture,
        Role::Clip => wire::AssetRole::Clip,
        Role::Poster => wire::AssetRole::Poster,
    };
    wire::Asset {
        role,
        url: format!("/api/generations/{generation}/assets/{n}"),
        media_type: asset.media_type.clone(),
        width_px: asset.width_px,
        height_px: asset.height_px,
    }
}

/// How a checkout stands.
pub(crate) const fn checkout_status(status: CheckoutStatus) -> wire::CheckoutStatus {
    match status {
        CheckoutStatus::Open => wire::CheckoutStatus::Open,
        CheckoutStatus::Paid => wire::CheckoutStatus::Paid,
        CheckoutStatus::Expired => wire::CheckoutStatus::Expired,
    }
}
