// Shortcuts of the desk. Nothing needs them; they rest while somebody types, and can be switched off (WCAG 2.1.4).
"use strict";
{
  const help = document.querySelector("a[data-keys]");
  const rows = () => [...document.querySelectorAll(".rows .main-link")];
  const go = (name) => { if (help.dataset[name]) location.assign(help.dataset[name]); };
  const to = (part) => { const found = document.getElementById(part); if (found) { found.tabIndex = -1; found.focus(); found.scrollIntoView({ block: "start" }); } };
  const step = (by) => {
    const all = rows();
    const here = document.activeElement && document.activeElement.closest(".row");
    const at = all.findIndex((link) => link.closest(".row") === here);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const pick = () => { const row = document.activeElement.closest(".row"); const box = row && row.querySelector(".pick input"); if (box) box.click(); };
  const find = () => { const box = document.querySelector("input[type=search]"); if (box) box.focus(); };
  const KEYS = { "?": () => go("help"), j: () => step(1), k: () => step(-1), x: pick, "/": find, l: () => to("langkah"), r: () => to("riwayat"), u: () => { if (document.querySelector(".crumb")) location.assign(document.querySelector(".crumb").href); } };
  const AFTER_G = { d: () => go("list"), k: () => go("calendar") };
  let waiting = false;
  const typing = (part) => part.isContentEditable || /^(input|textarea|select)$/i.test(part.tagName) && !/^(checkbox|radio|button|submit)$/i.test(part.type || "");
  if (help && help.dataset.keys === "on") {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
      const act = (waiting ? AFTER_G : KEYS)[event.key];
      const started = !waiting && event.key === "g";
      waiting = started;
      if (started) setTimeout(() => { waiting = false; }, 1500);
      if (act) { event.preventDefault(); act(); }
    });
  }
}
