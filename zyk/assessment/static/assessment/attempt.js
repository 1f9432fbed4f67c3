// data-attempt: how many questions are answered, and choosing by letter or number.
for (const form of document.querySelectorAll("[data-attempt]")) {
  const questions = [...form.querySelectorAll("[data-question]")];
  const isAnswered = (question) =>
    question.querySelector("input:checked") ||
    [...question.querySelectorAll("textarea, input:not([type=radio], [type=checkbox])")].some((field) => field.value.trim());
  const count = () => {
    const done = questions.filter(isAnswered).length;
    form.querySelectorAll("[data-answered]").forEach((part) => { part.hidden = false; });
    form.querySelector("dd[data-answered]").textContent = `${done} / ${questions.length}`;
  };
  form.addEventListener("input", count);
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("[type=radio], [type=checkbox]")) return;
    const boxes = [...event.target.closest("[data-question]").querySelectorAll("[type=radio], [type=checkbox]")];
    const key = event.key.toUpperCase();
    const box = boxes.find((each) => each.value === key) ?? (/^[1-9]$/.test(key) ? boxes[Number(key) - 1] : null);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.click();
  });
  count();
}
