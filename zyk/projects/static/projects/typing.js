// data-count: says below a control how much is written, as the rules count it (rules/section.py: length_of).
// data-when="name" data-values="a b": the field is asked for only while that choice has one of the values.
const COUNTED = /[A-Za-z0-9_À-ɏ]+(?:[.'’\-/:@][A-Za-z0-9_À-ɏ]+)*|[^\sA-Za-z0-9_À-ɏ]/gu;

for (const control of document.querySelectorAll("[data-count]")) {
  const said = document.createElement("span");
  said.className = "z-typed z-small";
  control.insertAdjacentElement("afterend", said);
  const tell = () => {
    const length = (control.value.match(COUNTED) ?? []).length;
    said.textContent = control.dataset.count.replace("{n}", length);
    said.classList.toggle("is-over", Boolean(control.dataset.most) && length > Number(control.dataset.most));
  };
  control.addEventListener("input", tell);
  tell();
}

for (const box of document.querySelectorAll("[data-when]")) {
  const control = box.closest("form").querySelector(`[name="${box.dataset.when}"]`);
  if (!control) continue; // it stands in another section: the server has decided
  const values = box.dataset.values.split(" ");
  const show = () => { box.hidden = !values.includes(control.value); };
  control.addEventListener("change", show);
  show();
}
