-- What people are in the department, and their names as examinations state them.

ALTER TABLE person ADD COLUMN roles TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN physicians TEXT NOT NULL DEFAULT '';
