-- What the question "could a request be kept now?" writes over and over: a row that means nothing and that nobody reads.
CREATE TABLE server_write_probe (
    -- immutable
    only_row INTEGER NOT NULL CONSTRAINT server_write_probe_once PRIMARY KEY CONSTRAINT server_write_probe_only_row CHECK (only_row = 1),
    -- mutable
    filler   BLOB    NOT NULL -- random bytes, as many as a request's rows may take on the disk
) STRICT;
