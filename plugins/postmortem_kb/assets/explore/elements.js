/* Making elements, and the folding of words that decides which are marked. */
(() => {
  "use strict";

  const kb = window.postmortemKb;

  /* `element("p", { class: "x", onclick: f }, "text", child)`; what is null or false is left out. */
  kb.element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === false || value === undefined) continue;
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.flat(2).filter((child) => child !== null && child !== false));
    return made;
  };

  const fold = (word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /* The text with the words marked that answer `found`, a query's result; without the index of
     words, those that begin with one of its folded `words`. */
  kb.markWords = (text, found) => {
    if (found.stems && kb.search) return [kb.search.mark(text, found)];
    const { words } = found;
    return text.split(/([\p{L}\p{N}]+)/u).map((piece, index) =>
      index % 2 && words.some((word) => fold(piece).startsWith(word))
        ? kb.element("mark", {}, piece)
        : piece);
  };
})();
