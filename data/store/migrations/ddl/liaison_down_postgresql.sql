DROP TABLE plan_opening

DROP TABLE contingency_drill

DROP TABLE contingency_plan

DROP TABLE liaison_visit

DROP TABLE liaison_officer
