// Every htmx request carries the CSRF token; a request that fails says so where messages stand.
const said = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = said("zyk-csrf");
});

function tell(text) {
  const region = document.getElementById("messages");
  if (!region || !text) return;
  const toast = document.createElement("div");
  toast.className = "z-toast z-toast-bad";
  toast.textContent = text;
  region.replaceChildren(toast);
}

document.addEventListener("htmx:sendError", () => tell(said("zyk-offline")));
document.addEventListener("htmx:responseError", () => tell(said("zyk-failed")));
