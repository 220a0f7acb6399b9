//! A request that was not served: why, and the name under which the log has it.

use crate::components::plain_shell::plain_shell;
use crate::format::messages::plain;
use crate::piece::{Piece, a, code, p};

/// A request that was not served: its name in our log, and why, in a few words and in a sentence. Without a reason the fault is ours, and
/// the page says so.
pub fn error_page(request_id: String, title: Option<String>, detail: Option<String>) -> Piece {
    let hint = if title.is_none() { plain::FAULT_HINT } else { plain::REFUSED_HINT };
    let heading = title.unwrap_or_else(|| plain::FAULT.to_owned());
    let name = p().class("plain__hint").child(plain::REQUEST).child(" ").child(code().class("code").child(request_id));
    let back = a().class("button button--primary button--wide").attr("href", "/").child(plain::BACK_TO_WORKSPACE);
    let page: [Piece; 4] = [
        detail.map(|detail| p().class("plain__text").child(detail)).into(),
        p().class("plain__hint").child(hint).into(),
        name.into(),
        back.into(),
    ];
    plain_shell(heading, page)
}
