// A reply template goes into the text without a reload; without this script the page comes back with it.
"use strict";
for (const button of document.querySelectorAll("[data-reply]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const chosen = button.form.elements.templat.selectedOptions[0];
    const words = button.form.elements[button.dataset.reply];
    if (!chosen || !chosen.dataset.text || !words) return;
    words.value = words.value.trim() ? `${words.value.trimEnd()}\n\n${chosen.dataset.text}` : chosen.dataset.text;
    words.rows = Math.max(words.rows, 12);
    words.dispatchEvent(new Event("input", { bubbles: true }));
    words.focus();
  });
}
