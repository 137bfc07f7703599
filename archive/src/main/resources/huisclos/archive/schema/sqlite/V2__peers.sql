-- Peers: who may be dialled, what is sent where, and what waits to be sent. Instants are
-- milliseconds of the epoch. Nothing here is rebuilt by a reindex, and nothing of a patient lies here.

-- `identity_key` is sealed. `trust` and `identity_certificate` are DER.
CREATE TABLE peer (
  aet                  TEXT    NOT NULL PRIMARY KEY,
  host                 TEXT    NOT NULL,
  port                 INTEGER NOT NULL,
  called               TEXT    NOT NULL,
  trust                BLOB,
  identity_aet         TEXT,
  identity_certificate BLOB,
  identity_key         TEXT,
  added                TEXT    NOT NULL
);

-- What goes where. Lists are joined by a backslash and an empty one matches all.
CREATE TABLE forward_rule (
  id          INTEGER NOT NULL PRIMARY KEY,
  destination TEXT    NOT NULL,
  modalities  TEXT    NOT NULL,
  senders     TEXT    NOT NULL,
  sop_classes TEXT    NOT NULL,
  description TEXT    NOT NULL,
  added       TEXT    NOT NULL
);

-- One instance on its way to one destination. `state`: 0 waits, 1 was sent, 2 was given up.
CREATE TABLE forward_item (
  id          INTEGER NOT NULL PRIMARY KEY,
  destination TEXT    NOT NULL,
  sop_uid     TEXT    NOT NULL,
  study_uid   TEXT    NOT NULL,
  rule_id     INTEGER NOT NULL,
  state       INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  due         INTEGER NOT NULL,
  queued      INTEGER NOT NULL,
  settled     INTEGER,
  reason      TEXT    NOT NULL,
  UNIQUE (sop_uid, destination)
);
CREATE INDEX forward_item_by_state ON forward_item (destination, state, due, id);

-- Storage commitment reports to be delivered on an association of our own. `report` is a data set
-- of UIDs. `state` as above.
CREATE TABLE commit_report (
  id          INTEGER NOT NULL PRIMARY KEY,
  device      TEXT    NOT NULL,
  transaction_uid TEXT NOT NULL,
  event_type  INTEGER NOT NULL,
  report      BLOB    NOT NULL,
  state       INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  due         INTEGER NOT NULL,
  queued      INTEGER NOT NULL,
  expires     INTEGER NOT NULL,
  reason      TEXT    NOT NULL
);
CREATE INDEX commit_report_by_state ON commit_report (state, due);
