"""Simulated arrears: the ledger, the monthly plan of 2020 and the payments, two counties behind."""
