-- What the question "could a command be kept now?" writes over and over: a row that means nothing and that nobody reads.
CREATE TABLE write_probe (
    -- always 1
    only_row INTEGER NOT NULL,
    -- mutable
    filler   BYTEA   NOT NULL, -- random bytes, as many as a command's rows may take on the disk
    CONSTRAINT write_probe_once     PRIMARY KEY (only_row),
    CONSTRAINT write_probe_only_row CHECK (only_row = 1)
);

-- Kept as it is: bytes that are made smaller prove less.
ALTER TABLE write_probe ALTER COLUMN filler SET STORAGE EXTERNAL;
