//! What an invoice of a plan brings in credits. One rule for a month, a free month, and a change of plans within a month: each line brings the
//! share of its plan's credits that it is of its plan's price.

use credits::{Credits, Money, Timestamp};

use crate::{Invoice, InvoiceLine};

/// What a plan is, at the price that a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlanMonth {
    /// Its name for people.
    pub name: String,
    /// What a whole month brings.
    pub credits: Credits,
    /// What a whole month costs.
    pub price: Money,
}

/// What an invoice brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bought {
    /// The plan that it is for, in words.
    pub name: String,
    /// How many credits; below zero when more time of a plan was given back than is paid. The gateway keeps that money for the next invoices.
    pub credits: i64,
    /// The end of the time that is paid.
    pub period_ends_at: Option<Timestamp>,
}

/// Adds up an invoice. `Err` says in words what does not agree with the plans that we sell; then a person has to look at it.
pub(crate) fn invoice_credits(
    invoice: &Invoice,
    plan_of: impl Fn(&InvoiceLine) -> Option<PlanMonth>,
) -> Result<Bought, String> {
    let mut total: i64 = 0;
    let mut newest: Option<(Timestamp, String)> = None;
    for line in &invoice.lines {
        let plan = plan_of(line).ok_or_else(|| format!("no plan is sold at the price {}", line.price_id))?;
        if plan.price.currency != invoice.currency {
            return Err(format!("the currency is {} instead of {}", invoice.currency, plan.price.currency));
        }
        total = total.saturating_add(line_credits(line, &plan)?);
        // Time that is given back says nothing about how long what is paid lasts, nor what the plan is now.
        if line.amount_minor >= 0 && newest.as_ref().is_none_or(|(ends_at, _)| *ends_at <= line.period_ends_at) {
            newest = Some((line.period_ends_at, plan.name));
        }
    }
    let (period_ends_at, name) = newest.unzip();
    Ok(Bought { name: name.unwrap_or_else(|| "Plan".to_owned()), credits: total, period_ends_at })
}

/// The share of a plan's credits that a line is of its price, rounded down.
fn line_credits(line: &InvoiceLine, plan: &PlanMonth) -> Result<i64, String> {
    let (credits, price) = (i128::from(plan.credits.get()), i128::from(plan.price.amount_minor));
    let amount = i128::from(line.amount_minor);
    if line.is_proration {
        if amount.abs() > price {
            return Err(format!("{} of a month of {} costs {price}", line.amount_minor, plan.name));
        }
        let share = if price == 0 { 0 } else { (credits * amount).div_euclid(price) };
        return i64::try_from(share).map_err(|error| error.to_string());
    }
    let is_whole_month = amount == price && line.quantity == 1;
    match amount {
        _ if is_whole_month => Ok(plan.credits.get()),
        // A month that is free, for a trial say, brings nothing: 0 is an answer.
        0 => Ok(0),
        _ => Err(format!("the amount is {} × {} instead of {price}", line.quantity, line.amount_minor)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::InvoiceId;

    fn plan_of(line: &InvoiceLine) -> Option<PlanMonth> {
        let (name, credits, amount_minor) = match line.price_id.as_str() {
            "explorer" => ("Explorer", 500, 1_900),
            "creator" => ("Creator", 1_800, 5_900),
            "free" => ("Free", 20, 0),
            _ => return None,
        };
        let price = Money { amount_minor, currency: "usd".to_owned() };
        Some(PlanMonth { name: name.to_owned(), credits: Credits::new(credits).unwrap(), price })
    }

    /// A line `price × amount`; `~` before a part of a month.
    fn line(words: &str, ends_at: i64) -> InvoiceLine {
        let is_proration = words.starts_with('~');
        let (price_id, amount) = words.trim_start_matches('~').split_once(' ').unwrap();
        InvoiceLine {
            price_id: price_id.to_owned(),
            is_named: true,
            price: None,
            quantity: 1,
            amount_minor: amount.parse().unwrap(),
            is_proration,
            period_ends_at: Timestamp(ends_at),
        }
    }

    fn invoice(lines: &[&str]) -> Invoice {
        Invoice {
            id: InvoiceId::new("in_1").unwrap(),
            is_paid: true,
            subscription: None,
            checkout: None,
            account: None,
            currency: "usd".to_owned(),
            total_minor: 0,
            uses_kept_money: false,
            lines: lines.iter().zip(1..).map(|(words, ends_at)| line(words, ends_at)).collect(),
            payment: None,
        }
    }

    #[test]
    fn an_invoice_brings_what_its_lines_paid_for() {
        let rows: [(&[&str], &str, i64); 10] = [
            (&["explorer 1900"], "Explorer", 500),
            (&["creator 5900"], "Creator", 1_800),
            (&["free 0"], "Free", 20),
            (&["explorer 0"], "Explorer", 0),
            // Half a month of the smaller plan goes back, half a month of the larger one is paid.
            (&["~explorer -950", "~creator 2950"], "Creator", 650),
            // The other way round: what is left of the money is kept for later, and so are its credits.
            (&["~creator -2950", "~explorer 950"], "Explorer", -650),
            // A change to the same plan comes to nothing, but for what is rounded down.
            (&["~creator -1", "~creator 1"], "Creator", -1),
            (&["~free 0"], "Free", 0),
            (&[], "Plan", 0),
            // A renewal that also settles a change of the month before.
            (&["~explorer -100", "~creator 310", "creator 5900"], "Creator", -27 + 94 + 1_800),
        ];
        for (lines, name, credits) in rows {
            let bought = invoice_credits(&invoice(lines), plan_of).unwrap();
            assert_eq!((bought.name.as_str(), bought.credits), (name, credits), "{lines:?}");
        }
    }

    #[test]
    fn what_is_paid_lasts_until_the_end_of_the_time_that_was_paid_for() {
        let ends = |lines: &[&str]| invoice_credits(&invoice(lines), plan_of).unwrap().period_ends_at;
        assert_eq!(ends(&["explorer 1900"]), Some(Timestamp(1)));
        assert_eq!(ends(&["~explorer 900", "creator 5900"]), Some(Timestamp(2)));
        assert_eq!(ends(&["creator 5900", "~explorer -900"]), Some(Timestamp(1)));
        assert_eq!(ends(&[]), None);
    }

    #[test]
    fn what_does_not_agree_with_the_plans_is_said_and_not_credited() {
        let rows: [(&[&str], &str); 4] = [
            (&["someone_elses 100"], "no plan is sold at the price someone_elses"),
            (&["explorer 1800"], "the amount is 1 × 1800 instead of 1900"),
            (&["~explorer 1901"], "1901 of a month of Explorer costs 1900"),
            (&["~explorer -1901"], "-1901 of a month of Explorer costs 1900"),
        ];
        for (lines, expected) in rows {
            assert_eq!(invoice_credits(&invoice(lines), plan_of), Err(expected.to_owned()), "{lines:?}");
        }
        let foreign = Invoice { currency: "jpy".to_owned(), ..invoice(&["explorer 1900"]) };
        assert_eq!(invoice_credits(&foreign, plan_of), Err("the currency is jpy instead of usd".to_owned()));
    }
}
