CREATE TABLE price_report (
	id SERIAL NOT NULL,
	alert INTEGER NOT NULL,
	county TEXT NOT NULL,
	serial INTEGER NOT NULL,
	kind TEXT NOT NULL CONSTRAINT ck_price_report_kind CHECK (kind IN ('first','follow','final')),
	corrects INTEGER NOT NULL CONSTRAINT ck_price_report_corrects CHECK (corrects >= 0 AND corrects < serial),
	reported_at TIMESTAMP WITH TIME ZONE NOT NULL,
	unit TEXT NOT NULL,
	signer TEXT NOT NULL,
	recipients JSONB NOT NULL,
	way TEXT NOT NULL CONSTRAINT ck_price_report_way CHECK (way IN ('phone','paper','system','fax')),
	situation TEXT NOT NULL,
	taken TEXT NOT NULL,
	next_steps TEXT NOT NULL,
	stands JSONB NOT NULL,
	key TEXT NOT NULL,
	known_at TIMESTAMP WITH TIME ZONE NOT NULL,
	known_by TEXT NOT NULL,
	CONSTRAINT pk_price_report PRIMARY KEY (id),
	CONSTRAINT uq_price_report_alert_serial UNIQUE (alert, serial),
	CONSTRAINT fk_price_report_alert FOREIGN KEY(alert) REFERENCES alert (id),
	CONSTRAINT uq_price_report_key UNIQUE (key)
)

CREATE TRIGGER price_report_append_only BEFORE UPDATE OR DELETE ON price_report
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()

CREATE TRIGGER price_report_no_truncate BEFORE TRUNCATE ON price_report
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()
