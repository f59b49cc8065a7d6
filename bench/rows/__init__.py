"""One module a row of the table of budgets; each has a `run()` that returns an outcome."""
