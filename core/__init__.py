"""Tools without domain words: settings, people, units, sites, clock, ledger, object storage."""
