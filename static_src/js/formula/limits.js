// The bounds of cms/core/formula/limits.py.
export const MAX_LIST = 1000;
export const MAX_STEPS = 200000;
export const WILDCARD_STEPS = 64;
export const MAX_RESULT_TEXT = 10000;

export const PRECISION = 40;
export const SCALE = 15;
export const MAX_DIGITS = 30;
export const MIN_DIGITS = 1000;
export const MAX_EXPONENT = 100;
export const NEARLY_PRECISION = 35;
export const POWER_PRECISION = 20;
export const MAX_PLACES = 30;

export const MAX_MONTHS = 120000;
export const MAX_DAYS = 3700000;
export const MAX_WORKDAYS = 2000;
export const MAX_CALENDAR_DAYS = 4000;
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 9999;

export const RMB_DIGITS = 15;
