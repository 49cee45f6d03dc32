-- schema.sql: the store of one centre, version 6. The comments live on in .schema.

CREATE TABLE centre (            -- one row: the centre's file, as merged last
    document TEXT NOT NULL       -- forms/centre.schema.json
) STRICT;

CREATE TABLE form (              -- every version of every questionnaire; none is ever changed or deleted
    number   INTEGER PRIMARY KEY,-- order of arrival; the last one of an id is its newest
    id       TEXT NOT NULL,      -- "exit"
    version  TEXT NOT NULL UNIQUE, -- SHA-256 of the canonical bytes
    document TEXT NOT NULL       -- the canonical bytes
) STRICT;

CREATE TABLE point (             -- where answers are taken: a tablet or a poster
    id    TEXT PRIMARY KEY,      -- "hall"
    mode  TEXT NOT NULL,         -- door, handed, poster, paper
    form  TEXT NOT NULL,         -- id of its form
    place TEXT NOT NULL,         -- id of the place it stands at, or ''
    pin   TEXT NOT NULL,         -- digits that open its tablet's staff corner, or ''. Kept as typed: the tablet must know them in an outage
    contact INTEGER              -- the day its tablet last asked for the form, days since 1970-01-01; NULL before the first, and without a tablet
) STRICT;

CREATE TABLE token (             -- what opens a point; several a point
    hash    BLOB PRIMARY KEY,    -- BLAKE2b of the token: the token itself is printed once and kept nowhere
    point   TEXT NOT NULL REFERENCES point(id),
    revoked INTEGER NOT NULL     -- 0 or 1
) STRICT;

CREATE TABLE change (            -- what the centre changed: "you said - we did"
    number INTEGER PRIMARY KEY,  -- in the order they were written down
    place  TEXT NOT NULL,        -- id; the centre's own when it is about the whole centre
    day    INTEGER NOT NULL,     -- of the change, days since 1970-01-01
    said   TEXT NOT NULL,        -- what visitors said, a language map as canonical JSON; {} when nothing
    did    TEXT NOT NULL,        -- what the centre did about it, a language map as canonical JSON
    rebase INTEGER NOT NULL      -- 1 when the limits of the charts start anew on that day, else 0
) STRICT;

CREATE TABLE manager (           -- no row, or one: with it, reports are for managers who signed in
    number     INTEGER PRIMARY KEY CHECK (number = 1),
    passphrase TEXT NOT NULL     -- argon2id, as libsodium writes it: the passphrase itself is kept nowhere
) STRICT;

CREATE TABLE inbox (             -- responses from the moment they are safe on disk until they are settled
    seq      INTEGER PRIMARY KEY,-- appended, so that a batch dirties one page; gone when settled
    key      BLOB NOT NULL,      -- of the response
    day      INTEGER NOT NULL,   -- days since 1970-01-01: the day it counts for
    arrived  INTEGER NOT NULL,   -- the day it came in
    mode     TEXT NOT NULL,      -- of its point
    place    TEXT NOT NULL,      -- of its point, or ''
    document TEXT NOT NULL       -- as sent, canonical, without `pad`
) STRICT;

CREATE TABLE response (          -- settled: the answers of one visitor; no key, no language, no time, no order
    week    TEXT NOT NULL,       -- "2026-W47", the centre's own ISO week
    n       INTEGER NOT NULL,    -- place in the week's last shuffle: it means nothing
    place   TEXT NOT NULL,       -- id; the centre's own when none was picked
    session TEXT NOT NULL,       -- id, or ''
    form    INTEGER NOT NULL REFERENCES form(number),
    mode    TEXT NOT NULL,
    class   TEXT NOT NULL,       -- plain, flagged, partial, again, late, uncertain
    answers TEXT NOT NULL,       -- canonical JSON: question -> code, codes
    PRIMARY KEY (week, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (             -- how many: the only thing the analysis reads
    week     TEXT NOT NULL,
    place    TEXT NOT NULL,
    session  TEXT NOT NULL,
    form     INTEGER NOT NULL REFERENCES form(number),
    question TEXT NOT NULL,      -- name; '' counts the responses themselves
    option   TEXT NOT NULL,      -- code; '' counts who answered the question
    mode     TEXT NOT NULL,
    class    TEXT NOT NULL,
    n        INTEGER NOT NULL,
    PRIMARY KEY (week, place, session, form, question, option, mode, class)
) STRICT, WITHOUT ROWID;

CREATE TABLE spoken (            -- languages of a week, apart from every answer
    week TEXT NOT NULL, lang TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (week, lang)
) STRICT, WITHOUT ROWID;

CREATE TABLE part (              -- parts of the day of a week, apart from every answer
    week TEXT NOT NULL, part TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (week, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE remark (            -- free text, apart from its response
    week    TEXT NOT NULL,
    n       INTEGER NOT NULL,    -- place in the week's last shuffle: it means nothing
    place   TEXT NOT NULL,       -- never a sensitive one
    lang    TEXT NOT NULL,
    pleased INTEGER NOT NULL,    -- 1 when overall was positive, 0 when not, 2 of an idea: it leans to neither
    text    TEXT NOT NULL,       -- redacted
    number  INTEGER NOT NULL,    -- drawn at random when it was laid first: staff strike and release by it
    state   TEXT NOT NULL,       -- waiting for company, listed for staff to read, or released
    PRIMARY KEY (week, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE seen (              -- settled keys, so that a retry is known for 8 weeks
    key     BLOB PRIMARY KEY,    -- hash of the key
    content BLOB NOT NULL,       -- hash of key and content
    week    TEXT NOT NULL        -- in which it was settled, so that it can be forgotten
) STRICT, WITHOUT ROWID;

CREATE TABLE import (            -- files that were imported
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE, -- of the file, its form and its mode
    mode   TEXT NOT NULL,
    lines  INTEGER NOT NULL,     -- how many of its lines are in
    done   INTEGER NOT NULL      -- 0 while it was interrupted
) STRICT;

CREATE TABLE imported (          -- responses of files, until they are settled
    seq      INTEGER PRIMARY KEY,
    import   INTEGER NOT NULL REFERENCES import(number),
    key      BLOB,               -- NULL when it was typed in without one
    day      INTEGER NOT NULL,   -- days since 1970-01-01
    document TEXT NOT NULL       -- canonical, without `pad`
) STRICT;

CREATE TABLE visitors (          -- counted at a door or in a session by somebody, or something, that asked nothing
    day     INTEGER NOT NULL,    -- days since 1970-01-01
    place   TEXT NOT NULL,       -- id; the centre's own at its door
    session TEXT NOT NULL,       -- id, or ''
    n       INTEGER NOT NULL,
    import  INTEGER NOT NULL REFERENCES import(number), -- whose lines are summed; a later file's are put in their place
    PRIMARY KEY (day, place, session)
) STRICT, WITHOUT ROWID;

CREATE TABLE period (            -- from a week on, how many weeks of a place are put together; rows are only added
    place TEXT NOT NULL,         -- id
    mode  TEXT NOT NULL,
    first TEXT NOT NULL,         -- "2026-W01"; the first of a place and mode is that of its first answers, by week
    weeks INTEGER NOT NULL,      -- 1, 2, 4 or 13. It is chosen by what reports show, and tells no more than they do
    PRIMARY KEY (place, mode, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE closing (           -- the weeks that are over
    last   TEXT NOT NULL,        -- "2026-W47": this one and all before it are closed; '' when none
    chosen TEXT NOT NULL         -- all that is chosen up to this week lies in `period`; '' when nothing does yet, or an import changed a closed week
) STRICT;

CREATE TABLE revision (          -- closed weeks that an import changed
    week TEXT PRIMARY KEY,
    n    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
