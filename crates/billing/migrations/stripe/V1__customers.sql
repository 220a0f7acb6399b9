-- What Stripe knows our accounts by.
CREATE TABLE billing_stripe_customers (
    account BLOB NOT NULL,              -- UUID, 16 bytes
    generation INTEGER NOT NULL,        -- 1, and one more each time that Stripe deleted the customer
    customer TEXT,                      -- Stripe's id; NULL while there is none

    CONSTRAINT billing_stripe_customers_pk PRIMARY KEY (account),
    CONSTRAINT billing_stripe_customers_id_size CHECK (length(account) = 16),
    CONSTRAINT billing_stripe_customers_customer_unique UNIQUE (customer)
) STRICT;
