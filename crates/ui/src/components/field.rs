//! A labelled field of a plain form, with what is wrong with it.

use wire::FieldError;

use crate::piece::{Piece, div, input, label, p};

/// How a field is to be filled in.
#[derive(Debug, Clone, Copy)]
pub struct FieldKind {
    /// Its name in the form, and behind a slash in the problem that the server answers with.
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

/// How a field comes back to whoever has filled it in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filled<'a> {
    /// What was typed.
    pub value: &'a str,
    /// What is wrong with it.
    pub error: Option<&'a FieldError>,
    /// Whether it is the first to look at.
    pub has_focus: bool,
}

/// A labelled field.
pub fn field(kind: FieldKind, filled: Filled<'_>) -> Piece {
    let error = filled.error.map(|error| error.detail.clone());
    let help_id = format!("{}-help", kind.name);
    let is_wrong = error.is_some();
    let help = error.or_else(|| kind.hint.map(str::to_owned));
    let input = input()
        .class("input")
        .attr("id", kind.name)
        .attr("name", kind.name)
        .attr("type", kind.type_)
        .attr("autocomplete", kind.autocomplete)
        .attr_if("value", Some(filled.value.to_owned()).filter(|value| !value.is_empty()))
        .flag("required", kind.is_required)
        .flag("autofocus", filled.has_focus)
        .attr_if("aria-describedby", help.is_some().then(|| help_id.clone()))
        .attr_if("aria-invalid", is_wrong.then_some("true"));
    let help_class = if is_wrong { "field__help field__help--bad" } else { "field__help" };
    let help = help.map(|help| p().class(help_class).attr("id", help_id).child(help));
    div()
        .class("field")
        .child(label().class("label").attr("for", kind.name).child(kind.label))
        .child(input)
        .child(help)
        .into()
}
