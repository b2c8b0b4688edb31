CREATE TABLE problem (
	id INTEGER NOT NULL,
	county TEXT NOT NULL,
	enterprise TEXT,
	entity TEXT NOT NULL,
	contact TEXT,
	category TEXT NOT NULL,
	title TEXT NOT NULL,
	detail TEXT NOT NULL,
	source TEXT NOT NULL,
	alert INTEGER,
	measure TEXT,
	level TEXT NOT NULL CONSTRAINT ck_problem_level CHECK (level IN ('county','prefecture','province')),
	status TEXT NOT NULL CONSTRAINT ck_problem_status CHECK (status IN ('registered','accepted','answered','closed','declined','merged')),
	owner TEXT,
	due TEXT NOT NULL,
	opened_for TEXT NOT NULL,
	answered_for TEXT,
	answer TEXT,
	merged_into INTEGER,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_problem PRIMARY KEY (id),
	CONSTRAINT fk_problem_merged_into FOREIGN KEY(merged_into) REFERENCES problem (id)
)
 STRICT

CREATE INDEX ix_problem_county ON problem (county, status)

CREATE TABLE problem_event (
	id INTEGER NOT NULL,
	problem INTEGER NOT NULL,
	at TEXT NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	note TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	CONSTRAINT pk_problem_event PRIMARY KEY (id),
	CONSTRAINT fk_problem_event_problem FOREIGN KEY(problem) REFERENCES problem (id)
)
 STRICT

CREATE INDEX ix_problem_event_problem ON problem_event (problem, id)

CREATE TRIGGER problem_event_no_update BEFORE UPDATE ON problem_event
BEGIN
  SELECT RAISE(ABORT, 'problem_event is append-only');
END

CREATE TRIGGER problem_event_no_delete BEFORE DELETE ON problem_event
BEGIN
  SELECT RAISE(ABORT, 'problem_event is append-only');
END
