// data-arrange="module": page.js moves the items of the list; the new order is kept here, without leaving the page.
const said = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const place = document.querySelector("[data-saved]");

async function keep(list) {
  const form = new FormData();
  form.append("act", "arrange");
  form.append("module", list.dataset.arrange);
  for (const item of list.children) form.append("order", item.dataset.item);
  let text = said("zyk-offline");
  try {
    const answer = await fetch(list.dataset.arrangeUrl, {
      method: "POST", body: form, headers: { "X-CSRFToken": said("zyk-csrf"), "X-Requested-With": "fetch" },
    });
    text = answer.ok ? place.dataset.savedText : answer.status === 409 ? await answer.text() : said("zyk-failed");
  } catch { /* the text for being offline stands */ }
  if (place) place.textContent = text;
}

document.addEventListener("click", (event) => {
  const list = event.target.closest("[data-move]")?.closest("[data-arrange]");
  if (!list) return;
  event.preventDefault(); // the button submits only where there is no script
  keep(list);
});

document.addEventListener("dragend", (event) => {
  const list = event.target.closest("[data-arrange]");
  if (list) keep(list);
});
