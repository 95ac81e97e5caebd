/* Sessions of reading groups by the reader's own clock: on the schedule which one is next and which
   are over, one group at a time; on a session's page that it is over. On both, addresses that a
   calendar program can subscribe to. The pages are complete without it. */
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

  const OVER = "Over, minutes to come";

  /* Sessions that are over and have no minutes get a part of their own, latest first. */
  const takeOut = (list, sessions, now) => {
    const over = sessions.filter((session) => endOf(session) <= now).reverse();
    if (!over.length) return null;
    const part = make("section", { className: "pm-over" }, make("h2", {}, OVER), ...over);
    list.after(part);
    return part;
  };

  const toWebcal = (link) => link.href.replace(/^https?:/, "webcal:");
  /* From the disk nobody subscribes to anything. */
  const isServed = () => /^https?:$/.test(location.protocol);

  const addAddress = (link) => {
    const item = link.closest("li");
    const name = item.querySelector("strong").textContent;
    const subscribe = make("a", { className: "pm-button", href: toWebcal(link) }, "Subscribe");
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

  const startSchedule = (box) => {
    const [next, planned, held] = [".pm-next", ".pm-planned", ".pm-held"].map((name) => box.querySelector(name));
    const select = box.querySelector("select");
    const toCome = planned ? [...planned.querySelectorAll(".pm-session")] : [];
    const now = Date.now();
    const over = planned && takeOut(planned, toCome, now);
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
      for (const part of [planned, over, held]) {
        if (part) part.hidden = !part.querySelector(".pm-session:not([hidden])");
      }
    };

    if (isServed()) box.querySelectorAll('.pm-calendars a[href$=".ics"]').forEach(addAddress);
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

  /* What was said before a session is not true after it. */
  const startInvitation = (box) => {
    if (endOf(box) > Date.now()) return;
    box.querySelector(".pm-banner")?.remove();
    const note = make("p", { className: "pm-banner pm-banner--draft" }, make("strong", {}, `${OVER}.`));
    note.append(" What the session brought is not written down yet.");
    box.prepend(note);
  };

  const startWays = (box) => {
    const link = box.querySelector('a[href$=".ics"]');
    if (isServed()) link.before(make("a", { href: toWebcal(link) }, "Subscribe"), " · ");
  };

  const start = (box) => {
    if (box.matches(".pm-invitation")) startInvitation(box);
    else if (box.matches(".pm-session-ways")) startWays(box);
    else startSchedule(box);
  };

  window.postmortemKb.schedule = { start };
})();
