-- schema-2.sql: from version 1 to version 2: files are imported beside the inbox, so that
-- a million typed-in rows never stand between a visitor and the loop.

CREATE TABLE imported (
    seq      INTEGER PRIMARY KEY,
    import   INTEGER NOT NULL REFERENCES import(number),
    key      BLOB,               -- NULL when it was typed in without one
    day      INTEGER NOT NULL,   -- days since 1970-01-01
    document TEXT NOT NULL       -- canonical, without `pad`
) STRICT;

ALTER TABLE import ADD COLUMN mode TEXT NOT NULL DEFAULT 'paper';

INSERT INTO imported (import, key, day, document)
    SELECT import, key, day, document FROM inbox WHERE import <> 0 ORDER BY seq;
DELETE FROM inbox WHERE import <> 0;
ALTER TABLE inbox DROP COLUMN import;
