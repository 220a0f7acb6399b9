//! Products and prices as Stripe writes them.

use serde_json::{Value, json};

use crate::state::{Price, Product, World};

pub(crate) fn product(_: &World, product: &Product) -> Value {
    json!({
        "id": product.id, "object": "product", "created": product.created_s, "updated": product.created_s,
        "livemode": false, "active": true, "name": product.name, "metadata": product.metadata, "default_price": null,
        "description": null, "images": [], "marketing_features": [], "package_dimensions": null, "shippable": null,
        "statement_descriptor": null, "tax_code": null, "type": "service", "unit_label": null, "url": null,
    })
}

pub(crate) fn price(_: &World, price: &Price) -> Value {
    let recurring = if price.is_recurring {
        json!({
            "interval": "month", "interval_count": 1, "meter": null, "trial_period_days": null, "usage_type": "licensed",
        })
    } else {
        Value::Null
    };
    json!({
        "id": price.id, "object": "price", "created": price.created_s, "livemode": false, "active": price.is_active,
        "billing_scheme": "per_unit", "currency": price.currency, "product": price.product,
        "lookup_key": price.lookup_key, "metadata": price.metadata, "nickname": null, "recurring": recurring,
        "type": if price.is_recurring { "recurring" } else { "one_time" },
        "unit_amount": price.unit_amount_minor, "unit_amount_decimal": price.unit_amount_minor.to_string(),
        "custom_unit_amount": null, "tax_behavior": "unspecified", "tiers_mode": null, "transform_quantity": null,
    })
}
