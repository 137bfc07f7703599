-- Scrub: how far the checking of what is stored has come, and what it found. Instants are
-- milliseconds of the epoch. Clear: UIDs, places, counts. Nothing here is rebuilt by a reindex.

CREATE TABLE scrub_state (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- Damage that was found and not found mended since. `round` is the last one that met it.
CREATE TABLE scrub_finding (
  kind       TEXT    NOT NULL,
  place      TEXT    NOT NULL,
  study_uid  TEXT    NOT NULL,
  series_uid TEXT    NOT NULL,
  sop_uid    TEXT    NOT NULL,
  objects    INTEGER NOT NULL,
  detail     TEXT    NOT NULL,
  found      INTEGER NOT NULL,
  round      INTEGER NOT NULL,
  PRIMARY KEY (kind, place, study_uid, sop_uid)
);

-- Instances that an index before named and that a rebuild did not meet in the vault again.
CREATE TABLE missing_instance (
  sop_uid    TEXT    NOT NULL PRIMARY KEY,
  series_uid TEXT    NOT NULL,
  study_uid  TEXT    NOT NULL,
  noted      INTEGER NOT NULL
);
CREATE INDEX missing_instance_by_study ON missing_instance (study_uid);
