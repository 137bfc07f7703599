-- Keeping house: corrections, deletions, merges, holds.

-- Housekeeping acts in the order in which they lie in the vault, which alone can rebuild them.
CREATE TABLE act (
  number      INTEGER NOT NULL PRIMARY KEY,
  id          TEXT    NOT NULL UNIQUE,
  kind        TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  actor       TEXT    NOT NULL,
  container   INTEGER NOT NULL,
  blob_offset INTEGER NOT NULL,
  blob_length INTEGER NOT NULL,
  object_id   BLOB    NOT NULL,
  undone_by   TEXT
);

-- The studies that an act is about.
CREATE TABLE act_study (
  study_uid  TEXT    NOT NULL,
  act_number INTEGER NOT NULL,
  PRIMARY KEY (study_uid, act_number)
) WITHOUT ROWID;

-- What is changed on the way out. Empty series or SOP UID: all of the study, or of the series.
CREATE TABLE correction (
  id         INTEGER NOT NULL PRIMARY KEY,
  act_number INTEGER NOT NULL,
  study_uid  TEXT    NOT NULL,
  series_uid TEXT    NOT NULL,
  sop_uid    TEXT    NOT NULL,
  on_arrival INTEGER NOT NULL,
  details    BLOB    NOT NULL
);
CREATE INDEX correction_by_study ON correction (study_uid, sop_uid);
CREATE INDEX correction_by_act ON correction (act_number);

-- A record that was merged: what still comes under its identity belongs to another.
CREATE TABLE alias (
  identity   BLOB    NOT NULL PRIMARY KEY,
  act_number INTEGER NOT NULL,
  source     TEXT    NOT NULL,
  target     TEXT    NOT NULL,
  details    BLOB    NOT NULL
);

-- Earlier content of an instance whose place a released newcomer took.
CREATE TABLE superseded (
  act_number      INTEGER NOT NULL PRIMARY KEY,
  sop_uid         TEXT    NOT NULL,
  transfer_syntax TEXT    NOT NULL,
  sha256          BLOB    NOT NULL,
  bytes           INTEGER NOT NULL,
  store           INTEGER NOT NULL,
  container       INTEGER NOT NULL,
  blob_offset     INTEGER NOT NULL,
  blob_length     INTEGER NOT NULL,
  object_id       BLOB    NOT NULL
);
CREATE INDEX superseded_by_sop ON superseded (sop_uid);

-- Rules of what is corrected on arrival. Settings: kept when the index is rebuilt.
CREATE TABLE coercion (
  id     INTEGER NOT NULL PRIMARY KEY,
  kind   TEXT    NOT NULL,
  sender TEXT    NOT NULL,
  value  TEXT    NOT NULL,
  added  TEXT    NOT NULL
);

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
