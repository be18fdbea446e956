// Small comforts; every page works without them.
"use strict";
// Things that need a script show themselves only where it runs.
for (const part of document.querySelectorAll("[data-needs-js]")) part.hidden = false;
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => {
    const said = button.querySelector("[data-said]") || button;
    const done = () => { const before = said.textContent; said.textContent = "Sudah disalin"; setTimeout(() => { said.textContent = before; }, 2500); };
    if (navigator.clipboard) navigator.clipboard.writeText(button.dataset.copy).then(done);
  });
  button.hidden = !navigator.clipboard;
}
// The quick exit: nothing typed stays, the way back does not lead here, and Esc three times does the same.
const exit = document.querySelector("[data-quit]");
if (exit) {
  const leave = () => {
    document.body.hidden = true;
    document.title = "";
    document.documentElement.dataset.leaving = "";
    for (const field of document.querySelectorAll("input, textarea")) { if (field.type === "radio" || field.type === "checkbox") field.checked = false; else if (field.type !== "hidden") field.value = ""; }
    location.replace(exit.href);
  };
  exit.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  let times = 0, last = 0;
  document.addEventListener("keydown", (event) => {
    times = event.key === "Escape" ? (event.timeStamp - last < 1500 ? times + 1 : 1) : 0;
    last = event.timeStamp;
    if (times === 3) leave();
  });
}
// A second click on "send" does nothing here; the server would show the same receipt anyway.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget) return; // a look in another window leaves this form as it is
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter || form.querySelector("[type=submit]");
    if (button) { button.setAttribute("aria-disabled", "true"); if (button.dataset.busy) button.textContent = button.dataset.busy; }
  });
}
// Coming back with the back button: the form may be sent again.
window.addEventListener("pageshow", (event) => { if (event.persisted) for (const form of document.querySelectorAll("form[data-once]")) { delete form.dataset.sent; for (const b of form.querySelectorAll("[aria-disabled]")) b.removeAttribute("aria-disabled"); } });
// Fields that only matter after a certain answer: data-when="name=value|value".
for (const part of document.querySelectorAll("[data-when]")) {
  const [name, values] = part.dataset.when.split("=");
  const form = part.closest("form");
  const show = () => { const data = new FormData(form); part.hidden = !values.split("|").includes(String(data.get(name) || "")); };
  form.addEventListener("change", show);
  show();
}
// How much room is left in a text: said only near its end.
for (const area of document.querySelectorAll("textarea[maxlength]")) {
  const left = document.createElement("p");
  left.className = "hint"; left.setAttribute("aria-live", "polite");
  area.after(left);
  area.addEventListener("input", () => { const room = area.maxLength - area.value.length; left.textContent = room < 300 ? `Sisa ${room} huruf` : ""; });
}
// The list of problems takes the focus, so that it is read out and seen first.
const problems = document.getElementById("perbaiki");
if (problems) problems.focus();
