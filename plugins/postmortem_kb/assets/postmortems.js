/* Tables that sort by a click or from the keyboard, and the reader's own time beside stated ones.
   The pages are complete without it. Runs again after Material's instant navigation. */
(() => {
  "use strict";

  /* What all our scripts share. Data comes in classic scripts, each one call of `receive`: those
     also load from the disk, where `fetch` and modules do not. */
  const kb = (window.postmortemKb ??= {});
  const received = new Map();
  const awaited = new Map();

  kb.receive = (name, value) => received.set(name, value);

  /* The file `assets/postmortems/<name>.js`, once; `siteRoot` is relative to the page. Resolves to
     what the file hands to `receive` under its name, or to nothing for one that holds code. */
  kb.load = (siteRoot, name) => {
    if (!awaited.has(name)) {
      awaited.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.async = false; /* fetched at once, run in the order in which they are asked for */
        script.src = new URL(`${siteRoot}assets/postmortems/${name}.js`, document.baseURI).href;
        script.onload = () => resolve(received.get(name));
        script.onerror = () => {
          awaited.delete(name);
          reject(new Error(`${script.src} does not load`));
        };
        document.head.append(script);
      }));
    }
    return awaited.get(name);
  };

  /* Record numbers to what a list shows of each: see `pages/cards.py`. */
  const SHARD_SIZE = 20;

  kb.loadCards = async (siteRoot, numbers) => {
    const shardOf = (number) => Math.floor(number / SHARD_SIZE);
    const names = [...new Set(numbers.map(shardOf))];
    const shards = await Promise.all(names.map((name) => kb.load(siteRoot, `cards/${name}`)));
    return new Map(numbers.map((number) => {
      const shard = shards[names.indexOf(shardOf(number))];
      const [path, title, summary, day, minutes] = shard[number % SHARD_SIZE];
      /* On the disk nobody leads from a folder to its page. */
      const url = location.protocol === "file:" ? path.replace(/\/$/, "/index.html") : path;
      return [number, { url, title, summary, day, minutes }];
    }));
  };

  const cellValue = (cell) => {
    const data = cell.querySelector("data[value]");
    if (data) return data.getAttribute("value");
    const time = cell.querySelector("time[datetime]");
    if (time) return time.getAttribute("datetime");
    return cell.querySelector(".pm-unknown") ? "" : cell.textContent.trim();
  };

  const asNumber = (text) => {
    if (/^-?[\d.]+$|^Infinity$/.test(text)) return Number(text);
    if (/^\d{4}-\d\d-\d\d/.test(text)) return Date.parse(text);
    return NaN;
  };

  /* What is unknown stays last in both directions. */
  const compare = (direction) => (a, b) => {
    if (a.value === "" || b.value === "") return (a.value === "") - (b.value === "");
    const x = asNumber(a.value);
    const y = asNumber(b.value);
    const order =
      Number.isNaN(x) || Number.isNaN(y)
        ? a.value.localeCompare(b.value, undefined, { numeric: true })
        : x < y ? -1 : x > y ? 1 : 0;
    return direction * order || a.position - b.position;
  };

  const sortBy = (table, header, index) => {
    const isNumeric = [...table.tBodies[0].rows].some((row) =>
      row.cells[index]?.querySelector("data, time"));
    const now = header.getAttribute("aria-sort");
    const ascending = now ? now === "descending" : !isNumeric;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const rows = [...table.tBodies[0].rows].map((row, position) => {
      if (!row.dataset.position) row.dataset.position = String(position);
      const value = row.cells[index] ? cellValue(row.cells[index]) : "";
      return { row, value, position: Number(row.dataset.position) };
    });
    rows.sort(compare(ascending ? 1 : -1));
    table.tBodies[0].append(...rows.map((entry) => entry.row));
  };

  const makeSortable = (table) => {
    if (table.dataset.sortable || !table.tHead || !table.tBodies.length) return;
    if (table.tBodies[0].rows.length < 2) return;
    table.dataset.sortable = "true";
    [...table.tHead.rows[0].cells].forEach((header, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "pm-sort";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => sortBy(table, header, index));
    });
    /* Lists of incidents come newest first. */
    if (table.closest(".pm-incidents")) {
      table.tHead.rows[0].cells[0].setAttribute("aria-sort", "descending");
    }
  };

  const offsetIn = (datetime) => {
    const match = /([+-])(\d\d):(\d\d)$/.exec(datetime);
    return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  };

  const showLocalTime = (time) => {
    const stated = time.getAttribute("datetime");
    const instant = new Date(stated);
    if (time.dataset.local || Number.isNaN(instant.getTime())) return;
    const offset = offsetIn(stated);
    if (-instant.getTimezoneOffset() === offset) return;
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const wall = new Date(instant.getTime() + offset * 60000);
    const isSameDay = wall.getUTCDate() === instant.getDate();
    const day = isSameDay ? {} : { day: "numeric", month: "long", year: "numeric" };
    const shown = new Intl.DateTimeFormat("en-GB", { ...day, ...clock }).format(instant);
    const text = `your time: ${time.hasAttribute("data-about") ? "about " : ""}${shown}`;
    time.dataset.local = "true";
    if (time.closest("dd, .pm-session-when")) {
      const note = document.createElement("span");
      note.className = "pm-local";
      note.textContent = text;
      time.parentElement.append(" ", note);
    } else {
      time.title = text;
    }
  };

  /* A part of a page that needs scripts names them; the last one starts it. */
  const startPart = async (part) => {
    if (part.dataset.started) return;
    part.dataset.started = "true";
    const names = part.dataset.scripts.split(" ");
    await Promise.all(names.map((name) => kb.load(part.dataset.siteRoot, name)));
    await kb[names.at(-1)].start(part);
  };

  /* A link into the page that explores names its filters: see `pages/explore.py`. */
  const addQuery = (anchor) => {
    anchor.search = anchor.dataset.query;
  };

  const enhance = () => {
    document.querySelectorAll("a[data-query]").forEach(addQuery);
    document.querySelectorAll("[data-scripts]").forEach(startPart);
    document.querySelectorAll(".pm-table table").forEach(makeSortable);
    document.querySelectorAll("time.pm-instant").forEach(showLocalTime);
  };

  /* Material's `document$` also fires at once, but never on file://. */
  if (typeof document$ !== "undefined") document$.subscribe(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", enhance);
  else enhance();
})();
