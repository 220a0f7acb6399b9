//! What things cost, as it is served to every client.

use credits::{Credits, Kind, Price};
use serde::{Deserialize, Serialize};

/// Answer of `GET /api/catalog`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    /// What credits are spent on.
    pub models: Vec<Model>,
    /// What brings credits once.
    pub packs: Vec<Pack>,
    /// What brings credits every month.
    pub plans: Vec<Plan>,
}

/// Something that credits are spent on. Has either `cost` or `millicredits_per_second`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Its name in requests.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// What it makes.
    pub kind: Kind,
    /// What it costs, whatever is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Credits>,
    /// What a second costs, in thousandths of a credit; the sum is rounded up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub millicredits_per_second: Option<u32>,
    /// The durations of a clip that may be asked for, the default first.
    pub seconds: Vec<u32>,
    /// Whether it is taken when nobody has chosen.
    pub default: bool,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// In the currency's minor unit.
    pub amount_minor: u64,
    /// ISO 4217, lower case.
    pub currency: String,
}

/// Credits that are bought once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// What `POST /api/checkout` takes.
    pub price_id: String,
    /// Its name for people.
    pub name: String,
    /// What it brings.
    pub credits: Credits,
    /// What it costs.
    pub price: Money,
}

/// Credits that come every month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What `POST /api/checkout` takes.
    pub price_id: String,
    /// Its name for people.
    pub name: String,
    /// What each month brings.
    pub credits_a_month: Credits,
    /// What a month costs.
    pub price: Money,
    /// Whether it is the recommended one.
    pub highlighted: bool,
}

impl From<&credits::Money> for Money {
    fn from(money: &credits::Money) -> Self {
        Self { amount_minor: money.amount_minor, currency: money.currency.clone() }
    }
}

impl From<Money> for credits::Money {
    fn from(money: Money) -> Self {
        Self { amount_minor: money.amount_minor, currency: money.currency }
    }
}

impl From<&credits::Catalog> for Catalog {
    fn from(catalog: &credits::Catalog) -> Self {
        Self {
            models: catalog.models.iter().map(Model::from).collect(),
            packs: catalog.packs.iter().map(Pack::from).collect(),
            plans: catalog.plans.iter().map(Plan::from).collect(),
        }
    }
}

impl From<&credits::Model> for Model {
    fn from(model: &credits::Model) -> Self {
        let (cost, millicredits_per_second) = match model.price {
            Price::Flat(cost) => (Some(cost), None),
            Price::PerSecondMillicredits(rate) => (None, Some(rate)),
        };
        Self {
            id: model.id.clone(),
            label: model.label.clone(),
            kind: model.kind,
            cost,
            millicredits_per_second,
            seconds: model.seconds.clone(),
            default: model.is_default,
        }
    }
}

impl From<&credits::Pack> for Pack {
    fn from(pack: &credits::Pack) -> Self {
        let price = Money::from(&pack.price);
        Self { price_id: pack.price_id.clone(), name: pack.name.clone(), credits: pack.credits, price }
    }
}

impl From<&credits::Plan> for Plan {
    fn from(plan: &credits::Plan) -> Self {
        Self {
            price_id: plan.price_id.clone(),
            name: plan.name.clone(),
            credits_a_month: plan.credits_a_month,
            price: Money::from(&plan.price),
            highlighted: plan.is_highlighted,
        }
    }
}

impl From<Catalog> for credits::Catalog {
    /// Back into the rules' own type, so that the browser asks the same price function as the server. A model that came without
    /// any price is left out rather than given one.
    fn from(catalog: Catalog) -> Self {
        Self {
            models: catalog.models.into_iter().filter_map(priced).collect(),
            packs: catalog.packs.into_iter().map(credits::Pack::from).collect(),
            plans: catalog.plans.into_iter().map(credits::Plan::from).collect(),
        }
    }
}

fn priced(model: Model) -> Option<credits::Model> {
    let price = match (model.cost, model.millicredits_per_second) {
        (Some(cost), _) => Price::Flat(cost),
        (None, Some(rate)) => Price::PerSecondMillicredits(rate),
        (None, None) => return None,
    };
    let (id, label, kind) = (model.id, model.label, model.kind);
    Some(credits::Model { id, label, kind, price, seconds: model.seconds, is_default: model.default })
}

impl From<Pack> for credits::Pack {
    fn from(pack: Pack) -> Self {
        Self { price_id: pack.price_id, name: pack.name, credits: pack.credits, price: pack.price.into() }
    }
}

impl From<Plan> for credits::Plan {
    fn from(plan: Plan) -> Self {
        Self {
            price_id: plan.price_id,
            name: plan.name,
            credits_a_month: plan.credits_a_month,
            price: plan.price.into(),
            is_highlighted: plan.highlighted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalog_comes_back_from_the_wire_as_it_went() {
        let text = include_str!("../../../catalog.toml");
        let catalog = credits::Catalog::from_toml(text).unwrap();
        let json = serde_json::to_string(&Catalog::from(&catalog)).unwrap();
        let back: Catalog = serde_json::from_str(&json).unwrap();
        assert_eq!(credits::Catalog::from(back), catalog);
    }
}
