//! One line per endpoint.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::routes::{api, health, pages, test_checkout, v1, webhooks};
use crate::{App, assets, edge};

/// Everything that is served.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(for_the_signed_in_user())
        .merge(for_people())
        .merge(for_the_test_gateway())
        .merge(for_operators())
        .merge(for_developers())
        .merge(assets::router())
        .fallback(edge::nothing_here)
        .method_not_allowed_fallback(edge::method_not_taken)
        .layer(edge::same_origin(&app.settings))
        .merge(for_other_servers())
        .merge(for_payment_gateways())
        .layer(from_fn_with_state(app.clone(), edge::edge))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::new("video/"))))
        .with_state(app)
}

fn for_the_signed_in_user() -> Router<App> {
    Router::new()
        .route("/api/account", post(api::account::sign_up))
        .route("/api/session", post(api::session::sign_in).delete(api::session::sign_out))
        .route("/api/me", get(api::me::me))
        .route("/api/catalog", get(api::catalog::catalog))
        .route("/api/balance", get(api::balance::balance))
        .route("/api/events", get(api::events::events))
        .route("/api/generations", get(api::generations::list).post(api::generations::submit))
        .route("/api/generations/{id}", get(api::generations::find))
        .route("/api/generations/{id}/cancel", post(api::generations::cancel))
        .route("/api/generations/{id}/assets/{n}", get(api::generations::asset))
        .route("/api/checkout", post(api::checkout::start))
        .route("/api/checkout/{id}", get(api::checkout::find))
        .route("/api/billing/portal", post(api::billing::portal))
}

/// Who calls here shows a key and no cookie, so that nobody can be made to call: what is asked of browsers is not asked of them.
fn for_other_servers() -> Router<App> {
    Router::new()
        .route("/v1/accounts/{account}", put(v1::accounts::create))
        .route("/v1/accounts/{account}/balance", get(v1::accounts::balance))
        .route("/v1/accounts/{account}/entries", get(v1::accounts::entries))
        .route("/v1/accounts/{account}/deposits", post(v1::accounts::deposit))
        .route("/v1/accounts/{account}/holds", post(v1::accounts::hold))
        .route("/v1/holds/{hold}/settle", post(v1::holds::settle))
        .route("/v1/holds/{hold}/release", post(v1::holds::release))
        .route("/v1/holds/{hold}/extend", post(v1::holds::extend))
        .route("/v1/batch", post(v1::batch))
        .method_not_allowed_fallback(edge::method_not_taken)
}

/// Whoever calls here has signed what it sends.
fn for_payment_gateways() -> Router<App> {
    Router::new().route("/webhooks/stripe", post(webhooks::stripe)).method_not_allowed_fallback(edge::method_not_taken)
}

fn for_people() -> Router<App> {
    Router::new()
        .route("/", get(pages::workspace))
        .route("/billing", get(pages::billing))
        .route("/signin", get(pages::sign_in).post(pages::send_sign_in))
        .route("/signup", get(pages::sign_up).post(pages::send_sign_up))
        .route("/checkout/return/{checkout}", get(pages::checkout_return))
        .route("/problems/{page}", get(pages::problem))
}

fn for_the_test_gateway() -> Router<App> {
    Router::new()
        .route("/checkout/test/{session}", get(test_checkout::page))
        .route("/checkout/test/{session}/pay", post(test_checkout::pay))
        .route("/checkout/test/{session}/pay-silently", post(test_checkout::pay_silently))
        .route("/checkout/test/{session}/decline", post(test_checkout::decline))
        .route("/checkout/test/{session}/cancel", post(test_checkout::cancel))
        .route("/checkout/test/portal/{token}", get(test_checkout::portal))
        .route("/checkout/test/portal/{token}/cancel/{subscription}", post(test_checkout::portal_cancel))
}

fn for_operators() -> Router<App> {
    Router::new().route("/health/live", get(health::live)).route("/health/ready", get(health::ready))
}

#[cfg(debug_assertions)]
fn for_developers() -> Router<App> {
    use crate::routes::gallery;

    Router::new()
        .route("/dev/gallery", get(gallery::index))
        .route("/dev/gallery/open.js", get(gallery::script))
        .route("/dev/gallery/{scene}", get(gallery::scene))
}

/// What is only for developers is not in the program that people run.
#[cfg(not(debug_assertions))]
fn for_developers() -> Router<App> {
    Router::new()
}
