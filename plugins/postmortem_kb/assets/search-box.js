/* The search in Material's header: `/`, `f` or `s` lead to it, arrows and Enter through its results.
   The engine is loaded when somebody begins to search. */
(() => {
  "use strict";

  const kb = (window.postmortemKb ??= {});
  const SHOWN_RECORDS = 6;
  const SHOWN_PAGES = 5;
  const FROM_ONE_PAGE = 2;
  const CANDIDATES = 20;
  const CARDS_IN_SHARD = 25;
  const PAGES = "search/pages";
  const PAUSE = 60;

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  /* An excerpt that shows the first word that was looked for. */
  const excerpt = (text, found) => {
    const first = kb.search.findWords(text, found)[0]?.[0] ?? 0;
    if (first < 110) return text;
    return `…${text.slice(text.lastIndexOf(" ", first - 50))}`;
  };

  const makeResult = ({ url, title, about, text }, found) => {
    const link = make("a", "md-search-result__link pm-search-link");
    link.href = url;
    const heading = make("span", "pm-search-title", kb.search.mark(title, found));
    if (about) heading.append(" ", make("span", "pm-search-about", about));
    link.append(heading);
    if (text) {
      const shown = kb.search.mark(excerpt(text, found), found);
      link.append(make("span", "pm-search-text", shown));
    }
    return make("li", "md-search-result__item", link);
  };

  const makeGroup = (title, results) => {
    if (!results.length) return [];
    const heading = make("p", "pm-search-group", title);
    heading.id = `pm-search-${title.toLowerCase()}`;
    const list = make("ol", "md-search-result__list", ...results);
    list.setAttribute("aria-labelledby", heading.id);
    return [heading, list];
  };

  const loadPageCards = async (root, numbers) => {
    const shardOf = (number) => Math.floor(number / CARDS_IN_SHARD);
    const names = [...new Set(numbers.map(shardOf))];
    const shards = await Promise.all(names.map((name) => kb.load(root, `${PAGES}/c${name}`)));
    return numbers.map((number) =>
      shards[names.indexOf(shardOf(number))][number % CARDS_IN_SHARD]);
  };

  /* On the disk nobody leads from a folder to its page. */
  const fileOf = (url) =>
    location.protocol === "file:" ? url.replace(/(^|\/)(?=\?|#|$)/, "$1index.html") : url;

  /* The best sections, but not all of the same page. */
  const choose = (cards) => {
    const shown = new Map();
    return cards.filter(([url]) => {
      const page = url.split("#")[0];
      shown.set(page, (shown.get(page) ?? 0) + 1);
      return shown.get(page) <= FROM_ONE_PAGE;
    }).slice(0, SHOWN_PAGES);
  };

  const findAll = async (root, text) => {
    if (!kb.search) await kb.load(root, "search");
    const [records, pages] = await Promise.all([
      kb.search.open(root).query(text),
      kb.search.open(root, PAGES).query(text),
    ]);
    const numbersOf = (found, most) => found.records.slice(0, most).map((hit) => hit.number);
    const [cards, pageCards] = await Promise.all([
      kb.loadCards(root, numbersOf(records, SHOWN_RECORDS)),
      loadPageCards(root, numbersOf(pages, CANDIDATES)),
    ]);
    return { records, pages, cards: [...cards.values()], pageCards: choose(pageCards) };
  };

  const describe = ({ records, pages }) => {
    const parts = [];
    if (records.total) parts.push(count(records.total, "postmortem"));
    if (pages.total) parts.push(`${count(pages.total, "section")} of other pages`);
    return parts.join(" · ") || "Nothing has all of these words";
  };

  const setUp = (box) => {
    const root = new URL(box.dataset.siteRoot.replace(/\/*$/, "/"), document.baseURI).href;
    const explore = new URL(fileOf(box.dataset.explore), document.baseURI).href;
    const toggle = document.getElementById("__search");
    const form = box.querySelector("form");
    const input = box.querySelector("input");
    const status = box.querySelector("[role=status]");
    const results = box.querySelector(".pm-search-results");
    const prompt = status.textContent;
    const links = () => [...results.querySelectorAll("a")];
    let asked = 0;
    let answered = "";

    const setOpen = (isOpen) => {
      if (!toggle || toggle.checked === isOpen) return;
      toggle.checked = isOpen;
      toggle.dispatchEvent(new Event("change"));
    };

    const exploreLink = () => `${explore}?${new URLSearchParams({ text: input.value.trim() })}`;

    const show = (found, text) => {
      const { records, pages, cards, pageCards } = found;
      status.textContent = describe(found);
      results.replaceChildren(
        ...makeGroup("Postmortems", cards.map((card) => makeResult({
          url: new URL(card.url, root).href, title: card.title, about: card.day, text: card.summary,
        }, records))),
        ...makeGroup("Pages", pageCards.map(([url, title, about, words]) => makeResult({
          url: new URL(fileOf(url), root).href, title, about, text: words,
        }, pages))),
      );
      if (!records.total && !pages.total) {
        const isMany = /\S\s+\S/.test(text);
        const link = make("a", "md-search-result__link pm-search-all",
          isMany ? "Try fewer of these words in Explore"
            : "Look around in Explore: by cause, service, length and time");
        link.href = isMany ? exploreLink() : explore;
        results.append(link);
      }
      if (records.total) {
        const all = records.total === 1 ? "Open in Explore" : `Explore all ${records.total} postmortems`;
        const link = make("a", "md-search-result__link pm-search-all", all);
        link.href = exploreLink();
        results.querySelector("ol").after(link);
      }
      results.parentElement.parentElement.scrollTop = 0;
      answered = text;
    };

    const search = async () => {
      const text = input.value;
      const turn = ++asked;
      if (!text.trim()) {
        status.textContent = prompt;
        results.replaceChildren();
        answered = "";
        return;
      }
      try {
        const found = await findAll(root, text);
        if (turn === asked) show(found, text);
      } catch {
        if (turn !== asked) return;
        status.textContent = "The search could not be loaded";
        results.replaceChildren();
      }
    };

    let pause = 0;
    input.addEventListener("input", () => {
      setOpen(true);
      clearTimeout(pause);
      pause = setTimeout(search, PAUSE);
    });
    input.addEventListener("focus", () => {
      setOpen(true);
      if (!kb.search) kb.load(root, "search").catch(() => {});
    });
    form.addEventListener("reset", () => {
      setTimeout(search);
      input.focus();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(pause);
      if (answered !== input.value) await search();
      links()[0]?.click();
    });
    toggle?.addEventListener("change", () => {
      if (toggle.checked) input.focus();
      else box.contains(document.activeElement) && document.activeElement.blur();
    });
    results.addEventListener("click", (event) => {
      if (event.target.closest("a") && !event.ctrlKey && !event.metaKey) setOpen(false);
    });
    box.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !box.contains(event.relatedTarget)) setOpen(false);
    });
    document.addEventListener("pointerdown", (event) => {
      if (!box.contains(event.target) && !event.target.closest("[for=__search]")) setOpen(false);
    });

    const move = (step) => {
      const stops = [input, ...links()];
      const now = Math.max(0, stops.indexOf(document.activeElement));
      stops[(now + step + stops.length) % stops.length].focus();
    };

    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        setOpen(false);
        input.blur();
      } else if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else {
        /* Whoever types on a result goes on with the words. */
        const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
        if (isText && event.target.closest("a")) input.focus();
        event.stopPropagation();
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (!["/", "f", "s"].includes(event.key)) return;
      const at = document.activeElement;
      if (at?.isContentEditable || at?.matches("input, textarea, select")) return;
      event.preventDefault();
      setOpen(true);
      input.focus();
      input.select();
    });
  };

  const start = () => {
    const box = document.querySelector(".pm-search");
    if (box && !box.dataset.ready) {
      box.dataset.ready = "true";
      setUp(box);
    }
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
