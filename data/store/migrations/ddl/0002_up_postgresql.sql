CREATE TABLE outlook (
	id SERIAL NOT NULL,
	outlook TEXT NOT NULL,
	subject TEXT NOT NULL,
	county TEXT NOT NULL,
	enterprise TEXT,
	valid_for DATE NOT NULL,
	state TEXT NOT NULL CONSTRAINT ck_outlook_state CHECK (state IN ('ok','reached','not_assessable')),
	answer JSONB NOT NULL,
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_outlook PRIMARY KEY (id)
)

CREATE INDEX ix_outlook_day ON outlook (valid_for)

CREATE INDEX ix_outlook_history ON outlook (outlook, subject, valid_for) WHERE superseded_at IS NOT NULL

CREATE UNIQUE INDEX uq_outlook_current ON outlook (outlook, subject, valid_for) WHERE superseded_at IS NULL
