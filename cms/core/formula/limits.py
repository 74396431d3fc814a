"""How large a formula and its work may become: everything here is a hard bound, the same in both languages."""

from decimal import Decimal

MAX_TEXT = 4_000  # characters of a formula
MAX_NODES = 1_000
MAX_DEPTH = 60
MAX_LIST = 1_000  # values behind one reference
MAX_STEPS = 200_000  # list values read, pairs compared and days walked in one evaluation
WILDCARD_STEPS = 64  # characters of text times characters of pattern that are one step
MAX_RESULT_TEXT = 10_000  # characters of a text that a formula makes

PRECISION = 40  # significant digits of every arithmetic result
SCALE = 15  # decimals that count when numbers are compared, rounded or written
MAX_DIGITS = 30  # numbers are smaller than 10 ** MAX_DIGITS
MIN_DIGITS = 1_000  # a result smaller than 10 ** -MIN_DIGITS is 0
MAX_EXPONENT = 100  # of the operator ^
POWER_PRECISION = 20  # significant digits of a power with a broken exponent
MAX_PLACES = 30  # second argument of ROUND

MAX_MONTHS = 120_000  # EDATE and DATE
MAX_DAYS = 3_700_000
MAX_WORKDAYS = 2_000
MAX_CALENDAR_DAYS = 4_000  # span of NETWORKDAYS, walk of WORKDAY
FIRST_YEAR = 1900

MAX_RMB = Decimal(10) ** 15  # 元
