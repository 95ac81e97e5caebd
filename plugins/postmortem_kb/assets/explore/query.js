/* The query: the columns of `explore_data.py`, which records match, and what each term would give.
   It says what `query.py` says: everything chosen holds for one and the same incident. */
(() => {
  "use strict";

  const DAY = 86400000;
  const WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

  const fromDifferences = (column) => {
    let value = 0;
    return Float64Array.from(column, (step) => (step === null ? NaN : (value += step)));
  };
  const numbers = (column) => Float64Array.from(column, (value) => value ?? NaN);

  /* A facet that is told from the days: `termOf` says the id of each; NaN has none. */
  const facetOfDays = (name, label, days, termOf, order) => {
    const ids = Array.from(days, (day) => (Number.isNaN(day) ? "unknown" : termOf(day)));
    const terms = [...new Set(ids)].sort(order);
    const positions = new Map(terms.map((id, position) => [id, position]));
    return {
      name,
      label,
      terms: terms.map((id) => [id, id === "unknown" ? "Unknown" : id[0].toUpperCase() + id.slice(1)]),
      sets: terms.map((_, position) => [position]),
      column: ids.map((id) => positions.get(id)),
    };
  };
  const last = (id) => (id === "unknown" ? 1 : 0);
  const yearOf = (day) => String(new Date(day * DAY).getUTCFullYear()).padStart(4, "0");
  const weekdayOf = (day) => WEEKDAYS[(((day + 3) % 7) + 7) % 7].toLowerCase();
  const weekdayRank = (id) => WEEKDAYS.findIndex((weekday) => weekday.toLowerCase() === id);

  /* A facet ready to be counted: with each set, the broader terms of its terms. */
  const prepare = ({ name, label, terms, sets, column }) => ({
    name,
    label,
    terms: terms.map(([id, text, above]) => ({ id, label: text, above: above ?? null })),
    sets: sets.map((set) => {
      const all = new Set();
      for (let position of set) {
        for (; position !== undefined; position = terms[position][2]) all.add(position);
      }
      return Int32Array.from(all);
    }),
    own: sets,
    column: Int32Array.from(column),
    positions: new Map(terms.map(([id], position) => [id, position])),
  });

  const ORDER = [
    "root-cause", "service", "severity", "duration", "year", "hour", "weekday", "trigger",
    "detection", "mitigation", "kind", "action-items",
  ];

  const open = (data) => {
    const days = fromDifferences(data.days);
    const made = [
      ...data.facets,
      facetOfDays("year", "Date", days, yearOf, (a, b) =>
        last(a) - last(b) || (a < b ? 1 : -1)),
      facetOfDays("weekday", "Day of the week", days, weekdayOf, (a, b) =>
        last(a) - last(b) || weekdayRank(a) - weekdayRank(b)),
    ];
    const facets = made.map(prepare)
      .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
    const lengths = Object.fromEntries(
      Object.entries(data.lengths).map(([name, column]) => [name, numbers(column)]));
    const rows = Array.from({ length: data.count }, (_, number) => [number]);
    let next = data.count;
    for (const [number, many] of data.parts) {
      rows[number] = Array.from({ length: many }, () => next++);
    }
    const orders = Object.fromEntries(
      Object.entries(data.orders).map(([name, column]) => {
        const ranks = new Float64Array(data.count);
        fromDifferences(column).forEach((number, rank) => (ranks[number] = rank));
        return [name, ranks];
      }));
    return { count: data.count, facets, days, lengths, rows, orders };
  };

  /* For each set of a facet, whether one of the chosen terms is in it; null where none is chosen. */
  const passes = (facet, chosen) => {
    if (!chosen?.length) return null;
    const wanted = new Set(chosen.map((id) => facet.positions.get(id)));
    return Uint8Array.from(facet.sets, (set) => (set.some((term) => wanted.has(term)) ? 1 : 0));
  };

  const dayOf = (text) => {
    if (!/^\d{4}-\d\d-\d\d$/.test(text ?? "")) return null;
    const time = Date.parse(`${text}T00:00Z`);
    return Number.isNaN(time) ? null : time / DAY;
  };
  const limitOf = (text) => (text ? window.postmortemKb.lengths.parse(text) : null);

  /* What a range asks of a column; null where it asks nothing. Not-a-number is in no range. */
  const makeRange = (column, low, high, isIn) =>
    low === null && high === null ? null : (row) => isIn(column[row], low ?? -Infinity, high ?? Infinity);

  const makeTests = (table, state) => {
    const { ranges } = state;
    const within = {
      duration: makeRange(
        table.lengths.duration, limitOf(ranges["longer-than"]), limitOf(ranges["shorter-than"]),
        (value, low, high) => value > low && value < high),
      year: makeRange(
        table.days, dayOf(ranges.since), dayOf(ranges.until),
        (value, low, high) => value >= low && value <= high),
    };
    return table.facets.map((facet, index) => ({
      bit: 1 << index,
      name: facet.name,
      column: facet.column,
      passes: passes(facet, state.terms[facet.name]),
      isIn: within[facet.name] ?? null,
    })).filter((test) => test.passes || test.isIn);
  };

  const failures = (tests, row) => {
    let failed = 0;
    for (const test of tests) {
      if ((test.passes && !test.passes[test.column[row]]) || (test.isIn && !test.isIn(row))) {
        failed |= test.bit;
      }
    }
    return failed;
  };

  /* The records that match, in the catalogue's order, and for each facet and term how many would
     if it were chosen: its own facet's filter does not count against it. `scores` are those of the
     records that have the words, by number; null where none are asked for. */
  const run = (table, state, scores) => {
    const tests = makeTests(table, state);
    const found = [];
    const counts = table.facets.map((facet) => new Int32Array(facet.terms.length));
    const seen = table.facets.map((facet) => new Int32Array(facet.terms.length).fill(-1));
    const count = (index, row, number) => {
      const facet = table.facets[index];
      for (const term of facet.sets[facet.column[row]]) {
        if (seen[index][term] !== number) {
          seen[index][term] = number;
          counts[index][term] += 1;
        }
      }
    };
    for (let number = 0; number < table.count; number++) {
      if (scores && !scores.has(number)) continue;
      let isFound = false;
      for (const row of table.rows[number]) {
        const failed = failures(tests, row);
        if (failed === 0) {
          isFound = true;
          for (let index = 0; index < counts.length; index++) count(index, row, number);
        } else if ((failed & (failed - 1)) === 0) {
          count(31 - Math.clz32(failed), row, number);
        }
      }
      if (isFound) found.push(number);
    }
    return { found, counts };
  };

  /* Which filters to drop so that something matches: as few as possible, those that help most
     first; nothing where more than two would all have to go. Each suggestion is the names of facets
     (`text` for the words) and a number. */
  const suggest = (table, state, scores) => {
    const tests = makeTests(table, state);
    const bitOfText = 1 << table.facets.length;
    const bits = tests.map((test) => [test.bit, test.name]);
    if (scores) bits.push([bitOfText, "text"]);
    const masks = table.rows.map((rows, number) =>
      rows.map((row) => failures(tests, row) | (scores && !scores.has(number) ? bitOfText : 0)));
    const helps = (dropped) =>
      masks.reduce((sum, each) => sum + (each.some((mask) => !(mask & ~dropped)) ? 1 : 0), 0);
    const namesIn = (mask) => bits.filter(([bit]) => mask & bit).map(([, name]) => name);
    const ways = [...new Set(masks.flat())].map((mask) => ({ mask, names: namesIn(mask) }));
    const fewest = Math.min(...ways.map(({ names }) => names.length));
    if (fewest > 2 && fewest === bits.length) return [];
    return ways.filter(({ names }) => names.length === fewest)
      .map(({ mask, names }) => ({ names, count: helps(mask) }))
      .sort((a, b) => b.count - a.count);
  };

  /* The found records in order: what is not known comes last, the newer first among equals. */
  const sort = (table, found, by, scores) => {
    const { date, title, id } = table.orders;
    const newest = date ? [...found].sort((a, b) => date[a] - date[b]) : found;
    const ranks = { title, id }[by];
    const severities = table.facets.find((facet) => facet.name === "severity");
    let key = (number) => -(table.lengths[by]?.[number] ?? 0);
    if (by === "relevance") key = (number) => -(scores?.get(number) ?? 0);
    else if (by === "title" || by === "id") key = (number) => (ranks ? ranks[number] : number);
    else if (by === "severity") key = (number) => severities.own[severities.column[number]][0];
    else if (by === "date") return newest;
    const keys = new Map(newest.map((number) => [number, key(number)]));
    const order = (value) => (Number.isNaN(value) ? Infinity : value);
    return [...newest].sort((a, b) => {
      const x = order(keys.get(a));
      const y = order(keys.get(b));
      return x < y ? -1 : x > y ? 1 : 0;
    });
  };

  const SORTS = {
    relevance: "Best match",
    date: "Newest",
    duration: "Longest",
    severity: "Most severe",
    "time-to-detect": "Slowest to detect",
    "time-to-mitigate": "Slowest to mitigate",
    "time-to-resolve": "Slowest to resolve",
    title: "Title",
    id: "File name",
  };

  window.postmortemKb.facetQuery = { open, run, suggest, sort, dayOf, SORTS };
})();
