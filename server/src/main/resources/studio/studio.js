// What pages do beyond HTML and htmx. Everything listens at the document, so parts that come later work too.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Times in the reader's own zone and way of writing; the server writes them in UTC.
  const minute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
  const showTimes = root => all("time[datetime]", root).forEach(time => {
    const at = new Date(time.dateTime);
    if (isNaN(at) || time.dataset.shown === time.dateTime) return;
    const isToday = at.toDateString() === new Date().toDateString();
    time.title = at.toISOString();
    time.textContent = time.dataset.format === "clock" || isToday ? clock.format(at) : minute.format(at);
    time.dataset.shown = time.dateTime;
  });

  // Who sends a time of day must say in which zone: fields marked so get the browser's.
  const fillZones = root => all("input[data-timezone]", root).forEach(input => {
    input.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  });

  const arrive = root => { showTimes(root); fillZones(root); };

  // Browsers give the clipboard to pages that came by https or from this machine; elsewhere the text is selected.
  const copy = async button => {
    const label = button.querySelector("[data-copied]");
    const before = label.dataset.before ??= label.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = label.dataset.copied;
    } catch {
      const shown = button.closest(".copy")?.querySelector("code, pre");
      if (shown) getSelection().selectAllChildren(shown);
      label.textContent = "Press Ctrl+C";
    }
    setTimeout(() => { label.textContent = before; }, 2000);
  };

  document.addEventListener("click", event => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const copied = target.closest("[data-copy]");
    if (copied) copy(copied);
    const opener = target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    const closer = target.closest("[data-close]");
    if (closer) closer.closest("dialog")?.close();
    const menuButton = target.closest(".menu-button");
    if (menuButton) {
      const open = menuButton.getAttribute("aria-expanded") !== "true";
      menuButton.setAttribute("aria-expanded", String(open));
    }
    all("details.switcher[open], details.menu[open]").forEach(details => {
      if (!details.contains(target)) details.open = false;
    });
  });

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    all("details.switcher[open], details.menu[open]").forEach(details => {
      details.open = false;
      details.querySelector("summary").focus();
    });
    const menuButton = document.querySelector(".menu-button");
    if (menuButton?.getAttribute("aria-expanded") === "true") {
      menuButton.setAttribute("aria-expanded", "false");
      menuButton.focus();
    }
  });

  // A form is sent once, however often its button is pressed; coming back by the browser's history makes it usable again.
  document.addEventListener("submit", event => {
    const form = event.target;
    if (event.defaultPrevented || form.hasAttribute("hx-post") || form.method === "dialog") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "true";
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach(form => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }));

  // A stream that has ended is opened again by the browser itself; that is no error, and goes to nobody's log.
  if (window.htmx) htmx.createEventSource = address => {
    const source = new EventSource(address, { withCredentials: true });
    source.addEventListener("error", event => {
      if (source.readyState === EventSource.CONNECTING) event.stopImmediatePropagation();
    });
    return source;
  };

  // Without an answer nothing would change on the page, and nobody would know why.
  const say = text => {
    const notice = document.getElementById("notice");
    if (!notice) return;
    const line = document.createElement("p");
    line.className = "notice bad";
    line.textContent = text;
    notice.replaceChildren(line);
  };
  document.addEventListener("htmx:sendError", () => say("The server does not answer; try again in a moment."));
  document.addEventListener("htmx:timeout", () => say("The server took too long; try again in a moment."));
  document.addEventListener("htmx:afterSettle", event => arrive(event.target));
  document.addEventListener("htmx:sseMessage", event => arrive(event.target));
  arrive(document);
})();
