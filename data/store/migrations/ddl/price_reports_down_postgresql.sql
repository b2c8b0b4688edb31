DROP TABLE price_report
