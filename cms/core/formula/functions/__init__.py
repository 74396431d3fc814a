"""What formulas can call: the table of functions, and one module of code for each group."""
