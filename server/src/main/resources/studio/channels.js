// Shows the fields that the chosen provider needs; without this all are shown.
"use strict";
(() => {
  const form = document.querySelector("form[data-providers]");
  if (!form) return;
  const choice = form.elements.namedItem("provider");
  const show = () => form.querySelectorAll("[data-only]").forEach(part => {
    part.hidden = !part.dataset.only.split(" ").includes(choice.value);
  });
  choice.addEventListener("change", show);
  show();
})();
