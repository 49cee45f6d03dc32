-- schema-5.sql: from version 4 to version 5: visitors that were counted, so that the share of them who answered is known.

CREATE TABLE visitors (          -- counted at a door or in a session by somebody, or something, that asked nothing
    day     INTEGER NOT NULL,    -- days since 1970-01-01
    place   TEXT NOT NULL,       -- id; the centre's own at its door
    session TEXT NOT NULL,       -- id, or ''
    n       INTEGER NOT NULL,
    import  INTEGER NOT NULL REFERENCES import(number), -- whose lines are summed; a later file's are put in their place
    PRIMARY KEY (day, place, session)
) STRICT, WITHOUT ROWID;
