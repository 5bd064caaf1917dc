"""What people read: Fluent catalogues, numbers, dates and directions in words."""
