// Loaded in <head> as a plain script, before the first paint: the chosen theme, else the system's.
{
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("zyk-theme"); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem("zyk-theme", theme); } catch { /* private window: for this page only */ } };
  const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const apply = (theme) => { root.dataset.bsTheme = theme; document.dispatchEvent(new CustomEvent("zyk:theme")); };
  apply(kept() || system());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => apply(kept() || system()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    keep(theme);
    apply(theme);
  });
}
