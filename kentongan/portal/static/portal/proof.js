// Under pressure a form brings an ALTCHA challenge: the phone solves it while its owner types. Without this script the
// report is taken all the same, and waits to be sorted.
"use strict";
for (const form of document.querySelectorAll("form[data-proof]")) {
  const asked = JSON.parse(atob(form.dataset.proof));
  let pending = false;
  let over = !window.Worker;
  const done = (number) => {
    if (over) return;
    over = true;
    if (number >= 0) {
      const field = document.createElement("input");
      field.type = "hidden"; field.name = "hitungan";
      field.value = btoa(JSON.stringify({ algorithm: asked.algorithm, challenge: asked.challenge, number, salt: asked.salt, signature: asked.signature }));
      form.append(field);
    }
    if (pending) form.requestSubmit();
  };
  if (over) continue;
  const worker = new Worker(form.dataset.worker);
  worker.onmessage = (event) => done(event.data);
  worker.onerror = () => done(-1);
  worker.postMessage(asked);
  // Nobody waits for it longer than this: unsolved it goes on, too.
  form.addEventListener("submit", (event) => {
    if (over) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (pending) return;
    pending = true;
    const button = event.submitter;
    if (button) { button.setAttribute("aria-disabled", "true"); button.textContent = "Menghitung sebentar…"; }
    setTimeout(() => done(-1), 12000);
  });
}
