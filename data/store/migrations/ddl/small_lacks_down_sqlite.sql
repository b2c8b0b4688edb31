UPDATE dispatch_balance SET state = 'short' WHERE state = 'small'

PRAGMA writable_schema = ON

UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''enough'',''filled'',''small'',''short'',''unknown'')', 'state IN (''enough'',''filled'',''short'',''unknown'')') WHERE type = 'table' AND name = 'dispatch_balance'

PRAGMA writable_schema = RESET
