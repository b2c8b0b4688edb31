"""What comes next, as answers: will the stock hold, when do markets reopen, what runs out, when are arrears cleared."""
