// data-criteria: rows of requirements, added and taken out in the page. Without this script the buttons ask the server.
const list = document.querySelector("[data-criteria]");
const blank = document.querySelector("[data-criterion-blank]");
const say = document.querySelector("[data-criteria-say]");

document.querySelector("[data-adds]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const taken = [...list.querySelectorAll("input[name=row]")].map((input) => Number(input.value));
  const number = Math.max(-1, ...taken) + 1;
  list.insertAdjacentHTML("beforeend", blank.innerHTML.replaceAll("__n__", number));
  list.lastElementChild.querySelector("input[type=text]").focus();
  say.textContent = say.dataset.added;
});

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-removes]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("[data-criterion]");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (next?.querySelector("[data-removes]") ?? document.querySelector("[data-adds]")).focus();
  say.textContent = say.dataset.removed;
});
