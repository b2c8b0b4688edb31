DROP TABLE dispatch_balance

DROP TABLE dispatch_line
