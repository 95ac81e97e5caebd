/* Open action items by age, as of the reader's day: a page that was built weeks ago must not lie. */
(() => {
  "use strict";

  const DAY = 86400000;
  const AGES = [
    ["Under 30 days", 30],
    ["30 to 89 days", 90],
    ["90 to 179 days", 180],
    ["180 to 364 days", 365],
    ["A year or more", Infinity],
  ];

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const bar = (share) => {
    const namespace = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(namespace, "svg");
    const box = { class: "pm-plot", width: "100%", height: "14", "aria-hidden": "true" };
    for (const [key, value] of Object.entries(box)) svg.setAttribute(key, value);
    const rect = document.createElementNS(namespace, "rect");
    for (const [key, value] of Object.entries({ class: "pm-bar", width: `${share * 100}%`, height: "14" })) {
      rect.setAttribute(key, value);
    }
    svg.append(rect);
    return svg;
  };

  window.postmortemKb.trends = {
    start(box) {
      const now = new Date();
      const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
      const counts = new Map(AGES.map(([label]) => [label, 0]));
      let unknown = 0;
      for (const pair of box.dataset.days.split(",")) {
        const [day, number] = pair.split(":");
        const begun = Date.parse(`${day}T00:00Z`);
        if (Number.isNaN(begun)) unknown += Number(number);
        else {
          const [label] = AGES.find(([, limit]) => (today - begun) / DAY < limit);
          counts.set(label, counts.get(label) + Number(number));
        }
      }
      if (unknown) counts.set("Age not known", unknown);
      const most = Math.max(...counts.values(), 1);
      const list = element("ul", { class: "pm-count-bars" });
      for (const [label, count] of counts) {
        const name = count ? element("a", { href: box.dataset.url }, label) : label;
        list.append(element("li", {},
          element("span", { class: "pm-count-name" }, name), bar(count / most), element("b", {}, String(count))));
      }
      box.replaceChildren(list);
    },
  };
})();
