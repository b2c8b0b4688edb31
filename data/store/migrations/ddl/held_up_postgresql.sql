CREATE TABLE held_file (
	id SERIAL NOT NULL,
	sha256 TEXT NOT NULL,
	topic TEXT NOT NULL,
	filename TEXT NOT NULL,
	content BYTEA NOT NULL,
	reporter TEXT NOT NULL,
	counties JSONB NOT NULL,
	enterprise TEXT,
	held_at TIMESTAMP WITH TIME ZONE NOT NULL,
	questions JSONB NOT NULL,
	status TEXT NOT NULL CONSTRAINT ck_held_file_status CHECK (status IN ('open', 'stored', 'withdrawn')),
	receipt TEXT,
	settled_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_held_file PRIMARY KEY (id)
)

CREATE INDEX ix_held_file_reporter ON held_file (reporter, status)

CREATE TABLE confirmation (
	id SERIAL NOT NULL,
	source_file INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	day DATE,
	header TEXT NOT NULL,
	found TEXT NOT NULL,
	reason TEXT NOT NULL,
	because TEXT NOT NULL,
	answered_by TEXT NOT NULL,
	answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_confirmation PRIMARY KEY (id),
	CONSTRAINT fk_confirmation_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_confirmation_source_file ON confirmation (source_file)
