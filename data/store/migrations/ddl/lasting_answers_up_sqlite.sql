CREATE TABLE lasting_answer (
	id INTEGER NOT NULL,
	source_file INTEGER NOT NULL,
	topic TEXT NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	header TEXT NOT NULL,
	found TEXT NOT NULL,
	reason TEXT NOT NULL,
	because TEXT NOT NULL,
	until TEXT NOT NULL,
	given_by TEXT NOT NULL,
	given_at TEXT NOT NULL,
	revoked_by TEXT,
	revoked_at TEXT,
	CONSTRAINT pk_lasting_answer PRIMARY KEY (id),
	CONSTRAINT fk_lasting_answer_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)
 STRICT

CREATE INDEX ix_lasting_answer_subject ON lasting_answer (kind, subject)
