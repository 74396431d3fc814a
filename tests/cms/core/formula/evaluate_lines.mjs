// Reads {"ast", "env"} a line and writes what the browser's evaluator makes of it.
import { createInterface } from "node:readline";
import { Day, ErrorValue, evaluate, fromWire, toWire } from "../../../../static_src/js/formula/index.js";
import { COUNTS } from "../../../../static_src/js/formula/functions/table.js";

function environment(given) {
  const holidays = new Set(given.holidays ?? []);
  const years = new Set(given.years ?? []);
  const columns = given.columns ?? {};
  return {
    value: (id) => fromWire(given.values?.[id]),
    column: (table, column) => fromWire(columns[`${table}.${column}`] ?? []),
    row: (column) => fromWire(given.rows?.[column]),
    up: (column) => fromWire(given.ups?.[column]),
    line: (row) => fromWire(given.lines?.[row]),
    last: (id) => fromWire(given.lasts?.[id]),
    today: Day.of(...given.today.split("-").map(Number)),
    lookup(table, keys) {
      const rows = given.tables?.[table] ?? {};
      const joined = keys.map((key) => toWire(key)).map((key) => key?.n ?? key?.d ?? key ?? "").join("|");
      return Object.hasOwn(rows, joined) ? fromWire(rows[joined]) : new ErrorValue("#N/A");
    },
    isWorkday(day) {
      if (!years.has(day.year)) return null;
      return day.weekday < 5 && !holidays.has(day.toString());
    },
    scores: (id) => given.points?.[id] ?? {},
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { ast, env, ask } = JSON.parse(line);
  const answer = ask === "counts" ? COUNTS : toWire(evaluate(ast, environment(env)));
  console.log(JSON.stringify(answer ?? null));
}
