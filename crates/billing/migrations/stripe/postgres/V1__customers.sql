-- What Stripe knows our accounts by.
CREATE TABLE billing_stripe_customers (
    account UUID NOT NULL,              -- UUID
    generation BIGINT NOT NULL,         -- 1, and one more each time that Stripe deleted the customer
    customer TEXT COLLATE "C",          -- Stripe's id; NULL while there is none

    CONSTRAINT billing_stripe_customers_pk PRIMARY KEY (account),
    CONSTRAINT billing_stripe_customers_customer_unique UNIQUE (customer)
);
