//! `POST /api/checkout`: buy a pack or a plan.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use billing::{Order, Promise, ReturnPath};
use serde_json::{Map, Value};
use wire::{CheckoutRequest, FieldError, Redirect};

use crate::App;
use crate::extract::{Field, Fields, Intent, Spender, field};
use crate::problem::Refused;
use crate::routes::replayed;

/// Where to send the browser to pay; the same intent is one checkout.
pub(crate) async fn start(
    State(app): State<App>,
    caller: Spender,
    Intent { key, body }: Intent<CheckoutRequest>,
) -> Result<impl IntoResponse, Refused> {
    let CheckoutRequest { price_id, quantity, return_to } = body;
    let Ok(back) = ReturnPath::new(&return_to) else {
        return Err(Refused::invalid(wrong_values(&app, Some(&price_id), Some(quantity), Some(&return_to))));
    };
    let order = Order { price_id, quantity, return_to: back };
    let started = app.billing.start_checkout(caller.account, key, order).await?;
    Ok((replayed(started.is_replay), Json(Redirect { url: started.url })))
}

impl Fields for CheckoutRequest {
    const FIELDS: &'static [Field] = &[
        field::<String>("price_id", "the price id of a pack or plan in the catalog"),
        field::<u32>("quantity", "a whole number from 1 to 100"),
        field::<String>("return_to", "`/` or `/billing`, with or without a query"),
    ];

    fn wrong_values(object: &Map<String, Value>, app: &App) -> Vec<FieldError> {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let quantity = object.get("quantity").and_then(Value::as_u64).and_then(|quantity| u32::try_from(quantity).ok());
        wrong_values(app, text("price_id"), quantity, text("return_to"))
    }
}

/// What billing would say about the fields that can be read, all of it and not only the first.
fn wrong_values(app: &App, price_id: Option<&str>, quantity: Option<u32>, return_to: Option<&str>) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if let Some(error) = return_to.and_then(|path| ReturnPath::new(path).err()) {
        wrong.push(FieldError { pointer: "/return_to".to_owned(), detail: error.to_string() });
    }
    let (Some(price_id), Ok(back)) = (price_id, ReturnPath::new("/")) else { return wrong };
    let order = Order { price_id: price_id.to_owned(), quantity: quantity.unwrap_or(1), return_to: back };
    if let Err(error) = Promise::of(&app.catalog, &order) {
        let field = error.field().unwrap_or_default();
        wrong.push(FieldError { pointer: format!("/{field}"), detail: error.sentence() });
    }
    wrong
}
