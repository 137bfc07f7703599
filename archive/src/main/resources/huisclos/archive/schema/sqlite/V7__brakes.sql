-- Harvest brakes and alerts. Nothing of a patient is here: records go by their internal ids, and
-- what a spender was shown is forgotten after a day.

CREATE TABLE brake (
  spender      TEXT NOT NULL PRIMARY KEY,
  per_hour     INTEGER,
  per_day      INTEGER,
  lifted_until INTEGER,
  frozen_at    INTEGER
);

CREATE TABLE brake_spent (
  spender TEXT NOT NULL,
  record  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (spender, record)
) WITHOUT ROWID;

CREATE INDEX brake_spent_at ON brake_spent (at);

CREATE TABLE alert (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  kind            TEXT NOT NULL,
  subject         TEXT NOT NULL,
  what            TEXT NOT NULL,
  first_at        INTEGER NOT NULL,
  last_at         INTEGER NOT NULL,
  told_at         INTEGER NOT NULL,
  times           INTEGER NOT NULL,
  acknowledged_at INTEGER
);

CREATE UNIQUE INDEX alert_open ON alert (kind, subject) WHERE acknowledged_at IS NULL;
