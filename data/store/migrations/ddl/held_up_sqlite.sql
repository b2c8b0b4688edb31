CREATE TABLE held_file (
	id INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	topic TEXT NOT NULL,
	filename TEXT NOT NULL,
	content BLOB NOT NULL,
	reporter TEXT NOT NULL,
	counties TEXT NOT NULL,
	enterprise TEXT,
	held_at TEXT NOT NULL,
	questions TEXT NOT NULL,
	status TEXT NOT NULL CONSTRAINT ck_held_file_status CHECK (status IN ('open', 'stored', 'withdrawn')),
	receipt TEXT,
	settled_at TEXT,
	CONSTRAINT pk_held_file PRIMARY KEY (id)
)
 STRICT

CREATE INDEX ix_held_file_reporter ON held_file (reporter, status)

CREATE TABLE confirmation (
	id INTEGER NOT NULL,
	source_file INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	day TEXT,
	header TEXT NOT NULL,
	found TEXT NOT NULL,
	reason TEXT NOT NULL,
	because TEXT NOT NULL,
	answered_by TEXT NOT NULL,
	answered_at TEXT NOT NULL,
	CONSTRAINT pk_confirmation PRIMARY KEY (id),
	CONSTRAINT fk_confirmation_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)
 STRICT

CREATE INDEX ix_confirmation_source_file ON confirmation (source_file)
