//! A labelled field of a form, with what is wrong with it.

use leptos::prelude::*;

use crate::hooks::use_account_form::AccountFormState;
use crate::piece::{IntoPiece, Piece, attr, flag, part};

/// How a field is to be filled in.
#[derive(Debug, Clone, Copy)]
pub struct FieldKind {
    /// Its name in the form and in the problem that the server answers with.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// The type of its input.
    pub type_: &'static str,
    /// What password managers and browsers know it as.
    pub autocomplete: &'static str,
    /// Whether it has to be filled in.
    pub is_required: bool,
    /// What to know about it beforehand.
    pub hint: Option<&'static str>,
}

/// A labelled field.
#[component]
pub fn Field(
    /// How it is to be filled in.
    kind: FieldKind,
    /// The form, which knows what is wrong with it.
    form: AccountFormState,
) -> Piece {
    let error = move || form.error(kind.name);
    let help = format!("{}-help", kind.name);
    let has_help = move || kind.hint.is_some() || error().is_some();
    let described_by = {
        let help = help.clone();
        move || has_help().then(|| help.clone())
    };
    let is_wrong = move || error().is_some();
    view! {
        <div class="field">
            <label class="label" for=kind.name>{kind.label}</label>
            <input
                class="input"
                id=kind.name
                name=kind.name
                type=kind.type_
                autocomplete=kind.autocomplete
                required=kind.is_required
                aria-describedby=attr(described_by)
                aria-invalid=attr(move || is_wrong().then_some("true"))
            />
            <p class="field__help" class:field__help--bad=flag(is_wrong) id=help role="status">
                {part(move || error().or_else(|| kind.hint.map(str::to_owned)).map(IntoPiece::piece))}
            </p>
        </div>
    }
    .piece()
}
