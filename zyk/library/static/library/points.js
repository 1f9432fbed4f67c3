// The rows of the tree of points: drag onto a row to go under it, onto its lower edge to stand after it;
// Alt with the arrow keys, on the name, presses the row's own buttons.
const csrf = document.querySelector('meta[name="zyk-csrf"]')?.content ?? "";
const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
let dragged = null;

const row = (event) => event.target.closest?.("tr[data-point]");
const isLower = (line, event) => event.clientY > line.getBoundingClientRect().top + line.offsetHeight * 0.7;

document.addEventListener("dragstart", (event) => { dragged = row(event); });
document.addEventListener("dragover", (event) => {
  const line = row(event);
  if (dragged && line && line !== dragged) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const line = row(event);
  if (!dragged || !line || line === dragged) return;
  event.preventDefault();
  const form = dragged.querySelector("form.z-moves");
  const send = document.createElement("form");
  send.method = "post";
  send.action = form.action;
  const said = { csrfmiddlewaretoken: csrf || form.querySelector("[name=csrfmiddlewaretoken]").value, act: "hang" };
  said[isLower(line, event) ? "after" : "under"] = line.dataset.point;
  for (const [name, value] of Object.entries(said)) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    send.append(input);
  }
  document.body.append(send);
  send.submit();
});
document.addEventListener("dragend", () => { dragged = null; });

document.addEventListener("keydown", (event) => {
  const act = event.altKey && KEYS[event.key];
  const line = act && row(event);
  if (!line) return;
  event.preventDefault();
  line.querySelector(`button[value="${act}"]:not(:disabled)`)?.click();
});

if (location.hash.startsWith("#p")) document.querySelector(`${CSS.escape ? "#" + CSS.escape(location.hash.slice(1)) : location.hash} a`)?.focus();
