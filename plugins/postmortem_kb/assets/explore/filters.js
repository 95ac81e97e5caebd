/* The filters: built once, and only their counts and states brought up to date, so that the focus
   stays where it is. */
(() => {
  "use strict";

  const kb = window.postmortemKb;
  const { element } = kb;
  const OPEN_AT_FIRST = ["root-cause", "service", "severity", "duration"];
  const SHOWN_AT_FIRST = 10;
  const RANGES_OF = { duration: ["longer-than", "shorter-than"], year: ["since", "until"] };

  /* One term, with the narrower ones beneath it behind a button. */
  const makeTerm = (facet, position, onToggle, entries) => {
    const term = facet.terms[position];
    const count = element("span", { class: "pm-term-count" });
    const box = element("input", {
      type: "checkbox", name: facet.name, value: term.id,
      onchange: () => onToggle(facet.name, term.id, box.checked),
    });
    const label = element("label", {}, box, element("span", {}, term.label), " ", count);
    const item = element("li", {}, label);
    entries[position] = { box, count, label };
    const below = facet.terms.flatMap((other, index) => (other.above === position ? [index] : []));
    if (below.length) {
      const list = element("ul", { hidden: true },
        below.map((index) => makeTerm(facet, index, onToggle, entries)));
      const button = element("button", {
        type: "button", class: "pm-more", "aria-expanded": "false",
        "aria-label": `Narrower than ${term.label}`,
        onclick: () => show(list.hidden),
      });
      const show = (isShown) => {
        list.hidden = !isShown;
        button.setAttribute("aria-expanded", String(isShown));
      };
      entries[position].showBelow = (ids) => {
        if (list.hidden && below.some((index) => ids.includes(facet.terms[index].id))) show(true);
      };
      item.append(button, list);
    }
    return item;
  };

  const makeTerms = (facet, onToggle) => {
    const entries = [];
    const top = facet.terms.flatMap((term, position) => (term.above === null ? [position] : []));
    const list = element("ul", { class: "pm-term-list" },
      top.map((position) => makeTerm(facet, position, onToggle, entries)));
    const parts = [list];
    if (top.length > SHOWN_AT_FIRST + 2) {
      list.classList.add("pm-short");
      parts.push(element("button", {
        type: "button", class: "pm-link",
        onclick: (event) => {
          const isShort = list.classList.toggle("pm-short");
          event.target.textContent = isShort ? `Show all ${top.length}` : "Show fewer";
        },
      }, `Show all ${top.length}`));
    }
    const update = (state, counts) => {
      const chosen = state.terms[facet.name] ?? [];
      entries.forEach((entry, position) => {
        entry.box.checked = chosen.includes(facet.terms[position].id);
        entry.count.textContent = String(counts[position]);
        entry.label.classList.toggle("pm-none", counts[position] === 0 && !entry.box.checked);
        entry.showBelow?.(chosen);
      });
    };
    return { parts, update };
  };

  /* Two handles on one track. Position 0 is no lower limit, the one after the stops no upper one. */
  const makeSlider = (stops, onSlide) => {
    const end = stops.length + 1;
    const makeHandle = (label) => element("input", {
      type: "range", min: 0, max: end, step: 1, "aria-label": label,
      oninput: (event) => slide(event.target),
    });
    const low = makeHandle("Longer than");
    const high = makeHandle("Shorter than");
    const track = element("div", { class: "pm-range" }, low, high);
    const textAt = (position) =>
      position > 0 && position < end ? kb.lengths.format(stops[position - 1], "") : "";
    const wordsAt = (handle) => textAt(Number(handle.value)) || "any";
    const draw = () => {
      track.style.setProperty("--pm-low", low.value / end);
      track.style.setProperty("--pm-high", high.value / end);
      low.setAttribute("aria-valuetext", wordsAt(low));
      high.setAttribute("aria-valuetext", wordsAt(high));
    };
    const slide = (handle) => {
      if (handle === low) low.value = Math.min(low.value, high.value - 1);
      else high.value = Math.max(high.value, Number(low.value) + 1);
      draw();
      onSlide(textAt(Number(low.value)), textAt(Number(high.value)));
    };
    const nearest = (minutes) => stops.reduce((best, stop, index) =>
      Math.abs(Math.log(stop / minutes)) < Math.abs(Math.log(stops[best - 1] / minutes))
        ? index + 1 : best, 1);
    const update = (from, to) => {
      low.value = from === null ? 0 : nearest(from || 0.1);
      high.value = to === null ? end : nearest(to || 0.1);
      draw();
    };
    return { parts: [track], update };
  };

  const makeLengths = (scale, actions) => {
    const fields = ["longer-than", "shorter-than"].map((name) => {
      const problem = element("p", { class: "pm-problem", id: `pm-${name}-problem`, hidden: true },
        "Write it like 4 h, 90 min or 1h 30m.");
      const input = element("input", {
        type: "text", name, placeholder: "any", autocomplete: "off",
        "aria-describedby": problem.id,
        onchange: () => actions.setRange(name, input.value.trim()),
      });
      const label = element("label", {}, name === "longer-than" ? "Longer than" : "Shorter than", input);
      return { name, input, problem, label };
    });
    const slider = makeSlider(scale.stops, (from, to) =>
      actions.slide({ "longer-than": from, "shorter-than": to }));
    const update = (state) => {
      const limits = fields.map(({ name, input, problem }) => {
        const text = state.ranges[name] ?? "";
        const minutes = text ? kb.lengths.parse(text) : null;
        const isBad = text !== "" && minutes === null;
        if (document.activeElement !== input || !isBad) {
          input.value = minutes === null ? text : kb.lengths.format(minutes);
        }
        input.setAttribute("aria-invalid", String(isBad));
        problem.hidden = !isBad;
        return minutes;
      });
      slider.update(...limits);
    };
    const parts = [
      ...slider.parts,
      element("div", { class: "pm-pair" }, fields.map((field) => field.label)),
      ...fields.map((field) => field.problem),
    ];
    return { parts, update };
  };

  const makeDates = (actions) => {
    const fields = [["since", "From"], ["until", "To"]].map(([name, text]) => {
      const input = element("input", {
        type: "date", name, onchange: () => actions.setRange(name, input.value),
      });
      return { name, input, label: element("label", {}, text, input) };
    });
    const update = (state) => {
      for (const { name, input } of fields) {
        if (document.activeElement !== input) input.value = state.ranges[name] ?? "";
      }
    };
    return { parts: [element("div", { class: "pm-pair" }, fields.map((it) => it.label))], update };
  };

  /* All facets; `actions` are `toggle(name, id, isChosen)`, `setRange(name, text)` and
     `slide(texts)`. */
  const makeFilters = (table, scale, actions) => {
    const groups = table.facets.filter((facet) => facet.terms.length).map((facet) => {
      const terms = makeTerms(facet, actions.toggle);
      const before = facet.name === "duration" ? makeLengths(scale, actions)
        : facet.name === "year" ? makeDates(actions) : null;
      const chosen = element("span", { class: "pm-chosen" });
      const group = element("details", { class: "pm-facet", "data-facet": facet.name },
        element("summary", {}, facet.label, chosen),
        element("div", { role: "group", "aria-label": facet.label },
          before?.parts ?? [], terms.parts));
      group.open = OPEN_AT_FIRST.includes(facet.name);
      const update = (state, counts) => {
        terms.update(state, counts);
        before?.update(state);
        const ranges = (RANGES_OF[facet.name] ?? []).filter((name) => state.ranges[name]);
        const number = (state.terms[facet.name] ?? []).length + ranges.length;
        chosen.textContent = number ? String(number) : "";
        if (number && !group.dataset.wasOpened) group.open = true;
        if (number) group.dataset.wasOpened = "true";
      };
      return { group, update };
    });
    return {
      elements: groups.map(({ group }) => group),
      update: (state, counts) => groups.forEach(({ update }, index) =>
        update(state, counts[table.facets.findIndex((facet) =>
          facet.name === groups[index].group.dataset.facet)])),
    };
  };

  kb.filters = { makeFilters, RANGES_OF };
})();
