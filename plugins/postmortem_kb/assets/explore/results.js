/* What was found: the chips of what is chosen, the cards, the pages, and what to do about nothing. */
(() => {
  "use strict";

  const kb = window.postmortemKb;
  const { element } = kb;
  const RANGE_WORDS = {
    "longer-than": "Longer than", "shorter-than": "Shorter than", since: "From", until: "To",
  };
  const count = (number) => (number === 1 ? "1 postmortem" : `${number.toLocaleString("en")} postmortems`);

  const labelOf = (facet, id) =>
    facet.terms[facet.positions.get(id)]?.label ?? `${id} (nothing has it)`;

  /* Everything that is chosen: its words, the facet it belongs to, and how to drop it. */
  const listChosen = (table, state) => {
    const chosen = [];
    if (state.text.trim()) {
      chosen.push({ words: `“${state.text.trim()}”`, facet: "text", drop: (it) => (it.text = "") });
    }
    for (const facet of table.facets) {
      for (const id of state.terms[facet.name] ?? []) {
        chosen.push({
          words: `${facet.label}: ${labelOf(facet, id)}`,
          facet: facet.name,
          drop: (it) => (it.terms[facet.name] = it.terms[facet.name].filter((other) => other !== id)),
        });
      }
      for (const name of kb.filters.RANGES_OF[facet.name] ?? []) {
        const text = state.ranges[name];
        const minutes = text && facet.name === "duration" ? kb.lengths.parse(text) : null;
        if (!text || (facet.name === "duration" && minutes === null)) continue;
        chosen.push({
          words: `${RANGE_WORDS[name]} ${minutes === null ? text : kb.lengths.format(minutes)}`,
          facet: facet.name,
          drop: (it) => delete it.ranges[name],
        });
      }
    }
    return chosen;
  };

  const makeChips = (chosen, actions) => {
    if (!chosen.length) return [];
    const items = chosen.map(({ words, drop }, index) => element("li", {},
      element("button", {
        type: "button", class: "pm-filter-chip", "aria-label": `Remove ${words}`,
        onclick: () => actions.drop(drop, index),
      }, words, element("span", { "aria-hidden": "true" }, " ×"))));
    if (chosen.length > 1) {
      items.push(element("li", {}, element("button", {
        type: "button", class: "pm-link", onclick: () => actions.clear(),
      }, "Remove all")));
    }
    return items;
  };

  const namesOf = (table, number, name) => {
    const facet = table.facets.find((each) => each.name === name);
    return facet.own[facet.column[number]]
      .map((position) => facet.terms[position])
      .filter((term) => term.id !== "unknown")
      .map((term) => term.label);
  };

  const makeLength = (card, parts, scale) => {
    const { minutes } = card;
    const isKnown = typeof minutes === "number";
    const text = isKnown ? kb.lengths.format(minutes)
      : minutes ?? (parts > 1 ? `${parts} incidents` : "not known");
    const bar = element("span", { class: "pm-bar" });
    if (minutes !== null) {
      const fill = element("span", { class: isKnown ? "pm-fill" : "pm-fill pm-fill--open" });
      fill.style.width = `${(isKnown ? Math.max(scale.place(minutes), 0.005) : 1) * 100}%`;
      bar.append(fill);
    }
    return element("p", { class: "pm-length" }, bar, element("span", {}, text));
  };

  const makeCard = (table, number, card, answer, scale, siteRoot) => {
    const facts = [
      ["Service", namesOf(table, number, "service")],
      ["Root cause", namesOf(table, number, "root-cause")],
      ["Ended by", namesOf(table, number, "mitigation")],
    ].filter(([, values]) => values.length);
    const chips = [
      ...namesOf(table, number, "severity"),
      ...namesOf(table, number, "kind").filter((label) => label !== "Incident"),
    ];
    return element("li", { class: "pm-hit" },
      element("p", { class: "pm-hit-line" },
        card.day ? element("time", { datetime: card.day }, card.day) : "date unknown",
        chips.map((label) => [" ", element("span", { class: "pm-chip" }, label)])),
      element("h3", {}, element("a", { href: siteRoot + card.url },
        kb.markWords(card.title, answer))),
      makeLength(card, table.rows[number].length, scale),
      card.summary && element("p", { class: "pm-hit-summary" }, kb.markWords(card.summary, answer)),
      facts.length > 0 && element("dl", {}, facts.map(([label, values]) =>
        element("div", {}, element("dt", {}, label), element("dd", {}, values.join(", "))))));
  };

  /* The scale that all bars have in common; each bar carries its marks too. A phone has no room
     for two that stand close together. */
  const CLOSE = 0.15;
  const makeScaleMarks = (scale) => {
    const places = scale.marks.map(scale.place);
    const end = places.at(-1);
    let before = -Infinity;
    return element("p", { class: "pm-scale", "aria-hidden": "true" },
      scale.marks.map((minutes, index) => {
        const place = places[index];
        const isFree = place === end || (place - before >= CLOSE && end - place >= CLOSE);
        if (isFree) before = place;
        const mark = element("span", { class: isFree ? null : "pm-scale-more" }, kb.lengths.format(minutes));
        mark.style.left = `${place * 100}%`;
        /* The name of the scale stands beyond its end. */
        if (place > 0.95) mark.style.translate = "-100%";
        return mark;
      }), element("span", { class: "pm-scale-name" }, "duration, log scale"));
  };

  const drawScaleMarks = (list, scale) => {
    const lines = scale.marks.slice(1).map((minutes) => {
      const at = `${scale.place(minutes) * 100}%`;
      return `transparent ${at}, var(--pm-mark) ${at} calc(${at} + 1px), transparent calc(${at} + 1px)`;
    });
    list.style.setProperty("--pm-marks", `linear-gradient(to right, ${lines.join(", ")})`);
  };

  const makePages = (page, pages, actions) => {
    if (pages < 2) return [];
    const turn = (to, text) => element("button", {
      type: "button", disabled: to < 1 || to > pages, onclick: () => actions.turn(to),
    }, text);
    return [turn(page - 1, "Previous"), element("span", {}, `Page ${page} of ${pages}`),
      turn(page + 1, "Next")];
  };

  /* Where nothing matches: fewer words to look for, and which filter to drop, best first. */
  const makeHelp = (chosen, suggestions, fewer, actions) => {
    const wordsOf = (names) => chosen.filter((it) => names.includes(it.facet))
      .map((it) => it.words).join(" and ");
    const items = suggestions.slice(0, 3).map(({ names, count: number }) => element("li", {},
      element("button", {
        type: "button", class: "pm-drop",
        onclick: () => actions.dropAll(chosen.filter((it) => names.includes(it.facet))),
      }, `Drop ${wordsOf(names)}`), ` to see ${count(number)}`));
    if (fewer) {
      items.unshift(element("li", {},
        element("button", {
          type: "button", class: "pm-drop", onclick: () => actions.search(fewer.text),
        }, `Search only for ${fewer.text}`), ` to see ${count(fewer.count)}`));
    }
    return element("div", { class: "pm-help" },
      element("p", {}, element("strong", {}, "Nothing matches all of this.")),
      items.length
        ? element("ul", {}, items)
        : element("p", {}, "Each of these alone finds nothing."),
      element("p", {}, element("button", {
        type: "button", class: "pm-link", onclick: () => actions.clear(),
      }, "Start over with all postmortems")));
  };

  kb.results = {
    count, listChosen, makeChips, makeCard, makeScaleMarks, drawScaleMarks, makePages, makeHelp,
  };
})();
