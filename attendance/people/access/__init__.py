"""Who may do what from which account: binding, roles, numbers, PINs, links into the console."""
