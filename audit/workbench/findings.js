// The list of findings: one page of rows that Python sorted and filtered. All text is set as text.

function make(name, className, said) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (said !== undefined) node.textContent = said;
  return node;
}

function render({ model, el }) {
  const count = make("p", "audit-count");
  count.setAttribute("role", "status");
  const title = make("h2");
  const keys = make("span", "audit-keys");
  const heading = make("div", "audit-list-head");
  heading.append(title, count, keys);
  const box = make("div", "audit-scroll");
  const table = make("table", "audit-list");
  table.setAttribute("role", "grid");
  const head = table.createTHead();
  const body = table.createTBody();
  const empty = make("p", "audit-empty");
  box.append(table, empty);
  const before = make("button", "audit-turn", "‹");
  const after = make("button", "audit-turn", "›");
  const where = make("span");
  const foot = make("div", "audit-list-foot");
  foot.append(before, where, after);
  el.classList.add("audit-list-box");
  el.append(heading, box, foot);

  const rows = () => [...body.rows];
  const current = () => rows().find((row) => row.dataset.id === model.get("selected"));

  const choose = (row, focus) => {
    model.set("selected", row.dataset.id);
    model.save_changes();
    mark();
    if (focus) row.focus();
  };

  const mark = () => {
    const chosen = current();
    rows().forEach((row, at) => {
      const here = row === chosen;
      row.setAttribute("aria-selected", here);
      row.tabIndex = here || (!chosen && at === 0) ? 0 : -1;
    });
    if (chosen && box.contains(document.activeElement)) chosen.focus();
  };

  const home = () => el.closest(".audit-root");
  // The card of a row just chosen is on its way from Python: wait for it, at most two seconds.
  const open = (id, tries = 40) => {
    const card = home()?.querySelector(".audit-card");
    if (card?.dataset.finding === id) card.focus();
    else if (tries) setTimeout(() => open(id, tries - 1), 50);
  };
  const narrow = () => home()?.clientWidth < 620;

  const cell = (row, column, at) => {
    const td = make("td", `audit-c-${column.key}`);
    td.setAttribute("role", "gridcell");
    td.dataset.label = column.label;
    if (column.key === "severity") td.append(make("span", `audit-badge audit-${row.severity}`, row.cells[at]));
    else if (column.key === "about" && row.about !== "body") td.append(make("em", "", row.cells[at]));
    else td.textContent = row.cells[at];
    return td;
  };

  const line = (row, columns) => {
    const tr = make("tr");
    tr.dataset.id = row.id;
    tr.setAttribute("role", "row");
    columns.forEach((column, at) => tr.append(cell(row, column, at)));
    return tr;
  };

  const headCell = (column) => {
    const th = make("th", `audit-c-${column.key}`);
    const { order, descending } = model.get("view");
    th.scope = "col";
    if (order === column.key) th.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const button = make("button", "", column.label);
    button.title = column.sort;
    button.addEventListener("click", () => model.send({ sort: column.key }));
    th.append(button);
    return th;
  };

  const draw = () => {
    const view = model.get("view");
    const held = table.contains(document.activeElement) && document.activeElement.closest("tbody, thead");
    const top = make("tr");
    top.append(...view.columns.map(headCell));
    head.replaceChildren(top);
    body.replaceChildren(...view.rows.map((row) => line(row, view.columns)));
    table.setAttribute("aria-label", view.title);
    title.textContent = view.title;
    count.textContent = view.count;
    keys.textContent = view.keys;
    where.textContent = view.where;
    before.setAttribute("aria-label", view.before);
    after.setAttribute("aria-label", view.after);
    before.disabled = view.page === 0;
    after.disabled = view.page >= view.pages - 1;
    foot.hidden = view.pages < 2;
    empty.textContent = view.empty;
    table.hidden = !view.rows.length;
    empty.hidden = !!view.rows.length;
    mark();
    if (held === body) (current() ?? body.rows[0])?.focus();
    else if (held === head) head.querySelector(`[aria-sort] button`)?.focus();
  };

  const move = (by) => {
    const all = rows();
    const at = all.indexOf(current());
    if (at >= 0 && all[at + by]) choose(all[at + by], true);
    else model.send({ step: by });
  };

  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (!row) return;
    choose(row, true);
    if (narrow()) open(row.dataset.id);
  });
  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("thead")) return;
    const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10 };
    if (steps[event.key]) move(steps[event.key]);
    else if (event.key === "Enter" || event.key === " ") {
      const row = event.target.closest("tr");
      if (row && row !== current()) choose(row, false);
      if (row) open(row.dataset.id);
    } else return;
    event.preventDefault();
  });
  before.addEventListener("click", () => model.send({ turn: -1 }));
  after.addEventListener("click", () => model.send({ turn: 1 }));
  // In the card, j and k go on to the next one and stay in the card.
  let reading = false;
  const onKey = (event) => {
    const card = event.target instanceof Element && event.target.closest(".audit-card");
    if (!card || !home()?.contains(card) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "j" && event.key !== "k") return;
    reading = true;
    model.send({ step: event.key === "j" ? 1 : -1 });
    event.preventDefault();
  };
  document.addEventListener("keydown", onKey);
  model.on("change:view", draw);
  model.on("change:selected", () => {
    mark();
    if (reading) open(model.get("selected"));
    reading = false;
  });
  draw();
  return () => document.removeEventListener("keydown", onKey);
}

export default { render };
