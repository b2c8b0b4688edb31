"""What people said of the alerts: how many by rule and county were right, known or false. It silences nothing."""

import pandas as pd

SAID = {"close": "right", "close_signed": "right", "known_cause": "known", "false_alarm": "false", "settle": "settled"}
COUNTED = ("right", "known", "false", "settled", "unanswered")


def precision(answers: pd.DataFrame, *, by: list[str]) -> pd.DataFrame:
    """The keys of ``by`` (indicator, county), the alerts COUNTED by answer, ``answered``, and ``precision`` in percent.

    Right and known causes were worth the call: precision is their share of what people answered; missing where nobody
    did. An alert the machine settled was never looked at and proves nothing.
    """
    said = answers["said"].map(SAID).fillna("unanswered")
    counts = pd.crosstab([answers[key] for key in by], said) if len(answers) else pd.DataFrame(columns=COUNTED)
    counts = counts.reindex(columns=list(COUNTED), fill_value=0)
    answered = counts["right"] + counts["known"] + counts["false"]
    share = (counts["right"] + counts["known"]) / answered.where(answered > 0) * 100
    return counts.assign(answered=answered, precision=share.astype("float64")).rename_axis(columns=None).reset_index()
