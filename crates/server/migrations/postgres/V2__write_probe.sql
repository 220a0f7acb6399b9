-- What the question "could a request be kept now?" writes over and over: a row that means nothing and that nobody reads.
CREATE TABLE server_write_probe (
    -- immutable
    only_row BIGINT NOT NULL CONSTRAINT server_write_probe_once PRIMARY KEY CONSTRAINT server_write_probe_only_row CHECK (only_row = 1),
    -- mutable
    filler   BYTEA  NOT NULL
);

-- Kept as it is: bytes that are made smaller prove less.
ALTER TABLE server_write_probe ALTER COLUMN filler SET STORAGE EXTERNAL;
