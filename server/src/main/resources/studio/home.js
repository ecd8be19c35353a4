// "Today" is the reader's day: tells the server the time zone, and asks again for figures made for another one.
"use strict";
(() => {
  const YEAR_SECONDS = 31536000;
  const AGAIN_MILLIS = 30000;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  document.cookie = `crier_zone=${zone}; path=/studio; max-age=${YEAR_SECONDS}; samesite=strict`;
  const figures = () => document.getElementById("figures");
  const ask = () => htmx.ajax("GET", figures().dataset.address, { target: "#figures", swap: "outerHTML" });
  const made = figures()?.dataset.zone;
  if (made && made !== zone && !(made === "Z" && zone === "UTC")) ask();

  // Figures grow while somebody looks; who reads the table or has the keyboard in it is left alone.
  setInterval(() => {
    const now = figures();
    if (now && !document.hidden && !now.querySelector("details[open]") && !now.contains(document.activeElement)) ask();
  }, AGAIN_MILLIS);
})();
