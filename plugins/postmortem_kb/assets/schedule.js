/* The schedule of reading groups: which session is next, by the reader's own clock, one group at a
   time, and addresses that a calendar program can subscribe to. The page is complete without it. */
(() => {
  "use strict";

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const startOf = (session) => Date.parse(session.dataset.start);
  const endOf = (session) => startOf(session) + Number(session.dataset.minutes) * 60000;

  /* In what is left of the day's own words: a page that was built weeks ago must not lie. */
  const sayHowSoon = (session, now) => {
    if (startOf(session) <= now) return "now";
    const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
    const days = Math.round((midnight(startOf(session)) - midnight(now)) / 86400000);
    return ["today", "tomorrow"][days] ?? `in ${days} days`;
  };

  /* Sessions that are over and have no minutes stand behind those to come, latest first, and say so. */
  const putOverLast = (list, sessions, now) => {
    const over = sessions.filter((session) => endOf(session) <= now);
    if (!over.length) return;
    for (const session of over.reverse()) {
      const note = make("span", { className: "pm-chip pm-chip--draft" }, "over, no minutes yet");
      session.querySelector(".pm-session-when").append(" ", note);
      list.append(session);
    }
  };

  const addAddress = (link) => {
    if (!/^https?:$/.test(location.protocol)) return;
    const item = link.closest("li");
    const name = item.querySelector("strong").textContent;
    const subscribe = make("a", { className: "pm-button", href: link.href.replace(/^https?:/, "webcal:") }, "Subscribe");
    const address = make("input", { type: "text", readOnly: true, value: link.href });
    address.setAttribute("aria-label", `Address of the calendar: ${name}`);
    const said = make("span", { className: "pm-share" });
    said.setAttribute("role", "status");
    const copy = make("button", { type: "button", className: "pm-button" }, "Copy address");
    copy.addEventListener("click", async () => {
      address.select();
      try {
        await navigator.clipboard.writeText(link.href);
        said.textContent = "copied";
      } catch {
        said.textContent = "selected: copy it with the keyboard";
      }
    });
    item.append(make("span", { className: "pm-address" }, address, copy, subscribe, link, said));
  };

  const start = (box) => {
    const [next, planned, held] = [".pm-next", ".pm-planned", ".pm-held"].map((name) => box.querySelector(name));
    const select = box.querySelector("select");
    const toCome = planned ? [...planned.querySelectorAll(".pm-session")] : [];
    const now = Date.now();
    if (planned) putOverLast(planned, toCome, now);
    const order = planned ? [...planned.children] : [];

    const show = (group) => {
      const isShown = (session) => !group || session.dataset.group === group;
      for (const session of box.querySelectorAll(".pm-session")) session.hidden = !isShown(session);
      const found = toCome.find((session) => endOf(session) > now && isShown(session));
      /* Back to where it stood, before another one takes its place. */
      if (planned) planned.append(...order);
      next.replaceChildren();
      next.hidden = !found;
      if (found) {
        const soon = make("span", { className: "pm-share" }, sayHowSoon(found, now));
        next.append(make("h2", {}, "Next session ", soon), found);
      }
      for (const part of [planned, held]) {
        if (part) part.hidden = !part.querySelector(".pm-session:not([hidden])");
      }
    };

    box.querySelectorAll('.pm-calendars a[href$=".ics"]').forEach(addAddress);
    const asked = new URLSearchParams(location.search).get("group") ?? "";
    const isKnown = select && [...select.options].some((option) => option.value === asked);
    show(isKnown ? asked : "");
    if (!select) return;
    select.value = isKnown ? asked : "";
    select.addEventListener("change", () => {
      const url = new URL(location.href);
      if (select.value) url.searchParams.set("group", select.value);
      else url.searchParams.delete("group");
      history.replaceState(history.state, "", url);
      show(select.value);
    });
    const form = select.closest("form");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  };

  window.postmortemKb.schedule = { start };
})();
