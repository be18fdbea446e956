// The verdict over a receipt: the same rules as in proofs/check.py, and in the same order. Nothing here asks a network.
const HASH = 32, DAY = 24 * 60 * 60 * 1000;
const FIELDS = {
  "kentongan-promise/v1": ["origin", "number", "leaf", "kind", "received", "verify-by", "included-by"],
  "kentongan-verified/v1": ["origin", "number", "leaf", "class", "verified", "due", "included-by"],
};
const ENTRY = ["entry", "public-salt", "public", "private-salt", "private"];
const ORDER = ["proved", "promised", "broken"];

class Wrong extends Error {}

const bytes = (text) => new TextEncoder().encode(text);
const join = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
};
const same = (one, other) => one.length === other.length && one.every((value, at) => value === other[at]);
const sha256 = (...parts) => sha2.sha256(join(...parts));
const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

const toBase64 = (raw) => btoa(String.fromCharCode(...raw));
const fromBase64 = (text) => {
  let raw;
  try { raw = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)); } catch { throw new Wrong("base64"); }
  if (toBase64(raw) !== text) throw new Wrong("base64");
  return raw;
};
const decimal = (text) => {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(Number(text))) throw new Wrong("number");
  return Number(text);
};
const after = (line, name) => {
  if (!line.startsWith(`${name} `) || line.length === name.length + 1) throw new Wrong(name);
  return line.slice(name.length + 1);
};
const isName = (name) => name !== "" && !/[\s+\u0000-\u001f\u0085]/u.test(name);
const stamp = (milliseconds) => `${new Date(milliseconds).toISOString().slice(0, 16).replace("T", " ")} UTC`;

// Keys and signed notes (c2sp.org/signed-note)
const keyId = (name, kind, key) => sha256(bytes(`${name}\n`), Uint8Array.of(kind), key).slice(0, 4);
const hex = (raw) => [...raw].map((value) => value.toString(16).padStart(2, "0")).join("");

function parseKey(vkey) {
  const [name, id, ...rest] = vkey.split("+");
  const raw = fromBase64(rest.join("+"));
  if (!isName(name) || raw.length !== 33 || (raw[0] !== 1 && raw[0] !== 4)) throw new Wrong("key");
  const key = { name, kind: raw[0], key: raw.slice(1), id: keyId(name, raw[0], raw.slice(1)), vkey };
  if (hex(key.id) !== id) throw new Wrong("key");
  return key;
}

function parseNote(note) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new Wrong("note");
  const lines = note.slice(cut + 2, -1).split("\n");
  if (lines.length > 64) throw new Wrong("note");
  const signatures = lines.map((line) => {
    const [dash, name, encoded, ...more] = line.split(" ");
    if (dash !== "\u2014" || more.length || encoded === undefined || !isName(name)) throw new Wrong("note");
    const raw = fromBase64(encoded);
    if (raw.length < 5) throw new Wrong("note");
    return { name, id: raw.slice(0, 4), blob: raw.slice(4) };
  });
  return { text: note.slice(0, cut + 1), signatures };
}

function verified(signature, text, key) {
  let message = bytes(text), blob = signature.blob, at = null;
  if (key.kind === 4) {
    if (blob.length !== 72) return null;
    const seconds = new DataView(blob.buffer, blob.byteOffset).getBigUint64(0);
    if (seconds >= 2n ** 63n) return null;
    message = bytes(`cosignature/v1\ntime ${seconds}\n${text}`);
    at = Number(seconds);
    blob = blob.slice(8);
  }
  try {
    return blob.length === 64 && ed25519.verify(blob, message, key.key, { zip215: false }) ? { key, at } : null;
  } catch { return null; }
}

const ofKey = (note, key) => note.signatures.filter((one) => one.name === key.name && same(one.id, key.id));

function signedBy(note, keys) {
  let found = false;
  for (const key of keys) {
    const [first] = ofKey(note, key);
    if (first === undefined) continue;
    if (!verified(first, note.text, key)) throw new Wrong("signature");
    found = true;
  }
  if (!found) throw new Wrong("signature");
}

function cosigned(note, witnesses) {
  const found = [];
  for (const witness of witnesses) {
    const times = ofKey(note, witness).map((one) => verified(one, note.text, witness)).filter((one) => one);
    if (times.length) found.push({ name: witness.name, at: Math.min(...times.map((one) => one.at)) });
  }
  return found;
}

function parseCheckpoint(text) {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length < 3 || lines.length > 16 || lines.includes("")) throw new Wrong("checkpoint");
  const root = fromBase64(lines[2]);
  if (root.length !== HASH) throw new Wrong("checkpoint");
  return { origin: lines[0], size: decimal(lines[1]), root };
}

function openCheckpoint(text, keys) {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note.text);
  signedBy(note, keys);
  return { checkpoint, note };
}

// RFC 9162, section 2.1.3.2
function included(leaf, index, size, path, root) {
  if (index >= size) return false;
  let place = index, last = size - 1, found = leaf;
  const half = (value) => Math.floor(value / 2);
  for (const beside of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      found = nodeHash(beside, found);
      while (place % 2 === 0 && place !== 0) { place = half(place); last = half(last); }
    } else {
      found = nodeHash(found, beside);
    }
    place = half(place); last = half(last);
  }
  return last === 0 && same(found, root);
}

function parseProof(text) {
  const cut = text.indexOf("\n\n");
  const lines = text.slice(0, cut).split("\n");
  if (cut < 0 || lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Wrong("proof");
  if (lines.length && lines[0].startsWith("extra ")) fromBase64(lines.shift().slice(6));
  const index = decimal(after(lines.shift() ?? "", "index"));
  const path = lines.map(fromBase64);
  if (path.length > 63 || path.some((one) => one.length !== HASH)) throw new Wrong("proof");
  const checkpoint = text.slice(cut + 2);
  parseCheckpoint(parseNote(checkpoint).text);
  return { index, path, checkpoint };
}

// The file, and the promises in it
function parsePromise(text) {
  const [about, ...lines] = text.split("\n");
  const fields = Object.hasOwn(FIELDS, about) ? FIELDS[about] : null;
  if (fields === null || lines.length !== fields.length + 1 || lines.pop() !== "") throw new Wrong("promise");
  const [origin, number, leaf, what, at, due, by] = fields.map((name, place) => after(lines[place], name));
  const time = (value) => {
    const found = Date.parse(value);
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) || Number.isNaN(found)) throw new Wrong("promise");
    if (new Date(found).toISOString() !== value.replace("Z", ".000Z")) throw new Wrong("promise");
    return found;
  };
  if (due !== "-") time(`${due}T00:00:00Z`);
  const promise = { about, origin, number, leaf: fromBase64(leaf), what, at: time(at), due, by: time(by) };
  if (promise.leaf.length !== HASH) throw new Wrong("promise");
  return promise;
}

function parseFile(whole) {
  if (whole.length > 512 * 1024) throw new Wrong("file");
  const text = whole.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const file = { log: [], witness: [], parts: [] };
  let pending = "";
  for (const [, name, body] of text.matchAll(/^-----BEGIN ([A-Z0-9 ]+)-----\n([^]*?)^-----END \1-----$/gm)) {
    const last = file.parts.at(-1);
    if (name === "KENTONGAN KEYS") {
      for (const line of body.split("\n")) {
        if (line.startsWith("log ")) file.log.push(parseKey(line.slice(4)));
        if (line.startsWith("witness ")) file.witness.push(parseKey(line.slice(8)));
      }
    } else if (name === "KENTONGAN PROMISE") {
      if (pending) throw new Wrong("file");
      pending = body;
    } else if (name === "KENTONGAN ENTRY") {
      if (!pending) throw new Wrong("file");
      file.parts.push({ promise: pending, opened: parseEntry(body), proof: "" });
      pending = "";
    } else if (name === "C2SP TLOG PROOF") {
      if (pending || !last || last.proof) throw new Wrong("file");
      last.proof = body;
    }
  }
  if (pending || !file.parts.length) throw new Wrong("file");
  return file;
}

function parseEntry(body) {
  const lines = body.split("\n");
  if (lines.length !== ENTRY.length + 1 || lines.pop() !== "") throw new Wrong("entry");
  const [entry, publicSalt, told, privateSalt, kept] = ENTRY.map((name, place) => after(lines[place], name));
  return {
    entry: fromBase64(entry), publicSalt: fromBase64(publicSalt), told, privateSalt: fromBase64(privateSalt), kept,
  };
}

function indexOf(opened, promise) {
  const { entry, publicSalt, told, privateSalt, kept } = opened;
  if (entry.length !== 89 || entry[0] !== 1 || publicSalt.length !== HASH || privateSalt.length !== HASH) return null;
  const commitment = (tag, salt, content) => sha256(bytes(`kentongan/v1/${tag}\n`), salt, bytes(content));
  if (!same(leafHash(entry), promise.leaf)
    || !same(commitment("public", publicSalt, told), entry.slice(25, 57))
    || !same(commitment("private", privateSalt, kept), entry.slice(57))) return null;
  const index = new DataView(entry.buffer, entry.byteOffset).getBigUint64(17);
  return index <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(index) : null;
}

function contentsAgree(opened, promise) {
  const second = (text) => Math.floor(Date.parse(text) / 1000) * 1000;
  try {
    const told = JSON.parse(opened.told), kept = JSON.parse(opened.kept);
    const received = promise.about === "kentongan-promise/v1";
    return told.action === (received ? "receive" : "verify")
      && told[received ? "kind" : "class"] === promise.what
      && kept.number === promise.number
      && (kept.due_on ?? "-") === promise.due
      && second(received ? kept.received_at : kept.at) === promise.at
      && second(kept.at) + DAY === promise.by;
  } catch { return false; }
}

const sameLog = (one, other) => one.slice(0, one.lastIndexOf("/")) === other.slice(0, other.lastIndexOf("/"));

function proved(part, promise, index, keys, witnesses, finding) {
  let proof, opened;
  try {
    proof = parseProof(part.proof);
    opened = openCheckpoint(proof.checkpoint, keys);
  } catch { return finding.broken("proof_signature"); }
  const { checkpoint, note } = opened;
  if (!included(promise.leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
    || proof.index !== index || !sameLog(checkpoint.origin, promise.origin)) return finding.broken("proof");
  finding.state = "proved";
  Object.assign(finding.facts, { index: String(index + 1), size: String(checkpoint.size) });
  finding.reasons.push("included");
  const seen = cosigned(note, witnesses);
  if (!seen.length) {
    finding.reasons.push("unseen");
    return checkpoint;
  }
  const first = Math.min(...seen.map((one) => one.at)) * 1000;
  Object.assign(finding.facts, { seen: stamp(first), witnesses: seen.map((one) => one.name).sort().join(", ") });
  finding.reasons.push("seen", first <= promise.by ? "in_time" : "seen_late");
  return checkpoint;
}

function compare(shown, promise, index, known, now, keys, finding) {
  let head;
  try { head = openCheckpoint(shown, keys).checkpoint; } catch { finding.broken("shown_signature"); return; }
  finding.facts.shown = String(head.size);
  const origin = known ? known.origin : promise.origin;
  if (head.origin !== origin) {
    finding.facts.shown = head.origin;
    if (!sameLog(head.origin, origin)) finding.broken("shown_origin");
    else {
      finding.reasons.push("restarted");
      if (index >= head.size) finding.broken("restart_lost");
    }
    return;
  }
  if (known) {
    finding.facts.size = String(known.size);
    if (head.size < known.size) { finding.reasons.push("older"); return; }
    if (head.size === known.size && !same(head.root, known.root)) { finding.broken("split"); return; }
  }
  if (index >= head.size && now > promise.by) finding.broken("missing");
}

function checkPart(part, now, keys, witnesses, shown) {
  const finding = {
    state: "promised", reasons: [], facts: {}, promise: null,
    broken(reason) { this.state = "broken"; this.reasons.push(reason); return null; },
  };
  let promise;
  try {
    const note = parseNote(part.promise);
    finding.promise = promise = parsePromise(note.text);
    signedBy(note, keys);
  } catch { finding.broken("signature"); return finding; }
  finding.facts.included_by = stamp(promise.by);
  const index = indexOf(part.opened, promise);
  if (index === null) { finding.broken("entry"); return finding; }
  if (!contentsAgree(part.opened, promise)) { finding.broken("contents"); return finding; }
  const known = part.proof ? proved(part, promise, index, keys, witnesses, finding) : null;
  if (finding.state === "broken") return finding;
  if (!known) finding.reasons.push(now <= promise.by ? "waiting" : "overdue");
  if (shown) compare(shown, promise, index, known, now, keys, finding);
  return finding;
}

// text: the file; key: the log's key from paper, "" for none; shown: a checkpoint, "" for none; now: milliseconds.
function judge(text, { key = "", shown = "", now = Date.now() } = {}) {
  let file, keys;
  try { file = parseFile(text); } catch { return { trouble: WORDS.trouble }; }
  try { keys = key.trim() ? [parseKey(key.replace(/\s/g, ""))] : file.log; } catch { return { trouble: WORDS.trouble_key }; }
  const checkpoint = shown.trim() ? `${shown.replaceAll("\r\n", "\n").trim()}\n` : "";
  const findings = file.parts.map((part) => checkPart(part, now, keys, file.witness, checkpoint));
  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_all, name) => facts[name] ?? "?");
  return {
    state: findings.map((one) => one.state).sort((one, other) => ORDER.indexOf(other) - ORDER.indexOf(one))[0],
    key: key.trim() ? WORDS.key.given : fill(WORDS.key.own, { key: file.log.map((one) => one.vkey).join(", ") }),
    witness: findings.some((one) => one.reasons.includes("seen")) ? WORDS.key.witness : "",
    parts: findings.map((one) => ({
      state: one.state,
      reasons: one.reasons,
      title: fill(WORDS.part[one.promise?.about ?? "kentongan-promise/v1"], { number: one.promise?.number ?? "?" }),
      sentences: (one.state === "broken" ? [...one.reasons.slice(-1), ...one.reasons.slice(0, -1)] : one.reasons)
        .map((reason) => fill(WORDS.reason[reason], one.facts)),
    })),
  };
}
