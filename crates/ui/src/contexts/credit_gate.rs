//! The modal's state, shared so that every path can open the one modal.

use leptos::prelude::*;

use crate::state::blocked::Blocked;

/// What the modal is about; closed while there is nothing.
#[derive(Clone, Copy)]
pub struct GateState(pub RwSignal<Option<Blocked>>);

/// The modal's state.
#[must_use]
pub fn use_gate_state() -> GateState {
    super::contexts().credit_gate
}
