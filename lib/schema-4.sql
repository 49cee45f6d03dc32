-- schema-4.sql: from version 3 to version 4: managers sign in; remarks are held until staff release them.

CREATE TABLE manager (           -- no row, or one: with it, reports are for managers who signed in
    number     INTEGER PRIMARY KEY CHECK (number = 1),
    passphrase TEXT NOT NULL     -- argon2id, as libsodium writes it: the passphrase itself is kept nowhere
) STRICT;

ALTER TABLE remark ADD COLUMN number INTEGER NOT NULL DEFAULT 0
    /* drawn at random when it was laid first: staff strike and release by it */;
ALTER TABLE remark ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting'
    /* waiting for company, listed for staff to read, or released */;
UPDATE remark SET number = 100000000000 + abs(random() % 900000000000);
