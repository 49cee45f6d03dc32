-- schema-6.sql: from version 5 to version 6: which weeks are put together is written down once their edition can be made.

CREATE TABLE period (            -- from a week on, how many weeks of a place are put together; rows are only added
    place TEXT NOT NULL,         -- id
    mode  TEXT NOT NULL,
    first TEXT NOT NULL,         -- "2026-W01"; the first of a place and mode is that of its first answers, by week
    weeks INTEGER NOT NULL,      -- 1, 2, 4 or 13. It is chosen by what reports show, and tells no more than they do
    PRIMARY KEY (place, mode, first)
) STRICT, WITHOUT ROWID;

ALTER TABLE closing ADD COLUMN chosen TEXT NOT NULL DEFAULT ''
    /* "2026-W47": all that is chosen up to this week lies in `period`; '' when nothing does yet, or an import changed a closed week */;
