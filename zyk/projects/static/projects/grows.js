// data-grows="n": a table of rows. As soon as something is typed into the last one, a new empty row follows it.
for (const box of document.querySelectorAll("[data-grows]")) {
  const pattern = box.querySelector("template");
  const body = box.querySelector("table tbody");
  const isEmpty = (row) => [...row.querySelectorAll("input:not([type=checkbox]), textarea")].every((field) => !field.value.trim());
  let next = Number(box.dataset.grows);
  box.addEventListener("input", () => {
    const last = body.lastElementChild;
    if (last && isEmpty(last)) return;
    body.insertAdjacentHTML("beforeend", pattern.innerHTML.replaceAll("__n__", next));
    next += 1;
    const number = body.lastElementChild.querySelector(".z-num");
    if (number) number.textContent = body.children.length;
  });
  // The buttons that move a row work here at once; the form then saves itself as after typing.
  const renumber = () => body.querySelectorAll(".z-num").forEach((cell, index) => { cell.textContent = index + 1; });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("tr");
    const other = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(row); else other.after(row);
    renumber();
    button.focus();
    row.querySelector("input, textarea, select").dispatchEvent(new Event("change", { bubbles: true }));
  });
  // A row that is ticked for removal goes from sight; the tick goes with the form and takes it out for good.
  box.addEventListener("change", (event) => {
    if (!event.target.name?.endsWith("-remove")) return;
    event.target.closest("tr").hidden = event.target.checked;
  });
}
