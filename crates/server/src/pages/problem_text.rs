//! What each code means, in the words of its page under `docs/problems/`.

use wire::Code;

/// The code of a page below `/problems/`, and its text.
pub(crate) fn problem_text(page: &str) -> Option<(Code, String)> {
    let code = Code::ALL.into_iter().find(|code| code.page() == page)?;
    Some((code, plain(document(code))))
}

const fn document(code: Code) -> &'static str {
    match code {
        Code::InsufficientCredits => include_str!("../../../../docs/problems/insufficient-credits.md"),
        Code::AuthRequired => include_str!("../../../../docs/problems/auth-required.md"),
        Code::Forbidden => include_str!("../../../../docs/problems/forbidden.md"),
        Code::NotFound => include_str!("../../../../docs/problems/not-found.md"),
        Code::InvalidRequest => include_str!("../../../../docs/problems/invalid-request.md"),
        Code::PriceChanged => include_str!("../../../../docs/problems/price-changed.md"),
        Code::IdempotencyKeyReused => include_str!("../../../../docs/problems/idempotency-key-reused.md"),
        Code::RequestInProgress => include_str!("../../../../docs/problems/request-in-progress.md"),
        Code::HoldNotActive => include_str!("../../../../docs/problems/hold-not-active.md"),
        Code::SettleExceedsHold => include_str!("../../../../docs/problems/settle-exceeds-hold.md"),
        Code::PayloadTooLarge => include_str!("../../../../docs/problems/payload-too-large.md"),
        Code::UnsupportedMediaType => include_str!("../../../../docs/problems/unsupported-media-type.md"),
        Code::RateLimited => include_str!("../../../../docs/problems/rate-limited.md"),
        Code::ServiceUnavailable => include_str!("../../../../docs/problems/service-unavailable.md"),
        Code::GenerationFailed => include_str!("../../../../docs/problems/generation-failed.md"),
        Code::Internal => include_str!("../../../../docs/problems/internal.md"),
    }
}

/// The document's paragraphs, without its title, which the page has, and without the marks of its markup.
fn plain(document: &str) -> String {
    let paragraphs = document.split("\n\n").map(|paragraph| paragraph.replace('\n', " ").replace('`', ""));
    let without_title = paragraphs.filter(|paragraph| !paragraph.starts_with('#'));
    without_title.map(|paragraph| paragraph.trim().to_owned()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_that_names_it() {
        for code in Code::ALL {
            let (found, text) = problem_text(code.page()).unwrap();
            let name = serde_json::to_value(code).unwrap();
            assert_eq!(found, code);
            assert!(text.contains(name.as_str().unwrap()), "{text}");
            assert!(!text.contains('#') && !text.contains('`'), "{text}");
        }
        assert_eq!(problem_text("no-such-page"), None);
    }
}
