// Working days in the browser: the twin of cms/core/reference/engine/calendar.py, fed by WorkCalendar.for_browser().

// Returns true, false, or null for a year that has not been entered.
export function isWorkday(years, day) {
  const year = years[String(day.year)];
  if (!year) return null;
  const key = day.toString().slice(5);
  if (year.on.includes(key)) return true;
  return day.weekday < 5 && !year.off.includes(key);
}
