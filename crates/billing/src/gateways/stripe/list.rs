//! What Stripe lists, for the comparison with what we know.

use credits::Timestamp;

use super::objects::{List, Named, Paying, seconds};
use super::{Inner, field};
use crate::gateway::{Listed, Page};
use crate::{GatewayError, InvalidGatewayId, InvoiceId, PaymentId, Reference, SessionId};

/// How many things stand on a page. Stripe gives no more.
const PAGE: u32 = 100;

impl Inner {
    pub(super) async fn list(
        &self,
        listed: Listed,
        since: Timestamp,
        after: Option<String>,
    ) -> Result<Page, GatewayError> {
        let mut query = vec![field("created[gte]", seconds(since)), field("limit", PAGE)];
        query.extend(after.map(|after| field("starting_after", after)));
        let page = match listed {
            Listed::Sessions => {
                query.push(field("status", "complete"));
                let page: List<Named> = self.client.get("/v1/checkout/sessions", &query).await?;
                read(
                    page,
                    |object| &object.id,
                    |object| SessionId::new(object.id).map(|id| Some(Reference::Session(id))),
                )
            }
            Listed::Invoices => {
                query.push(field("status", "paid"));
                let page: List<Named> = self.client.get("/v1/invoices", &query).await?;
                read(
                    page,
                    |object| &object.id,
                    |object| InvoiceId::new(object.id).map(|id| Some(Reference::Invoice(id))),
                )
            }
            Listed::Refunds => read(self.client.get("/v1/refunds", &query).await?, |object| &object.id, payment_of),
            Listed::Disputes => read(self.client.get("/v1/disputes", &query).await?, |object| &object.id, payment_of),
        };
        page.map_err(|error| GatewayError::Refused(format!("a list of {}: {error}", listed.as_str())))
    }
}

/// The payment that money goes back of. Whatever was paid without one was not bought here.
fn payment_of(object: Paying) -> Result<Option<Reference>, InvalidGatewayId> {
    Ok(object.payment_intent.map(PaymentId::new).transpose()?.map(Reference::Payment))
}

fn read<T>(
    page: List<T>,
    id: impl Fn(&T) -> &String,
    reference: impl Fn(T) -> Result<Option<Reference>, InvalidGatewayId>,
) -> Result<Page, InvalidGatewayId> {
    let next_after = page.data.last().map(|last| id(last).clone()).filter(|_| page.has_more);
    let mut items = Vec::new();
    for object in page.data {
        items.extend(reference(object)?);
    }
    Ok(Page { items, next_after })
}
