-- schema-3.sql: from version 2 to version 3: a tablet's staff corner and last contact, and
-- the changes that a centre made.

ALTER TABLE point ADD COLUMN pin TEXT NOT NULL DEFAULT ''
    /* digits that open its tablet's staff corner, or ''. Kept as typed: the tablet must know them in an outage */;
ALTER TABLE point ADD COLUMN contact INTEGER
    /* the day its tablet last asked for the form, days since 1970-01-01; NULL before the first, and without a tablet */;

CREATE TABLE change (            -- what the centre changed: "you said - we did"
    number INTEGER PRIMARY KEY,  -- in the order they were written down
    place  TEXT NOT NULL,        -- id; the centre's own when it is about the whole centre
    day    INTEGER NOT NULL,     -- of the change, days since 1970-01-01
    said   TEXT NOT NULL,        -- what visitors said, a language map as canonical JSON; {} when nothing
    did    TEXT NOT NULL,        -- what the centre did about it, a language map as canonical JSON
    rebase INTEGER NOT NULL      -- 1 when the limits of the charts start anew on that day, else 0
) STRICT;
