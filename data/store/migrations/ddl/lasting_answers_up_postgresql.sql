CREATE TABLE lasting_answer (
	id SERIAL NOT NULL,
	source_file INTEGER NOT NULL,
	topic TEXT NOT NULL,
	county TEXT NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	header TEXT NOT NULL,
	found TEXT NOT NULL,
	reason TEXT NOT NULL,
	because TEXT NOT NULL,
	until DATE NOT NULL,
	given_by TEXT NOT NULL,
	given_at TIMESTAMP WITH TIME ZONE NOT NULL,
	revoked_by TEXT,
	revoked_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_lasting_answer PRIMARY KEY (id),
	CONSTRAINT fk_lasting_answer_source_file FOREIGN KEY(source_file) REFERENCES source_file (id)
)

CREATE INDEX ix_lasting_answer_subject ON lasting_answer (kind, subject)
