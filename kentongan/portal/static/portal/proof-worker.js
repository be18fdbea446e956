// Looks for the number of an ALTCHA challenge: SHA-256 of salt + number. Plain JavaScript, because crypto.subtle does not
// exist on an office network without HTTPS, and compiled code would need a weaker Content-Security-Policy.
"use strict";
const first = (root) => { // first 32 bits of the fractional part
  let part = root - Math.floor(root);
  return (part * 0x100000000) | 0;
};
const K = new Int32Array(64);
const START = new Int32Array(8);
for (let number = 2, found = 0; found < 64; number++) {
  let prime = true;
  for (let by = 2; by * by <= number; by++) if (number % by === 0) { prime = false; break; }
  if (!prime) continue;
  if (found < 8) START[found] = first(Math.sqrt(number));
  K[found++] = first(Math.cbrt(number));
}
const words = new Int32Array(64);
function block(state, bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15], y = words[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}
const hex = (state) => [...state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
onmessage = (event) => {
  const { salt, challenge, maxNumber } = event.data;
  const bytes = new Uint8Array(Math.ceil((salt.length + 17) / 64) * 64 + 64);
  for (let i = 0; i < salt.length; i++) bytes[i] = salt.charCodeAt(i);
  const wanted = parseInt(challenge.slice(0, 8), 16) | 0;
  const state = new Int32Array(8);
  // What stands before the number is the same for all of them: its whole blocks are hashed once.
  const same = salt.length - salt.length % 64;
  const begun = Int32Array.from(START);
  for (let at = 0; at < same; at += 64) block(begun, bytes, at);
  for (let number = 0; number <= maxNumber; number++) {
    const text = String(number);
    const length = salt.length + text.length;
    for (let i = 0; i < text.length; i++) bytes[salt.length + i] = text.charCodeAt(i);
    const end = ((length + 8) >> 6) * 64 + 64;
    bytes.fill(0, length, end);
    bytes[length] = 0x80;
    bytes[end - 2] = (length * 8) >> 8;
    bytes[end - 1] = (length * 8) & 255;
    state.set(begun);
    for (let at = same; at < end; at += 64) block(state, bytes, at);
    if (state[0] === wanted && hex(state) === challenge) { postMessage(number); return; }
  }
  postMessage(-1);
};
