UPDATE dispatch_balance SET state = 'short' WHERE state = 'small'

ALTER TABLE dispatch_balance DROP CONSTRAINT ck_dispatch_balance_state

ALTER TABLE dispatch_balance ADD CONSTRAINT ck_dispatch_balance_state CHECK (state IN ('enough','filled','short','unknown'))
