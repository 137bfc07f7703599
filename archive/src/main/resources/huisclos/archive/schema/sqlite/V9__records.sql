-- Small records of the gate: credentials, sessions, invitations, tokens, shares. What is secret or
-- names somebody in a value is sealed. Nothing here is rebuilt by a reindex.

CREATE TABLE gate_record (
  kind  TEXT NOT NULL,
  key   TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;
