DROP INDEX ix_arrears_item_waiting

DROP INDEX ix_arrears_payment_waiting

DROP INDEX ix_arrears_plan_waiting

DROP INDEX ix_enterprise_waiting

DROP INDEX ix_entity_waiting

DROP INDEX ix_entity_count_waiting

DROP INDEX ix_market_waiting

DROP INDEX ix_market_status_waiting

DROP INDEX ix_measure_progress_waiting

DROP INDEX ix_supply_waiting

DROP TABLE submission

DROP TABLE api_token

DROP TABLE api_request

DROP TABLE account_duty
