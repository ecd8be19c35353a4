// The editor of templates: characters counted, findings beside their fields, marks and variables put in where the caret is.
// What is right is the server's to say; this only shows it.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const editor = () => document.getElementById("editor");
  if (!editor()) return;

  // What somebody has been at may be called wrong; what nobody has reached yet is only still to do.
  const changedOnce = new Set();
  const touched = new Set();
  let dirty = false;

  const count = field => {
    const counter = document.querySelector(`[data-counter="${field.id}"]`);
    if (!counter || !field.dataset.limit) return;
    const characters = [...field.value].length;
    counter.textContent = `${characters} / ${field.dataset.limit}`;
    counter.classList.toggle("over", characters > Number(field.dataset.limit));
  };

  const spotFor = pointer => {
    for (let at = pointer; at; at = at.slice(0, at.lastIndexOf("/"))) {
      const spot = document.querySelector(`[data-spot="${CSS.escape(at)}"]`);
      if (spot) return spot;
    }
    return null;
  };

  const fieldOf = spot => spot.id.endsWith("-spot") ? document.getElementById(spot.id.slice(0, -5)) : null;

  const showFindings = () => {
    const tried = editor().dataset.tried === "true";
    all("#editor .spot").forEach(spot => {
      if (!spot.hasAttribute("role")) spot.replaceChildren();
      fieldOf(spot)?.removeAttribute("aria-invalid");
    });
    all("#findings li").forEach(item => {
      const spot = spotFor(item.dataset.at);
      if (!spot) return;
      const field = fieldOf(spot);
      const target = field ?? spot.closest("fieldset, section")?.querySelector("input:not([type=hidden]), textarea, select, button");
      if (target) {
        target.id ||= `at-${spot.dataset.spot.replaceAll("/", "-")}`;
        item.querySelector("a").setAttribute("href", `#${target.id}`);
      }
      if (item.dataset.missing && !tried && !touched.has(spot.dataset.spot)) return;
      const line = document.createElement("strong");
      line.className = item.dataset.warns ? "doubt" : "error";
      line.textContent = item.querySelector(".what").textContent;
      const fix = document.createElement("span");
      fix.textContent = ` ${item.querySelector(".fix").textContent}`;
      const both = document.createElement("span");
      both.append(line, fix);
      spot.append(both);
      if (!item.dataset.warns) field?.setAttribute("aria-invalid", "true");
    });
  };

  const arrive = () => {
    if (!editor()) return;
    all("#editor [data-limit]").forEach(count);
    showFindings();
  };

  const changed = field => field.dispatchEvent(new Event("input", { bubbles: true }));

  const wrap = (field, mark) => {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const inside = value.slice(from, to);
    field.setRangeText(mark + inside + mark, from, to, "end");
    field.setSelectionRange(from + mark.length, from + mark.length + inside.length);
    field.focus();
    changed(field);
  };

  // The next number; where variables have names, a name to write over.
  const addVariable = field => {
    const known = [...field.value.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(found => found[1]);
    const named = known.some(name => !/^\d+$/.test(name));
    const next = named ? "name" : String(1 + Math.max(0, ...known.map(Number)));
    const at = field.selectionStart;
    field.setRangeText(`{{${next}}}`, at, field.selectionEnd, "end");
    field.focus();
    if (named) field.setSelectionRange(at + 2, at + 2 + next.length);
    changed(field);
  };

  document.addEventListener("click", event => {
    const mark = event.target instanceof Element ? event.target.closest(".mark") : null;
    const field = mark && document.getElementById(mark.dataset.for);
    if (!field) return;
    if (mark.hasAttribute("data-variable")) addVariable(field);
    else wrap(field, mark.dataset.wrap);
  });

  document.addEventListener("input", event => {
    const field = event.target;
    if (!(field instanceof Element) || !field.closest("#template-form")) return;
    dirty = true;
    changedOnce.add(field.name);
    if (field.dataset.slug) {
      const caret = field.selectionStart;
      const slug = field.value.toLowerCase().replace(/[\s-]/g, "_");
      if (slug !== field.value) {
        field.value = slug;
        field.setSelectionRange(caret, caret);
      }
    }
    count(field);
  });

  // What was typed before this script was there counts, too: a slow network is no reason to lose it.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("#template-form :is(input[data-limit], textarea)").forEach(field => {
      if (field.value !== field.defaultValue) field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });

  // A button must not slip away under the pointer that is about to press it.
  let pressing = false;
  let waiting = false;
  document.addEventListener("pointerdown", () => { pressing = true; });
  ["pointerup", "pointercancel"].forEach(name => document.addEventListener(name, () => {
    pressing = false;
    if (waiting) setTimeout(arrive);
    waiting = false;
  }));

  document.addEventListener("focusout", event => {
    const field = event.target;
    if (!(field instanceof Element) || !changedOnce.has(field.name) || touched.has(field.name)) return;
    touched.add(field.name);
    if (pressing) waiting = true;
    else if (field.isConnected) showFindings();
  });

  // Enter in a line goes nowhere: submitting to Meta is what the button is for.
  document.addEventListener("keydown", event => {
    const field = event.target;
    if (event.key === "Enter" && field instanceof HTMLInputElement && field.closest("#template-form") && field.type !== "file") event.preventDefault();
  });

  document.addEventListener("submit", event => { if (event.target.id === "template-form") dirty = false; });
  addEventListener("beforeunload", event => { if (dirty) event.preventDefault(); });

  document.addEventListener("htmx:afterRequest", event => {
    if (event.detail.elt?.type === "file") document.body.dispatchEvent(new Event("recheck"));
  });
  document.addEventListener("htmx:afterSettle", arrive);
  arrive();
})();
