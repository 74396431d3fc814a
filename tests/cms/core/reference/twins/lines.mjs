// Reads {"tables", "name", "keys"} or {"years", "day"} a line and writes what the browser makes of it.
import { createInterface } from "node:readline";
import { Day, fromWire, toWire } from "../../../../../static_src/js/formula/index.js";
import { isWorkday } from "../../../../../static_src/js/reference/calendar.js";
import { lookup } from "../../../../../static_src/js/reference/rule_table.js";

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.day) console.log(JSON.stringify(isWorkday(asked.years, Day.of(...asked.day.split("-").map(Number)))));
  else console.log(JSON.stringify(toWire(lookup(asked.tables, asked.name, asked.keys.map(fromWire))) ?? null));
}
