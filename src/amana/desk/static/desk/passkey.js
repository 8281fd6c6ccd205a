// Asks the device for a passkey and sends its answer with the form that it stands in (spec: WebAuthn level 3, JSON).

const able = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const say = (what) => {
    for (const line of form.querySelectorAll("[data-say]")) line.hidden = line.dataset.say !== what;
  };
  say(able ? "ready" : "unable");
  form.querySelector("button").disabled = !able;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    say("ready");
    const asked = JSON.parse(form.dataset.options);
    try {
      const credential =
        form.dataset.passkey === "new"
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
      form.elements.answer.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      say("failed");
    }
  });
}
