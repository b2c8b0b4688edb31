DROP TABLE scenario_score

DROP TABLE scenario_answer

DROP TABLE scenario
