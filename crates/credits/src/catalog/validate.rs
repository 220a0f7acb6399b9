//! What a catalog must be beyond its shape: every rule here is one sentence that a person who edits the file can act on.

use std::collections::BTreeSet;

use toml::Spanned;

use super::file::{File, ModelRow, PackRow, PlanRow, line_of};
use super::{Catalog, CatalogError, Kind, Model, Money, Pack, Plan, Price};
use crate::Credits;
use crate::limits::{CREDITS_MAX, PRICE_MINOR_MAX, SECONDS_MAX};

/// Turns the file's rows into a catalog, or names the first row that breaks a rule.
pub(super) fn validate(text: &str, file: File) -> Result<Catalog, CatalogError> {
    let check = Check { text };
    let currency = check.currency(&file.currency)?;
    let mut ids = BTreeSet::new();
    let mut models: Vec<Model> = Vec::new();
    for row in &file.models {
        check.unique(&mut ids, "id", &row.get_ref().id)?;
        let model = check.model(row)?;
        if model.is_default && models.iter().any(|earlier| earlier.is_default && earlier.kind == model.kind) {
            let kind = model.kind.as_str();
            return Err(check.wrong(
                row,
                "default",
                format!("kind `{kind}` has a default already; allowed is one a kind"),
            ));
        }
        models.push(model);
    }
    for kind in Kind::ALL {
        if !models.iter().any(|model| model.kind == kind) {
            let problem = format!(
                "no model of kind `{}`; each of draft, render, image and storyboard needs at least one",
                kind.as_str()
            );
            return Err(CatalogError { line: 1, key: "model".to_owned(), problem });
        }
    }
    let mut price_ids = BTreeSet::new();
    let mut packs = Vec::new();
    for row in &file.packs {
        check.unique(&mut price_ids, "price_id", &row.get_ref().price_id)?;
        packs.push(check.pack(row.get_ref(), &currency)?);
    }
    let mut plans = Vec::new();
    for row in &file.plans {
        check.unique(&mut price_ids, "price_id", &row.get_ref().price_id)?;
        plans.push(check.plan(row.get_ref(), &currency)?);
    }
    if packs.is_empty() {
        let problem = "no pack; without one nobody who is short of credits could be offered any".to_owned();
        return Err(CatalogError { line: 1, key: "pack".to_owned(), problem });
    }
    Ok(Catalog { models, packs, plans })
}

/// The rules, with the text at hand so that each can say the line it speaks of.
struct Check<'a> {
    text: &'a str,
}

impl Check<'_> {
    fn wrong<T>(&self, at: &Spanned<T>, key: &str, problem: impl Into<String>) -> CatalogError {
        CatalogError { line: line_of(self.text, &at.span()), key: key.to_owned(), problem: problem.into() }
    }

    fn currency(&self, currency: &Spanned<String>) -> Result<String, CatalogError> {
        let code = currency.get_ref();
        if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Ok(code.clone());
        }
        Err(self.wrong(
            currency,
            "currency",
            format!("`{code}` is no currency; allowed is an ISO 4217 code in lower case, like `usd`"),
        ))
    }

    fn unique<'r>(&self, seen: &mut BTreeSet<&'r str>, key: &str, id: &'r Spanned<String>) -> Result<(), CatalogError> {
        let word = self.word(key, id)?;
        if seen.insert(word) {
            Ok(())
        } else {
            Err(self.wrong(id, key, format!("`{word}` stands twice; allowed is each once")))
        }
    }

    /// A name that people and requests can use: not empty, no spaces around it, no control characters.
    fn word<'r>(&self, key: &str, word: &'r Spanned<String>) -> Result<&'r str, CatalogError> {
        let text = word.get_ref();
        let fits = !text.is_empty() && text.len() <= 100 && text.trim() == text && !text.contains(char::is_control);
        if fits {
            Ok(text)
        } else {
            Err(self.wrong(word, key, "allowed are 1 to 100 characters without spaces around them"))
        }
    }

    fn amount(&self, key: &str, amount: &Spanned<i64>, least: i64) -> Result<Credits, CatalogError> {
        let value = *amount.get_ref();
        let out_of_range = || {
            self.wrong(
                amount,
                key,
                format!("{value} is out of range; allowed are whole numbers from {least} to {CREDITS_MAX}"),
            )
        };
        if value < least { Err(out_of_range()) } else { Credits::new(value).map_err(|_| out_of_range()) }
    }

    fn money(&self, price_minor: &Spanned<i64>, currency: &str) -> Result<Money, CatalogError> {
        let value = *price_minor.get_ref();
        match u64::try_from(value) {
            Ok(amount_minor) if (1..=PRICE_MINOR_MAX).contains(&amount_minor) => {
                Ok(Money { amount_minor, currency: currency.to_owned() })
            }
            Ok(_) | Err(_) => Err(self.wrong(
                price_minor,
                "price_minor",
                format!("{value} is out of range; allowed are whole numbers from 1 to {PRICE_MINOR_MAX}, in cents"),
            )),
        }
    }

    fn price(&self, row: &Spanned<ModelRow>) -> Result<Price, CatalogError> {
        let model = row.get_ref();
        match (&model.cost, &model.millicredits_per_second) {
            (Some(cost), None) => Ok(Price::Flat(self.amount("cost", cost, 0)?)),
            (None, Some(rate)) => {
                let value = *rate.get_ref();
                u32::try_from(value).map(Price::PerSecondMillicredits).map_err(|_| {
                    let problem = format!("{value} is out of range; allowed are whole numbers from 0 to {}", u32::MAX);
                    self.wrong(rate, "millicredits_per_second", problem)
                })
            }
            (Some(_), Some(rate)) => {
                Err(self.wrong(rate, "millicredits_per_second", "a model has either this or `cost`, not both"))
            }
            (None, None) => {
                Err(self.wrong(row, "cost", "missing; a model needs either `cost` or `millicredits_per_second`"))
            }
        }
    }

    fn seconds(&self, row: &Spanned<ModelRow>, kind: Kind) -> Result<Vec<u32>, CatalogError> {
        let model = row.get_ref();
        match (&model.seconds, kind.is_clip()) {
            (None, false) => Ok(Vec::new()),
            (None, true) => Err(self.wrong(
                row,
                "seconds",
                "missing; a clip needs the durations that may be asked for, like [5, 10]",
            )),
            (Some(seconds), false) => {
                Err(self.wrong(seconds, "seconds", "a picture has no duration; leave the key out"))
            }
            (Some(seconds), true) => {
                let mut allowed = Vec::new();
                for value in seconds.get_ref() {
                    match u32::try_from(*value) {
                        Ok(value) if (1..=SECONDS_MAX).contains(&value) && !allowed.contains(&value) => {
                            allowed.push(value)
                        }
                        Ok(_) | Err(_) => {
                            let problem = format!(
                                "{value} is out of range or stands twice; allowed are whole numbers from 1 to {SECONDS_MAX}"
                            );
                            return Err(self.wrong(seconds, "seconds", problem));
                        }
                    }
                }
                if allowed.is_empty() {
                    Err(self.wrong(seconds, "seconds", "is empty; allowed is a list like [5, 10]"))
                } else {
                    Ok(allowed)
                }
            }
        }
    }

    fn model(&self, row: &Spanned<ModelRow>) -> Result<Model, CatalogError> {
        let model = row.get_ref();
        let kind: Kind = model
            .kind
            .get_ref()
            .parse()
            .map_err(|unknown: super::UnknownWord| self.wrong(&model.kind, "kind", unknown.to_string()))?;
        Ok(Model {
            id: self.word("id", &model.id)?.to_owned(),
            label: self.word("label", &model.label)?.to_owned(),
            kind,
            price: self.price(row)?,
            seconds: self.seconds(row, kind)?,
            is_default: model.default.as_ref().is_some_and(|flag| *flag.get_ref()),
        })
    }

    fn pack(&self, pack: &PackRow, currency: &str) -> Result<Pack, CatalogError> {
        Ok(Pack {
            price_id: self.word("price_id", &pack.price_id)?.to_owned(),
            name: self.word("name", &pack.name)?.to_owned(),
            credits: self.amount("credits", &pack.credits, 1)?,
            price: self.money(&pack.price_minor, currency)?,
        })
    }

    fn plan(&self, plan: &PlanRow, currency: &str) -> Result<Plan, CatalogError> {
        Ok(Plan {
            price_id: self.word("price_id", &plan.price_id)?.to_owned(),
            name: self.word("name", &plan.name)?.to_owned(),
            credits_a_month: self.amount("credits_a_month", &plan.credits_a_month, 1)?,
            price: self.money(&plan.price_minor, currency)?,
            is_highlighted: plan.highlighted.as_ref().is_some_and(|flag| *flag.get_ref()),
        })
    }
}
