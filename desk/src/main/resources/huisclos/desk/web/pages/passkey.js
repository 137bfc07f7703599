// Makes or uses a passkey (WebAuthn). What is asked for comes from the element's data.
(() => {
  "use strict";
  const box = document.getElementById("passkey");
  if (!box || !window.PublicKeyCredential) return;
  box.hidden = false;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const known = (list) => (list || []).map((c) => ({ ...c, id: bytes(c.id) }));

  const post = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    });
    if (!answer.ok) throw new Error("refused");
    return answer.json();
  };

  const create = async (options) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    });
    return {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      clientExtensionResults: {},
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
        transports: [],
      },
    };
  };

  const use = async (options) => {
    const used = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: known(options.allowCredentials),
      },
    });
    const response = {
      clientDataJSON: text(used.response.clientDataJSON),
      authenticatorData: text(used.response.authenticatorData),
      signature: text(used.response.signature),
    };
    if (used.response.userHandle) response.userHandle = text(used.response.userHandle);
    return { id: used.id, rawId: text(used.rawId), type: used.type, clientExtensionResults: {}, response };
  };

  const button = box.querySelector("button");
  const alert = box.querySelector("[role=alert]");
  button.addEventListener("click", async () => {
    alert.hidden = true;
    button.disabled = true;
    try {
      const options = await post(box.dataset.begin, "");
      const answer = await (box.dataset.kind === "create" ? create(options) : use(options));
      const onward = await post(box.dataset.end, JSON.stringify(answer));
      const made = box.querySelector(".made");
      if (!onward.codes.length || !made) {
        location.assign(onward.to);
        return;
      }
      for (const code of onward.codes) {
        const item = made.querySelector("ul").appendChild(document.createElement("li"));
        item.appendChild(document.createElement("code")).textContent = code;
      }
      // Nothing but the codes is left to look at.
      for (const part of [...box.children, ...box.parentElement.children]) {
        part.hidden = part !== box && part !== made && part.tagName !== "H1";
      }
    } catch {
      alert.hidden = false;
      button.disabled = false;
    }
  });
})();
