/* The timeline strip: marks and entries of the list point at each other, and the axis can show the
   reader's own time. Loaded by postmortems.js; the strip is complete without it. */
(() => {
  "use strict";

  const entryOf = (mark) => {
    const hash = mark.getAttribute("xlink:href").replace(/^.*#/, "#");
    if (!/^#[\w-]+$/.test(hash)) return null;
    return document.querySelector(hash)?.closest("li") ?? null;
  };

  /* Pointing at either shows both. */
  const linkMarks = (strip) => {
    const marksOf = new Map();
    for (const mark of strip.querySelectorAll(".pm-plot a")) {
      const entry = entryOf(mark);
      if (!entry) continue;
      marksOf.set(entry, [...(marksOf.get(entry) ?? []), mark]);
      const show = (shown) => () => entry.classList.toggle("pm-linked", shown);
      mark.addEventListener("pointerenter", show(true));
      mark.addEventListener("pointerleave", show(false));
      mark.addEventListener("focus", show(true));
      mark.addEventListener("blur", show(false));
    }
    for (const [entry, marks] of marksOf) {
      const show = (shown) => () => marks.forEach((mark) => mark.classList.toggle("pm-linked", shown));
      entry.addEventListener("pointerenter", show(true));
      entry.addEventListener("pointerleave", show(false));
      entry.addEventListener("focusin", show(true));
      entry.addEventListener("focusout", show(false));
    }
  };

  const format = (options) => new Intl.DateTimeFormat("en-GB", options);

  /* The ticks' own instants in the reader's zone; the day stands where it is a new one. */
  const readersTexts = (ticks, origin) => {
    const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const date = format({ day: "numeric", month: "short" });
    let last = "";
    return ticks.map((tick) => {
      const instant = new Date(origin.getTime() + Number(tick.dataset.m) * 60000);
      const day = date.format(instant);
      const isNew = day !== last && getComputedStyle(tick).display !== "none";
      if (isNew) last = day;
      return isNew ? [clock.format(instant), day] : [clock.format(instant)];
    });
  };

  const writeLines = (tick, lines) => {
    tick.textContent = lines[0];
    if (lines.length < 2) return;
    const second = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
    second.setAttribute("x", tick.getAttribute("x"));
    second.setAttribute("dy", "13");
    second.textContent = lines[1];
    tick.append(second);
  };

  const addToggle = (strip) => {
    const plot = strip.querySelector("svg.pm-plot");
    const origin = new Date(plot.dataset.origin ?? NaN);
    const ticks = [...plot.querySelectorAll("text[data-m]")];
    if (Number.isNaN(origin.getTime()) || !ticks.length) return;
    const sign = /([+-])(\d\d):(\d\d)$/.exec(plot.dataset.origin);
    const stated = (sign[1] === "-" ? -1 : 1) * (Number(sign[2]) * 60 + Number(sign[3]));
    if (-origin.getTimezoneOffset() === stated) return;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const own = ticks.map((tick) => tick.textContent);
    const days = plot.querySelector(".pm-strip-days");
    const note = strip.querySelector(".pm-strip-zone");
    const statedNote = note.textContent;
    const height = Number(plot.getAttribute("height"));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pm-strip-toggle";
    button.textContent = `Your time (${zone})`;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      const texts = isOn ? readersTexts(ticks, origin) : own.map((text) => [text]);
      ticks.forEach((tick, index) => writeLines(tick, texts[index]));
      days?.setAttribute("visibility", isOn ? "hidden" : "visible");
      plot.setAttribute("height", String(isOn ? height + 13 : height));
      note.textContent = isOn ? `Drawn in proportion, times in ${zone} (yours).` : statedNote;
    });
    note.parentElement.before(button);
  };

  window.postmortemKb.timeline = {
    start(strip) {
      linkMarks(strip);
      addToggle(strip);
    },
  };
})();
