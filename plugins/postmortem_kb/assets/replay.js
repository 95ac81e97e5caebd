/* A postmortem told one event at a time. The steps are taken out of the page, so that nothing of a
   later one is in it: not to be seen, not to be read aloud, not to be found. See
   `pages/reading_groups/replay_page.py` for the page without it. */
(() => {
  "use strict";

  const kb = window.postmortemKb;

  const REVEAL = "Reveal all";
  const ENLARGE = "Full screen";
  const ASKS_FOR = 5000; /* milliseconds that a second press has to follow the first within */

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const button = (text, key, action) => {
    const made = element("button", { type: "button", "aria-keyshortcuts": key }, text);
    made.addEventListener("click", action);
    return made;
  };

  const list = (items) => element("ul", {}, ...items.map((item) => element("li", {}, ...item)));

  /* What was known at a step: from the steps up to it, and from nothing else. */
  const findKnown = (steps, position, refuted) => {
    const suspected = new Map();
    const ruledOut = [];
    const called = [];
    let detected = "";
    for (const step of steps.slice(0, position)) {
      const data = step.dataset;
      if (data.detected && !detected) detected = data.detected;
      if (data.suspects) suspected.set(data.number, { text: data.suspects, until: "" });
      if (data.calls) called.push([data.clock ? `${data.clock}: ` : "", data.calls]);
      for (const over of data.over ? data.over.split("|") : []) {
        const [number, ...until] = over.split(" ");
        if (suspected.has(number)) suspected.get(number).until = until.join(" ");
      }
      const meant = data.rulesOut ? data.rulesOut.split(" ") : [];
      const lengths = data.lasted ? data.lasted.split("|") : [];
      meant.forEach((number, index) => {
        const idea = suspected.get(number);
        if (!idea) return;
        suspected.delete(number);
        ruledOut.push([idea.text, lengths[index] ? ` Held for ${lengths[index]}.` : ""]);
      });
      if (data.excludes && !meant.length) ruledOut.push([data.excludes, ""]);
    }
    /* What only the end tells: the entry of an idea says itself that it was false. */
    const toldAfterwards = [];
    for (const number of position === steps.length ? refuted : []) {
      const idea = suspected.get(number);
      if (!idea) continue;
      suspected.delete(number);
      toldAfterwards.push([idea.text]);
    }
    return { suspected: [...suspected.values()], ruledOut, toldAfterwards, called, detected };
  };

  const makeBoard = (steps, position, refuted) => {
    const known = findKnown(steps, position, refuted);
    const isOver = position === steps.length;
    const note = (text) => element("small", {}, text);
    const parts = [
      ["Detected", known.detected ? [[known.detected]] : [], isOver ? "Not stated" : "Not yet"],
      [
        isOver && known.suspected.length ? "Suspected, and not said to be ruled out" : "Suspected",
        known.suspected.map(({ text, until }) =>
          until ? [text, note(` Until ${until}.`)] : [text]),
        "Nothing",
      ],
      ["Ruled out", known.ruledOut.map(([text, length]) => [text, note(length)]), "Nothing"],
      ...(known.toldAfterwards.length
        ? [["Ruled out, told afterwards", known.toldAfterwards, "Nothing"]] : []),
      ["Called in", known.called.map(([clock, text]) => [note(clock), text]), "Nobody"],
    ];
    return parts.map(([title, items, none]) => element("div", { class: "pm-replay-known" },
      element("h3", {}, title),
      items.length ? list(items) : element("p", { class: "pm-unknown" }, none)));
  };

  const withoutPrompt = (step) => {
    const copy = step.cloneNode(true);
    copy.querySelectorAll(".pm-replay-prompt").forEach((prompt) => prompt.remove());
    return copy;
  };

  /* An address of a step that is not there is an old one: nobody asked it for the end. */
  const readHash = (last) => {
    const match = /^#step-(\d+)$/.exec(location.hash);
    if (!match) return null;
    return Number(match[1]) > last ? 0 : Number(match[1]);
  };

  const FIELDS = "input, textarea, select, dialog, audio, video, [role=search], .md-search";
  const PRESSED_BY_SPACE = "button, a, summary, label, [role=button]";
  const MOVED_BY_ARROWS = "pre, table, .md-tabs, [role=listbox]";

  const findFocus = (event) => (event.target instanceof Element ? event.target : document.body);

  /* Keys that a reader means for what has the focus, and not for the story. Within the story, space
     goes on wherever the focus is: after a click that is on a button, which Enter presses. */
  const isTaken = (event, root) => {
    const at = findFocus(event);
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return true;
    if (at.isContentEditable || at.closest(FIELDS)) return true;
    if (event.key === " ") return !root.contains(at) && at.closest(PRESSED_BY_SPACE) !== null;
    if (event.key.startsWith("Arrow")) return at.closest(MOVED_BY_ARROWS) !== null;
    return false;
  };

  /* A link to another place of the page: with instant navigation, the theme then fetches the page
     again, and the story would begin again. */
  let left = {};

  const start = (root) => {
    if (root.classList.contains("pm-replay--ready")) return;
    const steps = [...root.querySelectorAll(".pm-replay-step")];
    const opening = root.querySelector(".pm-replay-opening");
    const end = root.querySelector(".pm-replay-end");
    const refuted = end.dataset.refuted ? end.dataset.refuted.split(" ") : [];
    const last = steps.length;
    steps.forEach((step, index) => {
      step.dataset.number = String(index + 1);
      step.removeAttribute("id");
    });
    opening.removeAttribute("id");
    let position = 0;
    let asks = 0;

    const progress = element("p", { class: "pm-replay-progress" });
    const meter = element("progress", { max: String(last), "aria-label": "How far the story is told" });
    const name = element("p", { class: "pm-replay-name" }, root.dataset.name);
    const stage = element("section", { class: "pm-replay-stage", "aria-label": "Now" });
    const known = element("div", { class: "pm-replay-board-parts" });
    const board = element("aside", { class: "pm-replay-board", "aria-label": "Known so far" },
      element("h2", {}, "Known so far"), known);
    const earlier = element("ol", { class: "pm-replay-earlier", reversed: "" });
    const before = element("div", { class: "pm-replay-before" });
    const log = element("section", { class: "pm-replay-log", "aria-label": "Earlier" },
      element("h2", {}, "Earlier, the latest first"), earlier, before);
    const status = element("p", { class: "pm-replay-status", role: "status", "aria-live": "polite" });

    const back = button("Back", "ArrowLeft", () => show(position - 1));
    const next = button("Next", "ArrowRight Space", () => show(position + 1));
    /* The second click of a double one was not meant for the question that it never read. */
    const all = button(REVEAL, "End", (event) => (asks && event.detail > 1) || reveal());
    const large = button(ENLARGE, "f", () => toggleLarge());
    next.classList.add("pm-replay-primary");
    const controls = element("div", { class: "pm-replay-controls", role: "group", "aria-label": "Steps" },
      back, next, all, large);
    const keys = element("p", { class: "pm-replay-keys pm-note" },
      "Keys: → or space next, ← back, Home the beginning, End twice reveal all, f full screen. "
      + "The address keeps the step: share it, and everybody is at the same place.");

    const draw = () => {
      const step = steps[position - 1];
      const isEnd = position === last;
      progress.textContent = position ? `Step ${position} of ${last}` : `Before step 1 of ${last}`;
      meter.value = position;
      stage.replaceChildren(...(step ? [step] : [opening]), ...(isEnd ? [end] : []));
      known.replaceChildren(...makeBoard(steps, position, refuted));
      board.hidden = position === 0;
      earlier.replaceChildren(...steps.slice(0, Math.max(position - 1, 0)).reverse().map((one) =>
        element("li", { value: one.dataset.number }, withoutPrompt(one))));
      before.replaceChildren(...(position ? [opening] : []));
      log.hidden = position === 0;
      back.setAttribute("aria-disabled", String(position === 0));
      for (const one of [next, all]) one.setAttribute("aria-disabled", String(isEnd));
    };

    const keepAddress = (number) => {
      const hash = `#step-${number}`;
      if (location.hash !== hash) history.replaceState(history.state, "", hash);
    };

    const announce = () => {
      const unspoken = stage.querySelectorAll("[aria-hidden=true]");
      for (const one of unspoken) one.hidden = true;
      const words = [...stage.children].map((part) => part.innerText || part.textContent);
      for (const one of unspoken) one.hidden = false;
      status.textContent = `${progress.textContent}. ${words.join(" ").replace(/\s+/g, " ")}`;
    };

    const forgetQuestion = () => {
      if (!asks) return;
      clearTimeout(asks);
      asks = 0;
      all.textContent = REVEAL;
      status.textContent = "";
    };

    /* One slip must not give the end away to everybody in the room. */
    const reveal = () => {
      if (position === last) return false;
      if (asks) return show(last);
      asks = setTimeout(forgetQuestion, ASKS_FOR);
      all.textContent = `${REVEAL}? Press again`;
      status.textContent = all.textContent;
      return true;
    };

    /* Returns whether it moved. */
    const show = (wanted) => {
      forgetQuestion();
      const to = Math.min(Math.max(wanted, 0), last);
      if (to === position) return false;
      position = to;
      draw();
      announce();
      keepAddress(position);
      const { top } = root.getBoundingClientRect();
      const scroller = isLarge() ? root : null;
      if (scroller) scroller.scrollTop = 0;
      else if (top < 0) root.scrollIntoView({ block: "start", behavior: "instant" });
      return true;
    };

    const isLarge = () => root.classList.contains("pm-replay--large");
    const setLarge = (on) => {
      root.classList.toggle("pm-replay--large", on);
      if (on) root.scrollTop = 0;
      large.textContent = on ? `Leave ${ENLARGE.toLowerCase()}` : ENLARGE;
    };
    /* The page fills the screen and this part covers the page: so it prints whole even then. */
    const page = document.documentElement;
    const toggleLarge = async () => {
      const wanted = !isLarge();
      setLarge(wanted);
      try {
        if (wanted) await page.requestFullscreen?.();
      } catch {
        /* A browser without such a mode (a phone), or one that forbids it: the cover is enough. */
      }
      if (!isLarge() && document.fullscreenElement) await document.exitFullscreen();
    };
    const onFullscreen = () => {
      if (!root.isConnected) document.removeEventListener("fullscreenchange", onFullscreen);
      else if (!document.fullscreenElement) setLarge(false);
    };
    document.addEventListener("fullscreenchange", onFullscreen);
    root.addEventListener("click", (event) => {
      if (isLarge() && event.target.closest("a[href]")) toggleLarge();
    });

    const actions = {
      ArrowRight: () => show(position + 1),
      " ": () => show(position + 1),
      PageDown: () => show(position + 1),
      n: () => show(position + 1),
      ArrowLeft: () => show(position - 1),
      PageUp: () => show(position - 1),
      p: () => show(position - 1),
      Home: () => show(0),
      End: reveal,
      f: () => {
        toggleLarge();
        return true;
      },
      Escape: () => {
        if (!isLarge() || document.fullscreenElement) return false;
        setLarge(false);
        return true;
      },
      /* The search box would take all keys, and nobody sees it behind the cover. */
      "/": isLarge,
      s: isLarge,
    };
    /* Before the theme's own keys: there, n and p turn pages and f looks for something. */
    const letters = "npf";
    const isOnControl = (event) => controls.contains(findFocus(event));
    const use = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    const onKey = (event) => {
      if (!root.isConnected) {
        document.removeEventListener("keydown", onKey, true);
        return;
      }
      /* A key that is held is one press, also Enter on a button. */
      const isEnter = event.key === "Enter" && isOnControl(event);
      if (event.repeat && isEnter) return use(event);
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const isAnswer = key === "End" || (isEnter && findFocus(event) === all);
      if (!isAnswer) forgetQuestion();
      const action = actions[key];
      if (!action || isTaken(event, root)) return;
      const isButtons = key === " " && isOnControl(event);
      if (event.repeat || action() || isButtons || letters.includes(key)) use(event);
    };
    document.addEventListener("keydown", onKey, true);
    /* Some browsers press a button when space comes up, whatever became of its going down. */
    root.addEventListener("keyup", (event) => {
      if (event.key === " " && !isTaken(event, root)) event.preventDefault();
    });
    controls.addEventListener("click", (event) => {
      if (!all.contains(event.target)) forgetQuestion();
    });

    const onHash = () => {
      if (!root.isConnected) {
        window.removeEventListener("hashchange", onHash);
        return;
      }
      const wanted = readHash(last);
      if (wanted === null) {
        left = { address: location.href, position };
        return;
      }
      keepAddress(wanted);
      if (wanted === position) return;
      forgetQuestion();
      position = wanted;
      draw();
      announce();
    };
    window.addEventListener("hashchange", onHash);

    const shared = readHash(last);
    position = shared ?? (left.address === location.href ? left.position : 0);
    root.replaceChildren(
      element("div", { class: "pm-replay-bar" }, name, progress, meter),
      element("div", { class: "pm-replay-columns" }, stage, board),
      log, controls, keys, status,
    );
    draw();
    root.classList.add("pm-replay--ready");
    if (shared === null) return;
    keepAddress(position);
    root.scrollIntoView({ block: "start", behavior: "instant" });
  };

  kb.replay = { start };
})();
