// Passkeys: the browser makes or shows one, the form carries it. Where there are none, the other ways stay.
"use strict";
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

  async function make(asked) {
    const key = asked.publicKey;
    const made = await navigator.credentials.create({ publicKey: {
      ...key,
      challenge: toBytes(key.challenge),
      user: { ...key.user, id: toBytes(key.user.id) },
      excludeCredentials: ids(key.excludeCredentials),
    } });
    return { ...frame(made), response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    } };
  }

  async function use(asked) {
    const key = asked.publicKey;
    const shown = await navigator.credentials.get({ publicKey: {
      ...key,
      challenge: toBytes(key.challenge),
      allowCredentials: ids(key.allowCredentials),
    } });
    const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
    return { ...frame(shown), response: {
      clientDataJSON: toText(clientDataJSON),
      authenticatorData: toText(authenticatorData),
      signature: toText(signature),
      userHandle: userHandle ? toText(userHandle) : null,
    } };
  }

  function frame(key) {
    return { id: key.id, rawId: toText(key.rawId), type: key.type, clientExtensionResults: key.getClientExtensionResults(), authenticatorAttachment: key.authenticatorAttachment };
  }

  async function options(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.ask, { method: "POST", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
    if (!answer.ok) throw new Error("no answer");
    return answer.json();
  }

  const SAID = {
    NotAllowedError: "Dibatalkan, atau waktunya habis. Tekan tombolnya sekali lagi bila ingin mencoba lagi.",
    InvalidStateError: "Perangkat ini sudah terpasang sebagai kunci sandi akun Anda.",
    SecurityError: "Peramban tidak mengizinkan kunci sandi di alamat ini. Pakai cara masuk yang lain.",
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[data-said]");
    const button = form.querySelector("[data-go]");
    button.addEventListener("click", async () => {
      if (form.dataset.sent) return;
      form.dataset.sent = "1";
      said.hidden = true;
      try {
        const asked = await options(form);
        form.elements.credential.value = JSON.stringify(await (form.dataset.passkey === "make" ? make : use)(asked));
        form.submit();
      } catch (problem) {
        delete form.dataset.sent;
        said.textContent = SAID[problem.name] || "Kunci sandi belum bisa dipakai sekarang. Coba sekali lagi, atau pakai cara masuk yang lain.";
        said.hidden = false;
      }
    });
    // Enter in the name field means the button, not an empty form.
    form.addEventListener("submit", (event) => { event.preventDefault(); button.click(); });
    form.hidden = false;
  }
  // Coming back with the back button: what was asked before was used up.
  window.addEventListener("pageshow", (event) => { if (event.persisted && document.querySelector("form[data-options]")) location.reload(); });
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;
})();
