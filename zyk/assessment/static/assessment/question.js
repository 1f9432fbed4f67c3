// data-choices: empty rows of choices wait behind a button; without this all rows are there.
const LEAST = 4;
for (const set of document.querySelectorAll("[data-choices]")) {
  const rows = [...set.querySelectorAll("[data-choice]")];
  const text = (row) => row.querySelector("input[name^=choice]");
  const used = rows.reduce((last, row, index) => (text(row).value ? index + 1 : last), 0);
  let shown = Math.max(LEAST, used);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-sm";
  button.textContent = set.dataset.add;
  const draw = () => {
    rows.forEach((row, index) => row.classList.toggle("z-hide", index >= shown));
    rows.forEach((row, index) => row.querySelectorAll("input").forEach((input) => { input.tabIndex = index >= shown ? -1 : 0; }));
    button.hidden = shown >= rows.length;
  };
  button.addEventListener("click", () => { shown += 1; draw(); text(rows[shown - 1]).focus(); });
  rows.at(-1).after(button);
  draw();
}
