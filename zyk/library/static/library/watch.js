// data-watch="address": while something on the page plays, or somebody reads it, say so every data-every seconds.
// The server's clock does the counting; a page that is hidden, paused or left alone is silent.
const page = document.querySelector("[data-watch]");
const IDLE = 90_000; // nobody scrolls, points or types for so long: nobody reads
const TICK = 1000;

if (page) {
  const every = Number(page.dataset.every) * 1000;
  const csrf = document.querySelector('meta[name="zyk-csrf"]').content;
  let sequence = 0, begins = true, touched = performance.now(), due = 0;

  for (const name of ["scroll", "pointermove", "pointerdown", "keydown", "wheel"]) {
    addEventListener(name, () => { touched = performance.now(); }, { passive: true, capture: true });
  }

  const recordings = () => [...page.querySelectorAll("video, audio")];
  const playing = () => recordings().find((each) => !each.paused && !each.ended && each.readyState > 2);
  const share = () => Math.min(1, (scrollY + innerHeight) / document.documentElement.scrollHeight);
  const inUse = () => {
    const heard = playing();
    if (heard) return heard.localName === "audio" || document.visibilityState === "visible";
    if (document.visibilityState !== "visible" || recordings().length) return false;
    return performance.now() - touched < IDLE;
  };

  async function beat() {
    const form = new FormData();
    form.append("token", page.dataset.token);
    form.append("sequence", ++sequence);
    form.append("position", (playing()?.currentTime ?? share()).toFixed(2));
    if (begins) form.append("begins", "1");
    begins = false;
    try {
      const answer = await fetch(page.dataset.watch, { method: "POST", body: form, headers: { "X-CSRFToken": csrf }, keepalive: true });
      if (answer.status >= 400 && answer.status < 500) clearInterval(timer);
    } catch { begins = true; }
  }

  const look = () => {
    if (!inUse()) { begins = true; due = 0; return; }
    if (performance.now() < due) return;
    due = performance.now() + every;
    beat();
  };
  const timer = setInterval(look, TICK);
}
