"""The marks by which a workbook that comes back is read: hidden cells with ids, and a hidden sheet about the form."""

# The first cell of a sheet to fill in, and the columns of its hidden first row.
SHEET_MARK = "#pilotdesk"
VALUE = "#value"
ROW_ID = "#row"
NUMBER = "#number"
PARENT = "#parent"
# The hidden sheet: name and value in two columns; long values go on under the same name.
META = "_pilotdesk"
LISTS = "_options"
LONGEST_CELL = 30_000
FIRST_ROW = 5
