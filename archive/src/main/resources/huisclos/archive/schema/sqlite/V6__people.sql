-- People: who may be named in a user identity, and the devices whose word about a name is taken.
-- A password is an Argon2id hash, sealed.

CREATE TABLE person (
  name         TEXT NOT NULL PRIMARY KEY,
  subject      TEXT NOT NULL UNIQUE,
  verbs        TEXT NOT NULL,
  devices      TEXT NOT NULL,
  added        TEXT NOT NULL,
  suspended_at TEXT,
  password     BLOB
);

CREATE TABLE vouching_device (
  aet TEXT NOT NULL PRIMARY KEY
);
