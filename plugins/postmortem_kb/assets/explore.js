/* The page that explores all postmortems: joins filters, words, address and results. */
(() => {
  "use strict";

  const kb = window.postmortemKb;
  const { element, address, facetQuery, results } = kb;
  const SHOWN = 20;
  const MOST_WORDS = 30; /* of a pasted text, when fewer of its words are tried */
  let current = null;

  const openSearch = async (siteRoot) => {
    if (!kb.search) await kb.load(siteRoot, "search");
    return kb.search.open(siteRoot);
  };

  /* Without the index of words: those of titles and summaries, all of which are then loaded. */
  const scanCards = async (siteRoot, count, text) => {
    const cards = await kb.loadCards(siteRoot, Array.from({ length: count }, (_, number) => number));
    const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const records = [];
    for (const [number, { title, summary }] of cards) {
      const said = `${title} ${summary}`.toLowerCase();
      if (words.every((word) => said.includes(word))) records.push({ number, score: 1 });
    }
    return { records, words };
  };

  const scoresOf = ({ records }) => new Map(records.map(({ number, score }) => [number, score]));

  const makeFinder = (siteRoot, count) => {
    let search;
    return async (text) => {
      try {
        search ??= openSearch(siteRoot);
        return await (await search).query(text);
      } catch {
        search = undefined;
        return scanCards(siteRoot, count, text);
      }
    };
  };

  const build = (root, table, scale) => {
    const { siteRoot } = root.dataset;
    const { facets } = table;
    const find = makeFinder(siteRoot, table.count);
    let state = address.read(location.search, facets);
    const noWords = { text: "", scores: null, answer: { words: [] } };
    let hits = noWords;
    let gestureBefore = "";
    let turnOfDrawing = 0;

    const text = element("input", {
      type: "search", name: "text", autocomplete: "off", spellcheck: "false",
      placeholder: "Words, or a \"phrase\"",
      oninput: () => change((it) => (it.text = text.value), { gesture: "text" }),
    });
    const sort = element("select", { onchange: () => change((it) => (it.sort = sort.value)) },
      Object.entries(facetQuery.SORTS).map(([value, label]) => element("option", { value }, label)));
    const status = element("p", { role: "status", class: "pm-status" });
    const chips = element("ul", { class: "pm-chosen-list", "aria-label": "Chosen" });
    const heading = element("h2", { class: "pm-hidden", tabindex: "-1" }, "Results");
    const marks = results.makeScaleMarks(scale);
    const list = element("ol", { class: "pm-hits" });
    results.drawScaleMarks(list, scale);
    const help = element("div");
    const pages = element("nav", { class: "pm-pages", "aria-label": "Pages of results" });

    const filters = kb.filters.makeFilters(table, scale, {
      toggle: (name, id, isChosen) => change((it) => {
        const others = (it.terms[name] ?? []).filter((other) => other !== id);
        it.terms[name] = isChosen ? [...others, id] : others;
        /* A bucket or a year is a range too: one of both at a time. */
        for (const range of kb.filters.RANGES_OF[name] ?? []) delete it.ranges[range];
      }),
      setRange: (name, value) => change((it) => setRanges(it, { [name]: value })),
      slide: (values) => change((it) => setRanges(it, values), { gesture: "slide" }),
    });
    const setRanges = (it, values) => {
      for (const [name, value] of Object.entries(values)) {
        if (value) it.ranges[name] = value;
        else delete it.ranges[name];
        delete it.terms[name in { since: 1, until: 1 } ? "year" : "duration"];
      }
    };

    const panel = element("details", { class: "pm-filters" },
      element("summary", {}, "Filters"), element("div", { class: "pm-facets" }, filters.elements));
    const wide = matchMedia("(min-width: 60em)");
    panel.open = wide.matches;
    wide.addEventListener("change", () => (panel.open = wide.matches));

    const actions = {
      drop: (drop, index) => change(drop).then(() => {
        const left = chips.querySelectorAll("button");
        (left[Math.min(index, left.length - 1)] ?? text).focus();
      }),
      dropAll: (chosen) => change((it) => chosen.forEach(({ drop }) => drop(it)))
        .then(() => heading.focus()),
      clear: () => change((it) => Object.assign(it, address.empty(), { sort: it.sort }))
        .then(() => text.focus()),
      search: (words) => change((it) => (it.text = words)).then(() => heading.focus()),
      turn: (page) => change((it) => (it.page = page), { keepsPage: true }).then(() => {
        heading.focus({ preventScroll: true });
        status.scrollIntoView({ block: "center" });
      }),
    };

    /* While somebody types or slides, the address changes in place: one step back undoes it all. */
    const change = (mutate, { gesture = "", keepsPage = false } = {}) => {
      mutate(state);
      if (!keepsPage) state.page = 1;
      const isGoingOn = gesture !== "" && gesture === gestureBefore;
      gestureBefore = gesture;
      const url = location.pathname + address.write(state, facets);
      if (url !== location.pathname + location.search) {
        try {
          history[isGoingOn ? "replaceState" : "pushState"](null, "", url);
        } catch { /* Some browsers keep the address of a file on the disk as it is. */ }
      }
      return draw();
    };

    const findWords = async () => {
      const wanted = state.text.trim();
      if (hits.text === wanted) return;
      if (!wanted) {
        hits = noWords;
        return;
      }
      const answer = await find(wanted);
      if (state.text.trim() === wanted) hits = { text: wanted, scores: scoresOf(answer), answer };
    };

    /* Where nothing has all of the words, as of a question or a pasted message: those of them that
       the record has that answers best of what the filters leave, and how many have these. */
    const findFewer = async () => {
      const pieces = (state.text.match(/["“„][^"“”„]*["”“]|[^\s"“”„]+/gu) ?? [])
        .map((piece) => piece.replace(/^[^\p{L}\p{N}"“„]+|[^\p{L}\p{N}"“”]+$/gu, ""))
        .filter((piece) => /[\p{L}\p{N}]/u.test(piece) && !kb.search?.isStopWord(piece))
        .slice(0, MOST_WORDS);
      const left = new Set(facetQuery.run(table, state, null).found);
      const answers = await Promise.all(pieces.map(async (piece) => scoresOf(await find(`${piece} `))));
      let best = null;
      for (const number of left) {
        const score = answers.reduce((sum, scores) => sum + (scores.get(number) ?? 0), 0);
        if (score > (best?.score ?? 0)) best = { number, score };
      }
      const kept = pieces.filter((_, index) => best && answers[index].has(best.number));
      if (!kept.length || kept.length === pieces.length) return null;
      const text = kept.join(" ");
      const { found } = facetQuery.run(table, state, scoresOf(await find(text)));
      return found.length ? { text, count: found.length } : null;
    };

    const sortInUse = () => {
      const wanted = state.sort in facetQuery.SORTS ? state.sort : "";
      if (!hits.scores) return wanted && wanted !== "relevance" ? wanted : "date";
      return wanted || "relevance";
    };

    const draw = async () => {
      const mine = ++turnOfDrawing;
      if (text.value.trim() !== state.text.trim()) text.value = state.text;
      await findWords();
      if (mine !== turnOfDrawing) return;
      const { found, counts } = facetQuery.run(table, state, hits.scores);
      filters.update(state, counts);
      const chosen = results.listChosen(table, state);
      panel.firstChild.textContent = chosen.length ? `Filters (${chosen.length})` : "Filters";
      chips.replaceChildren(...results.makeChips(chosen, actions));
      chips.hidden = !chosen.length;
      sort.value = sortInUse();
      sort.options[0].disabled = !hits.scores;
      const last = Math.max(1, Math.ceil(found.length / SHOWN));
      state.page = Math.min(state.page, last);
      const ordered = facetQuery.sort(table, found, sortInUse(), hits.scores)
        .slice((state.page - 1) * SHOWN, state.page * SHOWN);
      const isAll = found.length === table.count;
      status.textContent = isAll ? `All ${results.count(found.length)}`
        : `${found.length.toLocaleString("en")} of ${results.count(table.count)}`;
      pages.replaceChildren(...results.makePages(state.page, last, actions));
      pages.hidden = last < 2;
      help.replaceChildren();
      marks.hidden = !found.length;
      if (!found.length) {
        const fewer = hits.scores ? await findFewer() : null;
        if (mine !== turnOfDrawing) return;
        const suggestions = facetQuery.suggest(table, state, hits.scores);
        help.append(results.makeHelp(chosen, suggestions, fewer, actions));
      }
      const cards = await kb.loadCards(siteRoot, ordered);
      if (mine !== turnOfDrawing) return;
      list.start = (state.page - 1) * SHOWN + 1;
      list.replaceChildren(...ordered.map((number) =>
        results.makeCard(table, number, cards.get(number), hits.answer, scale, siteRoot)));
      root.dataset.shown = String(mine);
    };

    const shown = element("div", { class: "pm-explore-parts" },
      element("form", { role: "search", "aria-label": "Postmortems", onsubmit: (event) => event.preventDefault() },
        element("div", { class: "pm-words" },
          element("label", {}, element("span", {}, "Search for"), text),
          element("label", {}, element("span", {}, "Sort by"), sort)),
        panel),
      element("section", { "aria-label": "Results" },
        heading, status, chips, marks, list, help, pages));
    root.replaceChildren(shown);
    const readAgain = () => {
      state = address.read(location.search, facets);
      gestureBefore = "";
      return draw();
    };
    return { root, draw, readAgain };
  };

  addEventListener("popstate", () => {
    if (current?.root.isConnected) current.readAgain();
  });

  const start = async (root) => {
    const table = (kb.facetTable ??= facetQuery.open(await kb.load(root.dataset.siteRoot, "facets")));
    const longest = table.lengths.duration.reduce((most, it) => (it > most ? it : most), 0);
    current = build(root, table, kb.lengths.makeScale(longest));
    await current.draw();
  };

  kb.explore = { start };
})();
