/* Anniversaries: the reader's own month first, and how many years ago each incident of it began.
   The page is complete without it. */
(() => {
  "use strict";

  const kb = window.postmortemKb;

  const tellYears = (time, year) => {
    const years = year - Number(time.dateTime.slice(0, 4));
    if (!(years > 0)) return;
    const note = document.createElement("span");
    note.className = "pm-share";
    note.textContent = years === 1 ? "1 year ago" : `${years} years ago`;
    time.after(" ", note);
  };

  const start = (part) => {
    const now = new Date();
    const months = [...part.querySelectorAll(".pm-month")];
    const current = months.find((month) => Number(month.dataset.month) === now.getMonth() + 1);
    if (!current) return;
    const chip = document.createElement("span");
    chip.className = "pm-chip";
    chip.textContent = "this month";
    current.querySelector(".pm-box-title").append(" ", chip);
    current.setAttribute("aria-current", "date");
    for (const time of current.querySelectorAll("time")) tellYears(time, now.getFullYear());
    /* From this month on, once around the year. */
    part.append(...months.slice(0, months.indexOf(current)));
  };

  kb["what-to-read"] = { start };
})();
