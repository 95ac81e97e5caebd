/* The action items: overdue ones and ages by the reader's own day, and filters that keep their
   state in the URL. The page is complete without it. */
(() => {
  "use strict";

  const kb = window.postmortemKb;
  const SHARD_SIZE = 100;
  const SHOWN = 100;
  const NONE = "none";
  const OPEN_STATES = ["open", "in-progress"];

  const today = () => {
    const now = new Date();
    return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  };
  const dayOf = (text) => Date.parse(`${text.slice(0, 10)}T00:00Z`);
  const daysUntil = (text) => Math.round((dayOf(text) - today()) / 86400000);
  const inDays = (days) => (days === 1 ? "1 day" : `${days} days`);

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /* By the reader's day: a page that was built weeks ago must not lie. */
  const tellDay = (time) => {
    if (time.dataset.told) return;
    const days = daysUntil(time.dateTime);
    if (Number.isNaN(days)) return;
    time.dataset.told = "true";
    if (time.className === "pm-since") {
      time.title = time.textContent;
      time.textContent = days > 0 ? time.textContent : inDays(-days);
    } else if (days < 0) {
      time.after(" ", make("span", { className: "pm-chip pm-chip--overdue" }, `overdue by ${inDays(-days)}`));
    } else if (days === 0) {
      time.after(" ", make("span", { className: "pm-chip pm-chip--open" }, "due today"));
    }
  };

  const time = (className, dateTime, text) => make("time", { className, dateTime }, text);
  const muted = (text) => make("span", { className: "pm-unknown" }, text);

  const makeRow = (siteRoot, row) => {
    const [title, url, from, type, owner, due, dueDay, state, detail, ticket, ticketUrl, since] = row;
    const isOpen = OPEN_STATES.includes(state);
    const label = state[0].toUpperCase() + state.slice(1).replace("-", " ");
    const cells = [
      [title, " ", make("span", { className: "pm-origin" }, make("a", { href: siteRoot + url }, from))],
      [type],
      [owner || muted("no owner")],
      [dueDay ? time(isOpen ? "pm-due" : "", dueDay, due) : due || (isOpen ? muted("no day") : "")],
      [make("span", { className: `pm-chip pm-chip--${state}` }, label), detail && ` ${detail}`],
      [ticketUrl ? make("a", { href: ticketUrl }, ticket) : ticket],
      [since ? time("pm-since", since, `since ${since}`) : isOpen ? muted("unknown") : ""],
    ];
    const made = cells.map((children) => {
      const present = children.filter((child) => child !== "");
      return make("td", {}, ...present);
    });
    return make("tr", {}, ...made);
  };

  const HEADINGS = ["Action", "Type", "Owner", "Due", "State", "Ticket", "Age"];

  const makeTable = (rows) => make(
    "table", {},
    make("thead", {}, make("tr", {}, ...HEADINGS.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...rows),
  );

  /* For each filter: which value an item has, and what a reader can choose. */
  const FILTERS = {
    owner: {
      of: (data, n) => [data.owners[data.owner[n]] ?? NONE],
      labels: (data) => [...data.owners.map((owner) => [owner, owner]), [NONE, "no owner"]],
    },
    service: {
      of: (data, n) => data.services[n].map((position) => data.terms[position][0]),
      labels: (data) => data.terms,
    },
    type: {
      of: (data, n) => [data.types[data.type[n]] ?? NONE],
      labels: (data) => [...data.types.map((type) => [type, type]), [NONE, "not stated"]],
    },
    state: {
      of: (data, n) => {
        const state = data.states[data.state[n]];
        if (!OPEN_STATES.includes(state)) return [state];
        const isOverdue = data.due[n] && daysUntil(data.due[n]) < 0;
        return ["open", ...(state === "open" ? [] : [state]), ...(isOverdue ? ["overdue"] : [])];
      },
      labels: () => [["open", "open"], ["overdue", "overdue"], ["in-progress", "in progress"],
        ["done", "done"], ["declined", "declined"]],
    },
  };
  const NAMES = Object.keys(FILTERS);

  const fits = (data, n, name, value) =>
    FILTERS[name].of(data, n).some((one) => one.toLowerCase() === value.toLowerCase());

  const find = (data, chosen) => {
    const asked = NAMES.filter((name) => chosen[name]);
    const all = [...data.owner.keys()];
    return all.filter((n) => asked.every((name) => fits(data, n, name, chosen[name])));
  };

  const readUrl = () => {
    const given = new URLSearchParams(location.search);
    return Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""]));
  };

  const writeUrl = (chosen) => {
    const url = new URL(location.href);
    for (const name of NAMES) {
      if (chosen[name]) url.searchParams.set(name, chosen[name]);
      else url.searchParams.delete(name);
    }
    history.replaceState(history.state, "", url);
  };

  const fillSelect = (select, data) => {
    const counts = new Map();
    for (const n of data.owner.keys()) {
      for (const value of FILTERS[select.name].of(data, n)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const [value, label] of FILTERS[select.name].labels(data)) {
      if (counts.has(value)) select.append(new Option(`${label} (${counts.get(value)})`, value));
    }
  };

  /* What the URL asks for, in the words of the menu; else one more entry, so that it can be seen. */
  const choose = (select, value) => {
    const known = [...select.options].find((option) => option.value.toLowerCase() === value.toLowerCase());
    if (!known) select.append(new Option(`${value} (0)`, value));
    select.value = known ? known.value : value;
  };

  const start = (form) => {
    const siteRoot = form.dataset.siteRoot;
    const content = form.parentElement;
    const [register, results, status] =
      [".pm-register", ".pm-results", ".pm-found"].map((name) => content.querySelector(name));
    let turn = 0;
    register.querySelectorAll(".pm-due, .pm-since").forEach(tellDay);

    const showMore = async (data, found, from) => {
      const numbers = found.slice(from, from + SHOWN);
      const names = [...new Set(numbers.map((n) => Math.floor(n / SHARD_SIZE)))];
      const shards = await Promise.all(names.map((name) => kb.load(siteRoot, `action-items/${name}`)));
      return numbers.map((n) =>
        makeRow(siteRoot, shards[names.indexOf(Math.floor(n / SHARD_SIZE))][n % SHARD_SIZE]));
    };

    const show = async (data, chosen) => {
      const mine = ++turn;
      const isFiltered = NAMES.some((name) => chosen[name]);
      register.hidden = isFiltered;
      results.hidden = !isFiltered;
      status.textContent = "";
      if (!isFiltered) {
        results.replaceChildren();
        return;
      }
      const found = find(data, chosen);
      const rows = await showMore(data, found, 0);
      if (mine !== turn) return;
      const table = makeTable(rows);
      results.replaceChildren(...(found.length ? [table] : []));
      results.querySelectorAll(".pm-due, .pm-since").forEach(tellDay);
      const total = data.owner.length;
      status.textContent = found.length
        ? `${found.length} of ${total} action items`
        : "No action item is like that: choose \u201cany\u201d in one of the filters.";
      if (found.length <= SHOWN) return;
      const more = make("button", { type: "button", className: "md-button" });
      const label = () => {
        const shown = table.tBodies[0].rows.length;
        more.textContent = `Show ${Math.min(SHOWN, found.length - shown)} more of ${found.length - shown}`;
        more.hidden = shown >= found.length;
      };
      more.addEventListener("click", async () => {
        const next = await showMore(data, found, table.tBodies[0].rows.length);
        table.tBodies[0].append(...next);
        results.querySelectorAll(".pm-due, .pm-since").forEach(tellDay);
        label();
      });
      label();
      results.append(more);
    };

    return kb.load(siteRoot, "action-items/columns").then((data) => {
      const selects = [...form.querySelectorAll("select")];
      const chosen = () => Object.fromEntries(selects.map((select) => [select.name, select.value]));
      const url = readUrl();
      for (const select of selects) {
        fillSelect(select, data);
        choose(select, url[select.name]);
        select.addEventListener("change", () => {
          writeUrl(chosen());
          show(data, chosen());
        });
      }
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("reset", (event) => {
        event.preventDefault();
        for (const select of selects) select.value = "";
        writeUrl(chosen());
        show(data, chosen());
      });
      form.hidden = false;
      return show(data, chosen());
    });
  };

  kb["action-items"] = { start };
})();
