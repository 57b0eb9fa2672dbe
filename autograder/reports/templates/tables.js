"use strict";
(() => {
  const PAGE = 100;
  const keyOf = (cell) => {
    const text = cell.dataset.key ?? cell.textContent.trim();
    const number = Number(text);
    return text !== "" && !Number.isNaN(number) ? number : text;
  };
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const compare = (a, b) => {
    const numbers = typeof a === "number" ? (typeof b === "number" ? 0 : 1) : typeof b === "number" ? -1 : null;
    if (numbers === 0) return a - b;
    return numbers === null ? order.compare(a, b) : numbers;
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    let rows = [...body.rows];
    let show = () => {};
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const ascending = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        const keyed = rows.map((row) => [keyOf(row.cells[column]), row]);
        keyed.sort((a, b) => (ascending ? compare(a[0], b[0]) : compare(b[0], a[0])));
        rows = keyed.map((pair) => pair[1]);
        const parts = document.createDocumentFragment();
        parts.append(...rows);
        body.append(parts);
        show(0);
      });
    });
    const tools = table.dataset.tools && document.getElementById(table.dataset.tools);
    if (!tools) continue;
    tools.hidden = false;
    const [search, before, after, status] = ["input", ".before", ".after", "output"].map((each) => tools.querySelector(each));
    let page = 0;
    show = (wanted) => {
      const word = search.value.trim().toLowerCase();
      const found = word ? rows.filter((row) => row.textContent.toLowerCase().includes(word)) : rows;
      const last = Math.max(0, Math.ceil(found.length / PAGE) - 1);
      page = Math.min(Math.max(wanted, 0), last);
      const shown = new Set(found.slice(page * PAGE, (page + 1) * PAGE));
      for (const row of rows) row.hidden = !shown.has(row);
      before.disabled = page === 0;
      after.disabled = page === last;
      const from = found.length ? page * PAGE + 1 : 0;
      status.textContent = `${from} to ${Math.min((page + 1) * PAGE, found.length)} of ${found.length}`;
    };
    search.addEventListener("input", () => show(0));
    before.addEventListener("click", () => show(page - 1));
    after.addEventListener("click", () => show(page + 1));
    show(0);
  }
})();
