-- Keeping house: corrections, deletions, merges, holds.

-- Deletions: what was hidden together. From `due` on its keys may be destroyed.
CREATE TABLE deletion (
  id        INTEGER NOT NULL PRIMARY KEY,
  act       TEXT    NOT NULL UNIQUE,
  study_uid TEXT    NOT NULL,
  reason    TEXT    NOT NULL,
  actor     TEXT    NOT NULL,
  deleted   INTEGER NOT NULL,
  due       INTEGER NOT NULL
);
CREATE INDEX deletion_by_study ON deletion (study_uid);

-- Which deletion hides an instance, 0 for none. Counts of study and series are of what shows.
ALTER TABLE instance ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
CREATE INDEX instance_hidden ON instance (hidden) WHERE hidden > 0;

-- Studies that may neither be deleted nor destroyed.
CREATE TABLE hold (
  study_uid TEXT    NOT NULL PRIMARY KEY,
  act       TEXT    NOT NULL,
  actor     TEXT    NOT NULL,
  held      INTEGER NOT NULL,
  details   BLOB    NOT NULL
);

-- Rules of how long studies are kept. Settings: kept when the index is rebuilt.
CREATE TABLE retention (
  name       TEXT    NOT NULL PRIMARY KEY,
  modalities TEXT    NOT NULL,
  years      INTEGER NOT NULL,
  minors     INTEGER NOT NULL,
  added      TEXT    NOT NULL
);
