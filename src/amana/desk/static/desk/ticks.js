// Narrows a long list of check boxes by what is typed. Without this script the list is scrolled.
"use strict";
(() => {
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const narrow = (list, typed) => {
    const wanted = plain(typed).split(/\s+/);
    const labels = [...list.querySelectorAll("label")];
    for (const label of labels) {
      const text = plain(label.textContent);
      // What is ticked is never hidden: it would be sent unseen.
      label.hidden = !label.control.checked && !wanted.every((word) => text.includes(word));
    }
    document.getElementById("said").textContent = `${labels.filter((label) => !label.hidden).length} / ${labels.length}`;
  };

  const furnish = (list) => {
    const label = document.createElement("label"), field = document.createElement("input");
    field.type = "search";
    field.autocomplete = "off";
    field.addEventListener("input", () => narrow(list, field.value));
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    label.className = "narrowed hint";
    label.append(list.dataset.narrow, field);
    list.removeAttribute("data-narrow");
    list.before(label);
  };

  const look = (root) => { for (const list of root.querySelectorAll(".ticks[data-narrow]")) furnish(list); };
  look(document);
  document.addEventListener("htmx:load", (event) => look(event.target));
})();
