"""When: schedules, slots and the state of a day."""
