// data-rows="prefix": rows of a Django formset. The add button adds one here instead of asking the server;
// a row taken out is hidden, its tick tells the server.
for (const form of document.querySelectorAll("form[data-grows]")) {
  const total = form.querySelector(`[name="${form.dataset.grows}-TOTAL_FORMS"]`);
  const template = form.querySelector("template");
  const add = form.querySelector("button[name=add]");
  const number = () => {
    const shown = [...form.querySelectorAll("[data-row]")].filter((row) => !row.hidden);
    shown.forEach((row, index) => { row.querySelector("[data-number]").textContent = index + 1; });
  };
  add.addEventListener("click", (event) => {
    event.preventDefault();
    template.insertAdjacentHTML("beforebegin", template.innerHTML.replaceAll("__prefix__", total.value));
    total.value = Number(total.value) + 1;
    number();
    template.previousElementSibling.querySelector("input:not([type=checkbox])").focus();
  });
  form.addEventListener("change", (event) => {
    if (!event.target.name?.endsWith("-DELETE")) return;
    event.target.closest("[data-row]").hidden = event.target.checked;
    number();
    add.focus();
  });
}
