CREATE TABLE problem (
	id SERIAL NOT NULL,
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
	due DATE NOT NULL,
	opened_for DATE NOT NULL,
	answered_for DATE,
	answer TEXT,
	merged_into INTEGER,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_problem PRIMARY KEY (id),
	CONSTRAINT fk_problem_merged_into FOREIGN KEY(merged_into) REFERENCES problem (id)
)

CREATE INDEX ix_problem_county ON problem (county, status)

CREATE TABLE problem_event (
	id SERIAL NOT NULL,
	problem INTEGER NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	note TEXT NOT NULL,
	snapshot JSONB NOT NULL,
	CONSTRAINT pk_problem_event PRIMARY KEY (id),
	CONSTRAINT fk_problem_event_problem FOREIGN KEY(problem) REFERENCES problem (id)
)

CREATE INDEX ix_problem_event_problem ON problem_event (problem, id)

CREATE TRIGGER problem_event_append_only BEFORE UPDATE OR DELETE ON problem_event
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER problem_event_no_truncate BEFORE TRUNCATE ON problem_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()
