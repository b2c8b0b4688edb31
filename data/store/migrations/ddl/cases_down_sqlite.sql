UPDATE alert SET status = 'handling' WHERE status IN ('review','known_cause')

PRAGMA writable_schema = ON

UPDATE sqlite_schema SET sql = replace(sql, 'status IN (''new'',''acknowledged'',''handling'',''review'',''known_cause'',''closed'',''false_alarm'')', 'status IN (''new'',''acknowledged'',''handling'',''closed'',''false_alarm'')') WHERE type = 'table' AND name = 'alert'

PRAGMA writable_schema = RESET

DROP TABLE outbox

DROP TABLE evidence

DROP TABLE case_event

DROP TABLE case_alert

DROP TABLE case_file
