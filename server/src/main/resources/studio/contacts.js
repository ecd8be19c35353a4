// Contacts: choosing people over pages of the list, rows of variables, conversations.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = selector => document.querySelector(selector);
  // As many as a form may name; the server has the same bound.
  const MOST = 10000;
  const FEW = 20;

  // Who is chosen, for as long as this tab is open: ids, or a filter that stands for all whom it finds.
  const bar = one("#chosen");
  const key = bar && `crier.contacts.${bar.dataset.bot}`;
  const nobody = () => ({ ids: [], filter: null });
  const read = () => {
    try { return JSON.parse(sessionStorage.getItem(key)) ?? nobody(); } catch { return nobody(); }
  };
  let chosen = bar ? read() : nobody();

  const keep = () => {
    try { sessionStorage.setItem(key, JSON.stringify(chosen)); } catch { /* The choice then ends with the page. */ }
    show();
  };

  const show = () => {
    if (!bar) return;
    const ids = new Set(chosen.ids);
    const boxes = all("[data-contact]");
    boxes.forEach(box => {
      box.checked = chosen.filter !== null || ids.has(box.dataset.contact);
      box.disabled = chosen.filter !== null;
    });
    const page = one("[data-page]");
    if (page) {
      page.checked = boxes.length > 0 && boxes.every(box => box.checked);
      page.disabled = chosen.filter !== null;
    }
    bar.hidden = chosen.ids.length === 0 && chosen.filter === null;
    bar.querySelector("[data-count]").textContent =
      chosen.filter ? "All" : chosen.ids.length.toLocaleString("en");
    bar.querySelector("[data-words]").textContent = chosen.filter ? chosen.filter.words : "chosen";
    bar.querySelector("[data-all]").hidden = chosen.filter !== null;
  };

  const choose = (ids, isChosen) => {
    const set = new Set(chosen.ids);
    ids.forEach(id => isChosen ? set.size < MOST && set.add(id) : set.delete(id));
    chosen.ids = [...set];
    keep();
  };

  const filterNow = () => {
    const audience = one("#found").dataset.audience;
    const { search, tags } = JSON.parse(audience);
    const words = [
      search ? `found by “${search}”` : "contacts",
      tags ? `with ${tags.join(" and ")}` : "",
    ];
    return { audience, search: search ?? "", tags: tags ?? [], words: words.filter(Boolean).join(" ") };
  };

  // The same as hidden fields of a form.
  const fill = (form, fields) => {
    all("[data-added]", form).forEach(input => input.remove());
    fields.forEach(([name, value]) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      input.dataset.added = "";
      form.append(input);
    });
  };

  const whom = form => {
    const filter = chosen.filter;
    if (!filter) return chosen.ids.map(id => ["contact", id]);
    return form.dataset.chosen === "send"
      ? [["audience", filter.audience]]
      : [["everybody", "yes"], ["search", filter.search], ...filter.tags.map(tag => ["tag", tag])];
  };

  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.dataset.chosen) {
      if (form.dataset.few && !chosen.filter && chosen.ids.length <= FEW) {
        event.preventDefault();
        location.href = `${form.dataset.few}?ids=${chosen.ids.join(",")}`;
        return;
      }
      fill(form, whom(form));
    }
    // A download leaves the page as it is, so the form is needed again.
    if ("download" in form.dataset) {
      setTimeout(() => {
        delete form.dataset.sent;
        form.removeAttribute("aria-busy");
        form.closest("dialog")?.close();
      });
    }
  });

  document.addEventListener("change", event => {
    const target = event.target;
    if (target.dataset?.contact) choose([target.dataset.contact], target.checked);
    else if (target.matches?.("[data-page]")) choose(all("[data-contact]").map(box => box.dataset.contact), target.checked);
    else if (target.matches?.("[data-go]")) target.form.submit();
  });

  const addVariable = button => {
    const rows = one("#variables");
    rows.append(one("#variable-row").content.cloneNode(true));
    rows.lastElementChild.querySelector("input").focus();
  };

  document.addEventListener("click", event => {
    const target = event.target instanceof Element ? event.target.closest("button") : null;
    if (!target) return;
    if ("all" in target.dataset) { chosen = { ids: [], filter: filterNow() }; keep(); }
    if ("clear" in target.dataset) { chosen = nobody(); keep(); }
    if ("addVariable" in target.dataset) addVariable(target);
    if ("removeVariable" in target.dataset) target.closest(".variable").remove();
  });

  document.addEventListener("htmx:afterSettle", show);

  // Upload of a table.
  document.addEventListener("htmx:xhr:progress", event => {
    const bar = one("[data-upload]");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = 100 * event.detail.loaded / event.detail.total;
  });

  // A conversation stays at its newest message, unless somebody reads further up.
  let fromBottom = 0;
  let atBottom = true;
  const chat = () => one("[data-bottom]");
  const place = () => {
    const log = chat();
    if (log) log.scrollTop = atBottom ? log.scrollHeight : log.scrollHeight - fromBottom;
  };
  document.addEventListener("htmx:sseBeforeMessage", () => {
    const log = chat();
    if (!log) return;
    fromBottom = log.scrollHeight - log.scrollTop;
    atBottom = fromBottom - log.clientHeight < 40;
  });
  document.addEventListener("htmx:sseMessage", () => {
    place();
    const state = one("#chat [data-open]");
    if (!state) return;
    const open = state.dataset.open === "yes";
    all("[data-when-open]").forEach(part => { part.hidden = !open; });
    all("[data-when-closed]").forEach(part => { part.hidden = open; });
    const refused = state.dataset.refused === "yes";
    all("[data-when-welcome]").forEach(part => { part.hidden = refused; });
    all("[data-when-refused]").forEach(part => { part.hidden = !refused; });
  });

  // A reply goes with Enter and Ctrl or Command, as people know it from elsewhere.
  document.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "reply-text") {
      event.target.form.requestSubmit();
    }
  });

  show();
  place();
})();
