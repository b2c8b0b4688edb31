DROP TABLE supply

DROP TABLE market_status

DROP TABLE market

DROP TABLE login_session

DROP TABLE entity_count

DROP TABLE entity

DROP TABLE enterprise

DROP TABLE arrears_plan

DROP TABLE arrears_payment

DROP TABLE arrears_item

DROP TABLE alert_event

DROP TABLE source_file

DROP TABLE signal

DROP TABLE setting

DROP TABLE login_failure

DROP TABLE indicator_value

DROP TABLE event

DROP TABLE evaluation_run

DROP TABLE entity_breakdown

DROP TABLE data_version

DROP TABLE alert

DROP TABLE account
