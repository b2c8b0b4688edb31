UPDATE alert SET status = 'handling' WHERE status IN ('review','known_cause')

ALTER TABLE alert DROP CONSTRAINT ck_alert_status

ALTER TABLE alert ADD CONSTRAINT ck_alert_status CHECK (status IN ('new','acknowledged','handling','closed','false_alarm'))

DROP TABLE outbox

DROP TABLE evidence

DROP TABLE case_event

DROP TABLE case_alert

DROP TABLE case_file
