// Drag a box over the picture instead of clicking two corners: fills the number fields and sends them. Nothing needs it.
"use strict";
{
  const area = document.querySelector("[data-regions]");
  const form = document.getElementById("kotak");
  const svg = area && area.querySelector("svg");
  const picture = area && area.querySelector("input");
  const LEAST = 1; // per cent: less is a click
  let start = null;
  let box = null;
  let dragged = false;
  const at = (event) => {
    const frame = picture.getBoundingClientRect();
    const part = (value, from, size) => Math.min(100, Math.max(0, (value - from) / size * 100));
    return { x: part(event.clientX, frame.left, frame.width), y: part(event.clientY, frame.top, frame.height) };
  };
  const sides = (one, two) => ({ x: Math.min(one.x, two.x), y: Math.min(one.y, two.y), lebar: Math.abs(one.x - two.x), tinggi: Math.abs(one.y - two.y) });
  const forget = () => { if (box) box.remove(); start = null; box = null; };
  if (area && form) {
    picture.addEventListener("dragstart", (event) => event.preventDefault());
    picture.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      start = at(event);
      dragged = false;
      picture.setPointerCapture(event.pointerId);
    });
    picture.addEventListener("pointermove", (event) => {
      if (!start) return;
      const drawn = sides(start, at(event));
      if (!box && Math.max(drawn.lebar, drawn.tinggi) < LEAST) return;
      if (!box) {
        box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        box.setAttribute("class", "drawing");
        svg.append(box);
      }
      box.setAttribute("x", drawn.x); box.setAttribute("y", drawn.y);
      box.setAttribute("width", drawn.lebar); box.setAttribute("height", drawn.tinggi);
    });
    picture.addEventListener("pointercancel", forget);
    picture.addEventListener("pointerup", (event) => {
      if (!box) { start = null; return; }
      const drawn = sides(start, at(event));
      forget();
      dragged = true;
      if (Math.min(drawn.lebar, drawn.tinggi) < LEAST) return;
      for (const [name, value] of Object.entries(drawn)) form.elements[name].value = value.toFixed(1);
      form.requestSubmit(form.querySelector("fieldset button[value=tambah]"));
    });
    picture.addEventListener("click", (event) => { if (dragged) { event.preventDefault(); dragged = false; } });
  }
}
