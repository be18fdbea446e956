// The page around the verdict.
const form = document.getElementById("periksa"), result = document.getElementById("hasil");
const field = (id) => document.getElementById(id);

const element = (name, text, className = "") => {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
};

function show(verdict) {
  result.replaceChildren();
  if (verdict.trouble) {
    result.append(element("p", verdict.trouble, "broken"));
    return;
  }
  for (const part of verdict.parts) {
    const box = element("section", "", part.state);
    box.append(element("h2", WORDS.state[part.state]), element("p", part.title));
    const list = element("ul", "");
    list.append(...part.sentences.map((sentence) => element("li", sentence)));
    box.append(list);
    result.append(box);
  }
  result.append(element("p", verdict.key, "key"));
  if (verdict.witness) result.append(element("p", verdict.witness, "key"));
}

field("berkas").addEventListener("change", async () => {
  const [file] = field("berkas").files;
  if (file) field("isi").value = await file.text();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(judge(field("isi").value, { key: field("kunci").value, shown: field("checkpoint").value }));
  result.focus();
});

globalThis.kentongan = { judge };
