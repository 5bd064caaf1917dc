"""Who: employees, their offices, accounts, roles and enrolled faces."""
