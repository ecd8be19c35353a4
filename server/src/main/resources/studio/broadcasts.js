// Fields of a broadcast that show only where they mean something.
"use strict";
(() => {
  const toggle = (root, selector, shown) => root.querySelectorAll(selector).forEach(each => { each.hidden = !shown; });

  const follow = control => {
    if (control.matches("[data-source]")) {
      const place = control.closest(".place");
      toggle(place, "[data-when=text]", control.value === "text");
      toggle(place, "[data-when=own]", control.value !== "text");
    } else if (control.matches("[data-file]")) {
      toggle(control.closest(".place"), "[data-when-file]", control.value === "");
    } else if (control.matches("[data-later]")) {
      toggle(control.form, "[data-when-later]", control.dataset.later === "yes" && control.checked);
    } else if (control.form?.matches("[data-send-on-change]") && control.matches("select")) {
      control.form.requestSubmit();
    }
  };
  document.addEventListener("change", event => follow(event.target));

  // A field for a time of day knows no zone: what the server keeps is shown as it is here.
  document.querySelectorAll("input[data-at]").forEach(input => {
    const at = new Date(input.dataset.at);
    if (input.dataset.at === "" || isNaN(at)) return;
    const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
    input.value = local.toISOString().slice(0, 16);
  });
})();
