// Shows how far an upload is. Any <form data-uploads> works without this file; with it, the form is sent by
// XMLHttpRequest, a <progress> fills, and a polite live region says every tenth part. Words come from the form:
// data-uploads-sending ("正在上传 {percent}%"), data-uploads-checking, data-uploads-failed, data-uploads-stop.
const forms = new WeakSet();

function words(form, name, fallback) {
  return form.dataset[name] || fallback;
}

function lineOf(form) {
  const line = document.createElement("div");
  line.className = "z-upload-line";
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  const said = document.createElement("p");
  said.className = "z-small";
  said.setAttribute("role", "status");
  bar.setAttribute("aria-label", words(form, "uploadsSending", "{percent}%").replace("{percent}%", "").trim() || "upload");
  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "btn btn-line btn-sm";
  stop.textContent = words(form, "uploadsStop", "停止上传");
  line.append(bar, said, stop);
  form.append(line);
  return { line, bar, said, stop };
}

function addressOf(form) {
  return new URL(form.getAttribute("action") || location.href, location.href).href;
}

function hasFiles(form) {
  return [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length > 0);
}

function send(form, submitter) {
  const body = new FormData(form, submitter);
  const { line, bar, said, stop } = lineOf(form);
  const buttons = [...form.querySelectorAll("button[type=submit], input[type=submit]")];
  const request = new XMLHttpRequest();
  let last = -1;
  const end = (text) => {
    buttons.forEach((button) => { button.disabled = false; });
    stop.remove();
    bar.remove();
    said.textContent = text;
    if (!text) line.remove();
  };
  buttons.forEach((button) => { button.disabled = true; });
  stop.addEventListener("click", () => request.abort());
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((event.loaded / event.total) * 100);
    bar.value = percent;
    const tenth = Math.floor(percent / 10);
    if (tenth === last) return;
    last = tenth;
    said.textContent = percent < 100
      ? words(form, "uploadsSending", "正在上传 {percent}%").replace("{percent}", percent)
      : words(form, "uploadsChecking", "已传完，正在检查文件…");
  });
  request.addEventListener("load", () => {
    if (request.status >= 500) { end(words(form, "uploadsFailed", "没有传成，请再试一次。")); return; }
    const landed = new URL(request.responseURL, location.href);
    if (landed.href.split("#")[0] !== new URL(addressOf(form)).href.split("#")[0]) {
      location.assign(landed.href);
      return;
    }
    // The form came back with its errors: show that answer as the page, as the browser itself would.
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = answer.querySelector("main");
    const here = document.querySelector("main");
    if (!fresh || !here) { location.reload(); return; }
    here.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
    watch(fresh);
    (fresh.querySelector("[autofocus], .z-summary, [role=alert], [aria-invalid=true]") || fresh).focus?.();
  });
  request.addEventListener("error", () => end(words(form, "uploadsFailed", "没有传成，请再试一次。")));
  request.addEventListener("abort", () => end(""));
  request.open("POST", addressOf(form));
  request.send(body);
}

function watch(root) {
  for (const form of root.querySelectorAll("form[data-uploads]")) {
    if (forms.has(form)) continue;
    forms.add(form);
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || !hasFiles(form)) return;
      event.preventDefault();
      send(form, event.submitter);
    });
  }
}

watch(document);
document.addEventListener("htmx:afterSwap", (event) => watch(event.target));
