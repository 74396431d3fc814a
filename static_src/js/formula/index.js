// Formulas in the browser: evaluate(Formula.ast as JSON, env) gives what cms.core.formula.evaluate gives on the server.
// env: value(id), column(table, column), row(column), last(id), today (Day), lookup(table, keys), isWorkday(Day) → true,
// false or null, scores(id). What they return: Decimal, string, Day, true, false, null, arrays of these, ErrorValue.
export { Day } from "./day.js";
export { ErrorValue } from "./errors.js";
export { evaluate } from "./evaluate.js";
export { Decimal, isBlank, spelled, text } from "./values.js";
export { fromWire, toWire } from "./wire.js";
