// Options that depend on another choice, and long lists that are narrowed level by level or found by typing.
// Without this file every option stands in one list under headings, and the server checks what belongs together.
export function setUpTrees(form) {
  form.addEventListener("change", (event) => {
    if (event.target.name) follow(form, event.target);
  });
  form.addEventListener("rows:changed", (event) => {
    for (const place of changedIn(event.target, event.detail.row)) dependents(place).forEach((one) => narrow(form, one));
  });
  dependents(form).forEach((one) => narrow(form, one));
  form.querySelectorAll("select[data-tree], select[data-region]").forEach((one) => {
    if (!one.closest("[data-row]")) levels(form, one);
  });
}

// Rows that only went or moved say what they said; `row` is that of rows:changed.
function changedIn(box, row) {
  if (row === null) return [];
  return row ? box.querySelectorAll(`[data-row="${CSS.escape(row)}"]`) : [box];
}

const dependents = (within) => [...within.querySelectorAll("select[data-cascade]")];
const kept = new WeakMap();

function follow(form, above) {
  dependents(form)
    .filter((one) => one.dataset.cascade === above.name)
    .forEach((one) => {
      narrow(form, one);
      one.dispatchEvent(new Event("change", { bubbles: true }));
    });
}

// Headings of other choices go; what no longer belongs is cleared.
function narrow(form, select) {
  if (!kept.has(select)) kept.set(select, [...select.children]);
  const above = form.querySelector(`[name="${select.dataset.cascade}"]:is(select, input:checked)`);
  const chosen = select.value;
  const wanted = above?.value ?? "";
  select.replaceChildren(
    ...kept.get(select).filter((one) => !one.dataset.parent || !wanted || one.dataset.parent === wanted),
  );
  select.value = [...select.options].some((one) => one.value === chosen) ? chosen : "";
}

// 市 → 县, 门类 → 大类 → …: one select for each level of the headings, and a box that finds an entry by its name.
function levels(form, select) {
  const groups = [...select.querySelectorAll("optgroup")].map((group) => ({ group, path: group.label.split(" / ") }));
  if (groups.length < 2) return;
  const label = form.querySelector(`label[for="${select.id}"]`);
  const name = label?.firstChild.textContent.trim() ?? "";
  const deepest = Math.max(...groups.map((one) => one.path.length));
  const box = document.createElement("div");
  box.className = "tree";
  const search = finder(form, select, name);
  const uppers = Array.from({ length: deepest }, (_, level) => upper(form, name, level));
  const blank = select.options[0];
  const loose = [...select.children].filter((one) => one.tagName === "OPTION" && one !== blank);
  select.before(box);
  box.append(search.input, search.list, ...uppers, select);

  const path = () => uppers.map((one) => one.value);
  const fits = (one, chosen, until) => chosen.slice(0, until).every((part, level) => !part || one.path[level] === part);
  const show = (chosen) => {
    uppers.forEach((one, level) => {
      const names = [...new Set(groups.filter((each) => fits(each, chosen, level)).map((each) => each.path[level]))];
      one.replaceChildren(blank.cloneNode(true), ...names.filter(Boolean).map((each) => new Option(each, each)));
      one.value = names.includes(chosen[level]) ? chosen[level] : "";
      one.hidden = level > 0 && !chosen[level - 1];
    });
    const shown = path();
    const value = select.value;
    select.replaceChildren(blank, ...(shown[0] ? [] : loose), ...groups.filter((one) => fits(one, shown, deepest)).map((one) => one.group));
    select.value = [...select.options].some((one) => one.value === value) ? value : "";
  };
  const pathOf = (value) => {
    const found = groups.find((one) => [...one.group.children].some((each) => each.value === value));
    return found?.path ?? [];
  };
  const choose = (value) => {
    show(pathOf(value));
    select.value = value;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  uppers.forEach((one, level) =>
    one.addEventListener("change", (event) => {
      event.stopPropagation();
      const before = select.value;
      show(path().map((part, at) => (at > level ? "" : part)));
      if (select.value !== before) select.dispatchEvent(new Event("input", { bubbles: true }));
    }),
  );
  select.addEventListener("change", () => select.value && show(pathOf(select.value)));
  search.onFound(choose);
  show(pathOf(select.value));
}

function upper(form, name, level) {
  const made = document.createElement("select");
  made.className = "select";
  made.setAttribute("aria-label", form.dataset.textLevel.replace("%(name)s", name).replace("%(level)s", level + 1));
  return made;
}

function finder(form, select, name) {
  const input = document.createElement("input");
  const list = document.createElement("datalist");
  input.className = "input";
  input.type = "search";
  input.autocomplete = "off";
  input.placeholder = form.dataset.textFind;
  input.setAttribute("aria-label", `${form.dataset.textFind} ${name}`);
  list.id = `${select.id}-find`;
  input.setAttribute("list", list.id);
  const values = new Map();
  for (const option of select.options) {
    if (option.value) values.set(option.textContent, option.value);
  }
  list.append(...[...values.keys()].map((text) => new Option("", text)));
  const onFound = (choose) =>
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      const value = values.get(input.value.trim());
      if (!value) return;
      input.value = "";
      choose(value);
    });
  return { input, list, onFound };
}
