// Small behaviours, each hung on one data- attribute. Every page works without them.

// data-opens="id": open a <dialog>; data-closes: close the one around.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) { event.preventDefault(); document.getElementById(opener.dataset.opens).showModal(); }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
});

// data-sorts: an ordered list whose items move by button or by drag.
for (const list of document.querySelectorAll("[data-sorts]")) {
  const say = document.getElementById(list.dataset.sorts);
  const settle = (item) => {
    const items = [...list.children];
    items.forEach((each, index) => {
      each.querySelector("[data-move=up]").disabled = index === 0;
      each.querySelector("[data-move=down]").disabled = index === items.length - 1;
    });
    if (item && say) say.textContent = say.dataset.text.replace("{name}", item.dataset.name).replace("{place}", items.indexOf(item) + 1);
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const item = button.closest("li");
    if (button.dataset.move === "up") item.previousElementSibling?.before(item); else item.nextElementSibling?.after(item);
    settle(item);
    (button.disabled ? item.querySelector("[data-move]:not(:disabled)") : button).focus();
  });
  let held = null;
  list.addEventListener("dragstart", (event) => { held = event.target.closest("li"); });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!held || !over || over === held || over.parentElement !== list) return;
    event.preventDefault();
    const below = event.clientY > over.getBoundingClientRect().top + over.offsetHeight / 2;
    if (below) over.after(held); else over.before(held);
  });
  list.addEventListener("dragend", () => { settle(held); held = null; });
  settle();
}

// data-sums: a budget table. Cells carry data-line and data-source; amounts in units of 10 000 yuan, counted in fen.
for (const table of document.querySelectorAll("[data-sums]")) {
  const fen = (input) => Math.round(Number(input.value || 0) * 1_000_000);
  const show = (amount) => (amount / 1_000_000).toFixed(2);
  const put = (name, text) => table.querySelectorAll(`[data-sum="${name}"]`).forEach((cell) => { cell.textContent = text; });
  const count = () => {
    const cells = [...table.querySelectorAll("input[data-line]")];
    const total = cells.reduce((sum, cell) => sum + fen(cell), 0);
    for (const key of ["line", "source"]) {
      for (const value of new Set(cells.map((cell) => cell.dataset[key]))) {
        const part = cells.filter((cell) => cell.dataset[key] === value).reduce((sum, cell) => sum + fen(cell), 0);
        put(`${key}-${value}`, show(part));
        put(`${key}-${value}-share`, total ? `${(part / total * 100).toFixed(1)}%` : "0.0%");
      }
    }
    put("total", show(total));
  };
  table.addEventListener("input", count);
  count();
}

// data-scores: a score sheet; weights on the groups, 0..10 points each.
for (const sheet of document.querySelectorAll("[data-scores]")) {
  const count = () => {
    const groups = [...sheet.querySelectorAll("[data-weight]")];
    const done = groups.filter((group) => group.querySelector("input:checked"));
    const sum = done.reduce((total, group) => total + Number(group.querySelector("input:checked").value) * Number(group.dataset.weight) / 10, 0);
    sheet.querySelector("[data-score-sum]").textContent = sum.toFixed(1);
    sheet.querySelector("[data-score-done]").textContent = `${done.length} / ${groups.length}`;
  };
  sheet.addEventListener("change", count);
  sheet.addEventListener("keydown", (event) => {
    if (event.target.name && /^[0-9]$/.test(event.key) && event.target.type === "radio") {
      const box = sheet.querySelector(`input[name="${event.target.name}"][value="${event.key}"]`);
      if (box) { box.checked = true; box.focus(); count(); }
    }
  });
  count();
}

// data-picks="id": a head checkbox picks all rows; the count is shown.
for (const head of document.querySelectorAll("[data-picks]")) {
  const boxes = [...document.querySelectorAll(`#${head.dataset.picks} tbody input[type=checkbox]`)];
  const count = () => {
    const picked = boxes.filter((box) => box.checked);
    boxes.forEach((box) => box.closest("tr").classList.toggle("is-picked", box.checked));
    head.checked = picked.length === boxes.length;
    head.indeterminate = picked.length > 0 && !head.checked;
    document.querySelectorAll(`[data-picked="${head.dataset.picks}"]`).forEach((cell) => { cell.textContent = picked.length; });
  };
  head.addEventListener("change", () => { boxes.forEach((box) => { box.checked = head.checked; }); count(); });
  boxes.forEach((box) => box.addEventListener("change", count));
  count();
}

// data-folds: a <details> that starts closed on a narrow screen (it is open in the HTML).
if (matchMedia("(max-width: 61.99rem)").matches) document.querySelectorAll("details[data-folds]").forEach((each) => { each.open = false; });

// A strip that scrolls sideways starts at its current item.
for (const strip of document.querySelectorAll(".z-nav, .z-side, .z-tabs, .z-steps")) {
  const here = strip.querySelector("[aria-current]");
  if (here && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = here.getBoundingClientRect().left - strip.getBoundingClientRect().left - strip.clientWidth / 2 + here.offsetWidth / 2;
}

// data-menu: a <details> menu closes on Escape and on a click elsewhere.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) { menu.open = false; menu.querySelector("summary").focus(); }
});
