// Lodging, one question at a time: steps, a small map, chosen files, and a summary before sending.
// Without this script the same page is one plain form; nothing here is needed to send it.
"use strict";
const form = document.querySelector("form.long");

// --- chosen files: names and sizes, and a word when one is too large, before it is sent over a weak signal ---
for (const input of form.querySelectorAll("input[type=file]")) {
  const list = input.parentElement.querySelector("[data-chosen]");
  const mostOf = (file) => Number(file.type.startsWith("video/") ? input.dataset.maxFilmBytes : input.dataset.maxBytes);
  const many = Number(input.dataset.maxFiles);
  input.addEventListener("change", () => {
    list.replaceChildren(...[...input.files].map((file, place) => {
      const item = document.createElement("li");
      const size = (file.size / 1048576).toLocaleString("id", { maximumFractionDigits: 1 });
      const most = mostOf(file);
      let said = `${file.name} (${size} MB)`;
      if (file.size > most) said += `: terlalu besar, paling besar ${most / 1048576} MB`;
      else if (place >= many) said += `: lebih dari ${many} berkas; susulkan nanti`;
      item.className = file.size > most || place >= many ? "too-much" : "";
      item.textContent = said;
      return item;
    }));
    list.hidden = !input.files.length;
  });
}

// --- the map: a tap, or the arrow keys, fill the two coordinate fields ---
const map = form.querySelector("[data-map]");
if (map) {
  const spot = map.querySelector("[data-spot]");
  const clear = form.querySelector("[data-map-clear]");
  const latitude = form.elements.latitude;
  const longitude = form.elements.longitude;
  const scale = (name) => Number(map.dataset[name]);
  const box = map.viewBox.baseVal;
  let at = null;
  const draw = () => {
    spot.toggleAttribute("hidden", !at);
    clear.hidden = !at;
    if (at) spot.setAttribute("transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`);
  };
  const set = (x, y) => {
    at = { x: Math.min(Math.max(x, 0), box.width), y: Math.min(Math.max(y, 0), box.height) };
    longitude.value = (scale("west") + at.x / scale("x")).toFixed(5);
    latitude.value = (scale("north") - at.y / scale("y")).toFixed(5);
    draw();
  };
  const read = () => {
    const [north, east] = [latitude, longitude].map((field) => parseFloat(field.value.replace(",", ".")));
    at = Number.isFinite(north) && Number.isFinite(east)
      ? { x: (east - scale("west")) * scale("x"), y: (scale("north") - north) * scale("y") } : null;
    draw();
  };
  map.addEventListener("click", (event) => {
    const frame = map.getBoundingClientRect();
    set((event.clientX - frame.left) * box.width / frame.width, (event.clientY - frame.top) * box.height / frame.height);
  });
  const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  map.addEventListener("keydown", (event) => {
    const way = keys[event.key];
    if (!way) return;
    event.preventDefault();
    const from = at || { x: box.width / 2, y: box.height / 2 };
    const far = event.shiftKey ? 40 : 8;
    set(from.x + way[0] * far, from.y + way[1] * far);
  });
  clear.addEventListener("click", () => { latitude.value = longitude.value = ""; at = null; draw(); map.focus(); });
  for (const field of [latitude, longitude]) field.addEventListener("input", read);
  read();
}

// --- what was typed is not lost by a slip of the thumb ---
let touched = false;
let sending = false;
form.addEventListener("input", () => { touched = true; });
form.addEventListener("submit", () => { sending = true; });
window.addEventListener("pageshow", () => { sending = false; });
window.addEventListener("beforeunload", (event) => { if (touched && !sending && !("leaving" in document.documentElement.dataset)) event.preventDefault(); });

// --- one step at a time ---
const steps = form.hasAttribute("data-steps") ? [...form.querySelectorAll(".step")] : [];

function problemOf(step) {
  // The same three "must" questions as on the server; the server has the last word.
  for (const field of step.querySelectorAll(".field")) {
    if (field.closest("[hidden]")) continue;
    const inputs = [...field.querySelectorAll("[required]")];
    const missing = inputs.length && (inputs[0].type === "radio" ? !inputs.some((one) => one.checked) : inputs.some((one) => !one.value.trim()));
    const old = field.querySelector("[data-local-error]");
    if (old) old.remove();
    field.classList.toggle("has-error", Boolean(missing));
    if (missing) {
      const said = document.createElement("p");
      said.className = "error"; said.dataset.localError = ""; said.setAttribute("role", "alert");
      said.textContent = inputs[0].type === "radio" ? "Pilih salah satu dulu." : "Mohon isi bagian ini.";
      inputs[0].closest(".choices, .field > textarea, .field > input")?.before(said);
      if (inputs[0].type === "radio") field.querySelector(".choices").before(said);
      return inputs[0];
    }
  }
  return null;
}

function answerOf(field) {
  const words = [];
  for (const input of field.querySelectorAll("input, textarea, select")) {
    if (input.type === "radio" || input.type === "checkbox") {
      if (input.checked && input.name !== "buang") words.push((input.closest("label").querySelector("b") || input.closest("label")).textContent.trim());
    } else if (input.type === "file") words.push(...[...input.files].map((file) => file.name));
    else if (input.tagName === "SELECT") { if (input.value) words.push(input.selectedOptions[0].textContent); }
    else if (input.type === "date" && input.value) words.push(new Date(`${input.value}T12:00`).toLocaleDateString("id", { weekday: "long", day: "numeric", month: "long", year: "numeric" }));
    else if (input.value.trim()) words.push(input.value.trim());
  }
  for (const kept of field.querySelectorAll(".kept:not([data-chosen]) li")) if (!kept.querySelector(":checked")) words.push(kept.querySelector("span").textContent.trim());
  return words.join(", ");
}

function labelOf(field) {
  const label = field.querySelector("legend, label").cloneNode(true);
  for (const extra of label.querySelectorAll(".opt, .hint, input")) extra.remove();
  return label.textContent.trim();
}

if (steps.length) {
  form.noValidate = true;
  form.classList.add("stepped");
  const bar = document.createElement("div");
  bar.className = "progress";
  bar.innerHTML = "<p aria-live=\"polite\"></p><ol aria-hidden=\"true\"></ol>";
  bar.lastChild.append(...steps.map(() => document.createElement("li")));
  form.before(bar);
  const intro = document.querySelector("[data-intro]");
  const problems = document.getElementById("perbaiki");
  let here = 0;

  const summarise = () => {
    const list = document.createElement("dl");
    list.className = "summary";
    steps.forEach((step, number) => {
      for (const field of step.querySelectorAll(".field")) {
        const off = field.closest("[hidden]");
        if ((off && off !== step) || field.querySelector("[data-map]")) continue;
        const answer = answerOf(field);
        if (!answer) continue;
        const row = document.createElement("div");
        const name = document.createElement("dt"); name.textContent = labelOf(field);
        const told = document.createElement("dd");
        const words = document.createElement("span"); words.textContent = answer;
        const change = document.createElement("button");
        change.type = "button"; change.className = "btn plain small"; change.textContent = "Ubah";
        change.setAttribute("aria-label", `Ubah: ${name.textContent}`);
        change.addEventListener("click", () => go(number));
        told.append(words, change);
        row.append(name, told);
        list.append(row);
      }
    });
    const place = form.querySelector("[data-summary]");
    place.replaceChildren(list);
  };

  const show = (number, focus = true) => {
    here = Math.min(Math.max(number, 0), steps.length - 1);
    steps.forEach((step, place) => { step.hidden = place !== here; });
    [...bar.lastChild.children].forEach((item, place) => item.classList.toggle("done", place <= here));
    bar.firstChild.textContent = `Langkah ${here + 1} dari ${steps.length}`;
    if (intro) intro.hidden = here > 0;
    if (steps[here].hasAttribute("data-review")) summarise();
    if (focus) { const title = steps[here].querySelector("h2"); title.tabIndex = -1; title.focus({ preventScroll: true }); bar.scrollIntoView(); }
  };
  // The phone's back button goes one step back, not out of the form.
  const go = (number) => { if (problems) problems.hidden = true; history.pushState({ step: number }, ""); show(number); };
  window.addEventListener("popstate", (event) => show(event.state?.step ?? 0));

  steps.forEach((step, number) => {
    const row = step.querySelector(".buttons:last-child") || document.createElement("p");
    row.classList.add("buttons");
    if (!step.hasAttribute("data-review")) {
      const next = document.createElement("button");
      next.type = "button"; next.className = "btn"; next.textContent = "Lanjut";
      next.addEventListener("click", () => { const wrong = problemOf(step); if (wrong) wrong.focus(); else go(number + 1); });
      row.append(next);
    }
    if (number) {
      const back = document.createElement("button");
      back.type = "button"; back.className = "btn plain"; back.textContent = "Kembali";
      back.addEventListener("click", () => history.back());
      row.append(back);
    }
    step.append(row);
  });
  // Enter in a one-line field goes on instead of sending half a story.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || steps[here].hasAttribute("data-review")) return;
    event.preventDefault();
    steps[here].querySelector(".buttons .btn").click();
  });
  const stepOf = (element) => steps.findIndex((step) => step.contains(element));
  if (problems) {
    problems.addEventListener("click", (event) => {
      const target = event.target.hash && document.getElementById(event.target.hash.slice(1));
      if (!target) return;
      event.preventDefault();
      show(stepOf(target), false);
      target.closest("details")?.setAttribute("open", "");
      (target.matches("input, textarea, select") ? target : target.querySelector("input, textarea, select") || target).focus();
    });
  }
  const wrong = form.querySelector(".has-error");
  const again = document.querySelector(".notice.warn");
  history.replaceState({ step: 0 }, "");
  show(wrong ? stepOf(wrong) : again ? steps.length - 1 : 0, false);
}
