"""Rules and records of the front desk. Knows no screen and no command line."""
