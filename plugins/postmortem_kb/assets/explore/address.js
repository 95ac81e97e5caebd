/* What is chosen, and the address that says so. The names are the options of `postmortem list`. */
(() => {
  "use strict";

  const RANGES = ["longer-than", "shorter-than", "since", "until"];

  /* `terms` are lists of ids by facet; `ranges` are texts as typed. */
  const empty = () => ({ text: "", terms: {}, ranges: {}, sort: "", page: 1 });

  const read = (search, facets) => {
    const given = new URLSearchParams(search);
    const state = empty();
    state.text = given.get("text") ?? "";
    for (const { name } of facets) {
      const ids = [...new Set(given.getAll(name))].filter(Boolean);
      if (ids.length) state.terms[name] = ids;
    }
    for (const name of RANGES) if (given.get(name)) state.ranges[name] = given.get(name);
    state.sort = given.get("sort") ?? "";
    state.page = Math.max(1, Math.floor(Number(given.get("page"))) || 1);
    return state;
  };

  const write = (state, facets) => {
    const given = new URLSearchParams();
    if (state.text.trim()) given.set("text", state.text.trim());
    for (const { name } of facets) {
      for (const id of state.terms[name] ?? []) given.append(name, id);
    }
    for (const name of RANGES) if (state.ranges[name]) given.set(name, state.ranges[name]);
    if (state.sort) given.set("sort", state.sort);
    if (state.page > 1) given.set("page", state.page);
    const query = given.toString().replaceAll("%2F", "/");
    return query ? `?${query}` : "";
  };

  window.postmortemKb.address = { empty, read, write };
})();
