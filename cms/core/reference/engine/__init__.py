"""Pure rules of the reference data: decision tables, code lists, the calendar. No Django."""
