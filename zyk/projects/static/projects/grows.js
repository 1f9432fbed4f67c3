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
}
