CREATE TABLE draft (
	id INTEGER NOT NULL,
	topic TEXT NOT NULL,
	day TEXT NOT NULL,
	unit TEXT NOT NULL,
	county TEXT NOT NULL,
	enterprise TEXT,
	owner TEXT NOT NULL,
	saved_by TEXT NOT NULL,
	cells TEXT NOT NULL,
	template TEXT NOT NULL,
	base TEXT NOT NULL,
	offered TEXT,
	status TEXT NOT NULL CONSTRAINT ck_draft_status CHECK (status IN ('open', 'sent', 'discarded')),
	receipt TEXT,
	opened_at TEXT NOT NULL,
	saved_at TEXT NOT NULL,
	closed_at TEXT,
	seconds INTEGER NOT NULL CONSTRAINT ck_draft_seconds CHECK (seconds >= 0),
	revision INTEGER NOT NULL,
	CONSTRAINT pk_draft PRIMARY KEY (id)
)
 STRICT

CREATE INDEX ix_draft_owner ON draft (owner, saved_at)

CREATE UNIQUE INDEX uq_draft_open ON draft (topic, day, unit) WHERE status = 'open'
