// data-suggests="address": a search field that proposes words while typing (combobox with a list, as in the ARIA
// practices): arrows choose, Enter takes, Escape closes. Without this script the field is a plain one.

let count = 0;

for (const field of document.querySelectorAll("input[data-suggests]")) {
  const list = document.createElement("ul");
  list.id = `suggested-${count += 1}`;
  list.className = "z-suggested";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.placeholder || field.labels[0]?.textContent || "");
  list.hidden = true;
  field.after(list);
  field.parentElement.classList.add("z-suggests");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id })) field.setAttribute(name, value);

  let chosen = -1;
  let timer = 0;
  let asking = null;

  const close = () => { list.hidden = true; chosen = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const mark = (index) => {
    const items = [...list.children];
    chosen = (index + items.length + 1) % (items.length + 1);
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < items.length) field.setAttribute("aria-activedescendant", items[chosen].id); else { chosen = -1; field.removeAttribute("aria-activedescendant"); }
  };
  const take = (item) => { field.value = item.textContent; close(); field.form.requestSubmit(); };
  const show = (words) => {
    list.replaceChildren(...words.map((word, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.lang = "zh-Hans";
      item.textContent = word;
      return item;
    }));
    chosen = -1;
    list.hidden = !words.length;
    field.setAttribute("aria-expanded", String(Boolean(words.length)));
  };
  const ask = async () => {
    asking?.abort();
    const text = field.value.trim();
    if (!text) { close(); return; }
    asking = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggests}?${new URLSearchParams({ q: text })}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === field) show((await answer.json()).words);
    } catch { close(); }
  };

  field.addEventListener("input", (event) => { clearTimeout(timer); if (!event.isComposing) timer = setTimeout(ask, 120); });
  field.addEventListener("compositionend", () => { timer = setTimeout(ask, 120); });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(chosen < 0 ? list.children.length - 1 : chosen - 1); }
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(list.children[chosen]); }
  });
  list.addEventListener("mousedown", (event) => { const item = event.target.closest("li"); if (item) { event.preventDefault(); take(item); } });
  field.addEventListener("blur", close);
}
