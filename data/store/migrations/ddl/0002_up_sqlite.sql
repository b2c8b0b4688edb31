CREATE TABLE outlook (
	id INTEGER NOT NULL,
	outlook TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	enterprise TEXT,
	valid_for TEXT NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_outlook_state CHECK (state IN ('ok','reached','not_assessable')),
	answer TEXT NOT NULL,
	known_at TEXT NOT NULL,
	superseded_at TEXT,
	CONSTRAINT pk_outlook PRIMARY KEY (id)
)
 STRICT

CREATE INDEX ix_outlook_day ON outlook (valid_for)

CREATE INDEX ix_outlook_history ON outlook (outlook, subject, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_outlook_current ON outlook (outlook, subject, valid_for) WHERE superseded_at IS NULL
