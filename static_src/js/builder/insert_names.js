// The names that a formula may use where it stands: of the same row, the row around, the same column, and of the form.
import { allFields, outline, sectionName } from "./form.js";
import { t, typeTitle } from "./texts.js";

// [{title, items: [{text, note, insert}]}], the nearest first.
export function nameGroups(textarea) {
  const all = allFields();
  const nearby = all.flatMap((field) => nearbyGroups(field, textarea));
  const sections = outline().map((section) => ({
    title: sectionName(section),
    items: section.fields
      .filter((field) => field.label && field.type !== "note")
      .flatMap((field) => itemsOf(field, nameOf(field, section, all))),
  }));
  return [...nearby, ...sections].filter((group) => group.items.length);
}

// Two fields of one label are told apart by their section. A bracket in a label is doubled.
function nameOf(field, section, all) {
  const isTwice = all.filter((one) => one.label === field.label).length > 1;
  return isTwice ? `${escaped(section.title)}/${escaped(field.label)}` : escaped(field.label);
}

const escaped = (label) => label.replaceAll("]", "]]");

const named = (columns) => columns.filter((one) => one.label);

const item = (note, ...labels) => ({ text: labels.join("."), note: t(note), insert: `[${labels.map(escaped).join(".")}]` });

// What a field offers to formulas anywhere: itself, its columns, the columns of tables within it, its cells.
function itemsOf(field, name) {
  const columns = named(field.block.columns());
  const rows = field.type === "matrix" ? named(field.block.rows()) : [];
  const below = (note, ...labels) => ({ ...item(note, field.label, ...labels), insert: `[${[name, ...labels.map(escaped)].join(".")}]` });
  return [
    { text: field.label, note: typeTitle(field.type), insert: `[${name}]` },
    ...columns.map((one) => below("column", one.label)),
    ...columns.flatMap((one) => named(one.columns ?? []).map((inner) => below("inner_column", one.label, inner.label))),
    ...rows.flatMap((row) => columns.map((one) => below("cell", row.label, one.label))),
  ];
}

// What only a formula inside of this field may name; nothing if the formula stands elsewhere.
function nearbyGroups(field, textarea) {
  if (!field.block.element.contains(textarea)) return [];
  const row = field.block.rows().find((one) => one.element?.contains(textarea));
  if (row) return [sameColumn(field, row)];
  const columns = field.block.columns();
  const around = columns.find((one) => one.block?.element.contains(textarea));
  if (!around) return [];
  const isWithin = named(around.columns ?? []).some((one) => one.block?.element.contains(textarea));
  return isWithin ? [sameRow(around.columns), rowAround(columns)] : [sameRow(columns)];
}

function sameRow(columns) {
  const items = named(columns).flatMap((one) => [
    item("same_row", t("row_prefix"), one.label),
    ...named(one.columns ?? []).map((inner) => item("inner_column", t("row_prefix"), one.label, inner.label)),
  ]);
  return { title: t("same_row"), items };
}

function rowAround(columns) {
  const plain = named(columns).filter((one) => one.type !== "table");
  return { title: t("row_around"), items: plain.map((one) => item("row_around", t("up_prefix"), one.label)) };
}

function sameColumn(field, row) {
  const others = named(field.block.rows()).filter((one) => one.label !== row.label);
  const items = others.map((one) => item("same_column", t("line_prefix"), one.label));
  return { title: t("same_column"), items: [item("all_rows", t("line_prefix")), ...items] };
}
