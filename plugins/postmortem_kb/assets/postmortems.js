/* Tables that sort by a click or from the keyboard, and the reader's own time beside stated ones.
   The pages are complete without it. Runs again after Material's instant navigation. */
(() => {
  "use strict";

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
    if (time.closest("dd")) {
      const note = document.createElement("span");
      note.className = "pm-local";
      note.textContent = text;
      time.parentElement.append(" ", note);
    } else {
      time.title = text;
    }
  };

  const enhance = () => {
    document.querySelectorAll(".pm-table table").forEach(makeSortable);
    document.querySelectorAll("time.pm-instant").forEach(showLocalTime);
  };

  /* Material's `document$` also fires at once, but never on file://. */
  if (typeof document$ !== "undefined") document$.subscribe(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", enhance);
  else enhance();
})();
