-- schema-4.sql: from version 3 to version 4: managers sign in.

CREATE TABLE manager (           -- no row, or one: with it, reports are for managers who signed in
    number     INTEGER PRIMARY KEY CHECK (number = 1),
    passphrase TEXT NOT NULL     -- argon2id, as libsodium writes it: the passphrase itself is kept nowhere
) STRICT;
