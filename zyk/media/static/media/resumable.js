// Files go up by themselves, in pieces, as soon as they are chosen (tus 1.0, vendor/tus.min.js); the form around
// them carries their numbers. Without this file the input is a plain one and the form sends the files itself.
const PIECE_BYTES = 8 * 1024 * 1024;
const AT_ONCE = 2;
const PAUSES = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000];

class Intake {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    this.input = box.querySelector("input[type=file]");
    this.list = box.querySelector(".z-intake-list");
    this.live = box.querySelector("[data-live]");
    this.queue = [];
    this.running = 0;
    this.sendWith = null;
    this.isSent = false;
    this.input.required = false;
    box.querySelector(".z-intake-note").hidden = false;
    this.input.addEventListener("change", () => this.take(this.input.files));
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("is-over"); });
    box.addEventListener("dragleave", () => box.classList.remove("is-over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("is-over");
      this.take(event.dataTransfer.files);
    });
    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-remove-come]")) this.drop(event.target.closest("li"));
    });
    this.form.addEventListener("submit", (event) => this.hold(event));
    window.addEventListener("beforeunload", (event) => { if (this.running && !this.isSent) event.preventDefault(); });
  }

  get token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  take(files) {
    if (!files.length) return;
    const chosen = [...files];
    this.input.value = "";
    if (!("many" in this.box.dataset)) {
      for (const row of [...this.list.children]) this.drop(row);
      chosen.splice(0, chosen.length - 1);
    }
    this.box.querySelector("[data-waiting]")?.remove();
    for (const file of chosen) this.queue.push({ file, row: this.rowOf(file) });
    this.next();
  }

  rowOf(file) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "z-intake-name";
    name.textContent = file.name;
    const said = document.createElement("span");
    said.className = "z-small z-quiet";
    said.textContent = this.box.dataset.waits;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "btn btn-quiet btn-sm";
    stop.textContent = this.box.dataset.stop;
    stop.addEventListener("click", () => this.drop(row));
    row.append(name, said, stop, bar);
    row.parts = { said, bar, stop };
    this.list.append(row);
    this.list.hidden = false;
    return row;
  }

  next() {
    while (this.running < AT_ONCE && this.queue.length) {
      const { file, row } = this.queue.shift();
      if (!row.isConnected) continue;
      this.running += 1;
      this.start(file, row);
    }
    if (!this.running && !this.queue.length && this.sendWith) {
      const submitter = this.sendWith;
      this.sendWith = null;
      if (this.list.querySelector(".is-bad")) return;
      this.form.requestSubmit(submitter.isConnected ? submitter : undefined);
    }
  }

  start(file, row) {
    const { said, bar } = row.parts;
    let percent = -1;
    const upload = new window.tus.Upload(file, {
      endpoint: this.box.dataset.intake,
      chunkSize: PIECE_BYTES,
      retryDelays: PAUSES,
      metadata: { filename: file.name },
      headers: { "X-CSRFToken": this.token },
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        const again = status === 0 || status === 409 || status === 423 || status >= 500;
        if (again) said.textContent = this.box.dataset.again;
        return again && status !== 507;
      },
      onProgress: (sent, total) => {
        const now = Math.floor((sent / total) * 100);
        if (now === percent) return;
        percent = now;
        bar.value = now;
        said.textContent = this.box.dataset.sending.replace("{percent}", now);
      },
      onSuccess: () => this.finish(upload, file, row),
      onError: (error) => {
        const answer = error.originalResponse;
        const words = answer && answer.getStatus() < 600 && /text\/plain/.test(answer.getHeader("Content-Type") || "")
          ? answer.getBody() : "";
        this.fail(row, words || this.box.dataset.failed);
        this.done();
      },
    });
    row.upload = upload;
    upload.findPreviousUploads().then((earlier) => {
      if (!row.isConnected) return;
      if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    });
  }

  async finish(upload, file, row) {
    const { said, bar, stop } = row.parts;
    said.textContent = this.box.dataset.checking;
    bar.removeAttribute("value");
    try {
      const answer = await this.ask(new URL("finish/", new URL(upload.url, location.href)));
      const told = await answer.json();
      if (!answer.ok) { this.fail(row, told.refusal); return; }
      const number = document.createElement("input");
      number.type = "hidden";
      number.name = this.box.dataset.name;
      number.value = upload.url.replace(/\/$/, "").split("/").pop();
      row.append(number);
      bar.remove();
      stop.textContent = this.box.dataset.remove;
      said.textContent = `${told.kind} · ${told.size} · ${this.box.dataset.stored}`;
      this.live.textContent = `${file.name}：${this.box.dataset.stored}`;
    } catch {
      this.fail(row, this.box.dataset.failed);
    } finally {
      row.upload = null;
      this.done();
    }
  }

  // A break at the very end asks again: the server gives the same answer.
  async ask(address, tries = 4) {
    try {
      const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": this.token } });
      if (answer.status < 500) return answer;
      throw new Error(answer.status);
    } catch (error) {
      if (tries <= 1) throw error;
      await new Promise((done) => { setTimeout(done, 3000); });
      return this.ask(address, tries - 1);
    }
  }

  fail(row, words) {
    const { said, bar, stop } = row.parts;
    row.classList.add("is-bad");
    bar.remove();
    stop.textContent = this.box.dataset.remove;
    said.textContent = words;
    this.live.textContent = words;
    row.upload = null;
  }

  done() {
    this.running -= 1;
    this.next();
  }

  drop(row) {
    const upload = row.upload;
    row.remove();
    this.list.hidden = !this.list.children.length;
    if (!upload) return;
    row.upload = null;
    upload.abort(true).catch(() => {}).finally(() => this.done());
  }

  hold(event) {
    if (!this.running && !this.queue.length) { this.isSent = true; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.sendWith = event.submitter || this.form;
    this.live.textContent = this.box.dataset.pending;
    let note = this.box.querySelector(".z-intake-pending");
    if (!note) {
      note = document.createElement("p");
      note.className = "z-small z-intake-pending";
      this.box.append(note);
    }
    note.textContent = this.box.dataset.pending;
  }
}

if (window.tus && window.tus.isSupported) {
  for (const box of document.querySelectorAll("[data-intake]")) if (!box.dataset.on) { box.dataset.on = "1"; new Intake(box); }
}
