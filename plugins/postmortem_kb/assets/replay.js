/* A postmortem told one event at a time. The steps are taken out of the page, so that nothing of a
   later one is in it: not to be seen, not to be read aloud, not to be found. See
   `pages/reading_groups/replay_page.py` for the page without it. */
(() => {
  "use strict";

  const kb = window.postmortemKb;

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
  const findKnown = (steps, position) => {
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
    return { suspected: [...suspected.values()], ruledOut, called, detected };
  };

  const makeBoard = (steps, position) => {
    const known = findKnown(steps, position);
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

  const readHash = (last) => {
    const match = /^#step-(\d{1,6})$/.exec(location.hash);
    return match ? Math.min(Number(match[1]), last) : null;
  };

  /* Keys that a reader means for what has the focus, and not for the story. */
  const isTaken = (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return true;
    if (at.isContentEditable || at.closest("input, textarea, select, dialog")) return true;
    if (event.key === " ") return at.closest("button, a, summary, [role=button]") !== null;
    if (event.key.startsWith("Arrow")) return at.closest("pre, table, .md-tabs, [role=listbox]") !== null;
    return false;
  };

  const start = (root) => {
    const steps = [...root.querySelectorAll(".pm-replay-step")];
    const opening = root.querySelector(".pm-replay-opening");
    const end = root.querySelector(".pm-replay-end");
    const last = steps.length;
    steps.forEach((step, index) => {
      step.dataset.number = String(index + 1);
      step.removeAttribute("id");
    });
    opening.removeAttribute("id");
    let position = 0;

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
    const next = button("Next", "ArrowRight", () => show(position + 1));
    const all = button("Reveal all", "End", () => show(last));
    const large = button("Full screen", "f", () => toggleLarge());
    next.classList.add("pm-replay-primary");
    large.setAttribute("aria-pressed", "false");
    const controls = element("div", { class: "pm-replay-controls", role: "group", "aria-label": "Steps" },
      back, next, all, large);
    const keys = element("p", { class: "pm-replay-keys pm-note" },
      "Keys: → or space next, ← back, Home the beginning, End reveal all, f full screen. "
      + "The address keeps the step: share it, and everybody is at the same place.");

    const draw = () => {
      const step = steps[position - 1];
      const isEnd = position === last;
      progress.textContent = position ? `Step ${position} of ${last}` : `Before step 1 of ${last}`;
      meter.value = position;
      stage.replaceChildren(...(step ? [step] : [opening]), ...(isEnd ? [end] : []));
      known.replaceChildren(...makeBoard(steps, position));
      board.hidden = position === 0;
      earlier.replaceChildren(...steps.slice(0, Math.max(position - 1, 0)).reverse().map((one) =>
        element("li", { value: one.dataset.number }, withoutPrompt(one))));
      before.replaceChildren(...(position ? [opening] : []));
      log.hidden = position === 0;
      back.setAttribute("aria-disabled", String(position === 0));
      for (const one of [next, all]) one.setAttribute("aria-disabled", String(isEnd));
    };

    const announce = () => {
      const words = [...stage.children].map((part) => part.innerText || part.textContent);
      status.textContent = `${progress.textContent}. ${words.join(" ").replace(/\s+/g, " ")}`;
    };

    /* Returns whether it moved. */
    const show = (wanted) => {
      const to = Math.min(Math.max(wanted, 0), last);
      if (to === position) return false;
      position = to;
      draw();
      announce();
      history.replaceState(history.state, "", `#step-${position}`);
      const { top } = root.getBoundingClientRect();
      const scroller = isLarge() ? root : null;
      if (scroller) scroller.scrollTop = 0;
      else if (top < 0) root.scrollIntoView({ block: "start", behavior: "instant" });
      return true;
    };

    const isLarge = () => root.classList.contains("pm-replay--large");
    const setLarge = (on) => {
      root.classList.toggle("pm-replay--large", on);
      large.setAttribute("aria-pressed", String(on));
    };
    const toggleLarge = async () => {
      if (isLarge()) {
        setLarge(false);
        if (document.fullscreenElement) await document.exitFullscreen();
        return;
      }
      setLarge(true);
      /* Where a browser has no such mode (a phone), the page itself is covered. */
      try {
        await root.requestFullscreen?.();
      } catch {
        root.scrollTop = 0;
      }
    };
    root.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) setLarge(false);
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
      End: () => show(last),
      f: () => {
        toggleLarge();
        return true;
      },
      Escape: () => {
        if (!isLarge() || document.fullscreenElement) return false;
        setLarge(false);
        return true;
      },
    };
    /* Before the theme's own keys: there, n and p turn pages and f looks for something. */
    const letters = "npf";
    const onKey = (event) => {
      if (!root.isConnected) {
        document.removeEventListener("keydown", onKey, true);
        return;
      }
      const action = actions[event.key];
      if (!action || isTaken(event)) return;
      if (action() || letters.includes(event.key)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    document.addEventListener("keydown", onKey, true);

    const onHash = () => {
      if (!root.isConnected) {
        window.removeEventListener("hashchange", onHash);
        return;
      }
      const wanted = readHash(last);
      if (wanted === null || wanted === position) return;
      position = wanted;
      draw();
      announce();
    };
    window.addEventListener("hashchange", onHash);

    const shared = readHash(Infinity);
    position = Math.min(shared ?? 0, last);
    root.replaceChildren(
      element("div", { class: "pm-replay-bar" }, name, progress, meter),
      element("div", { class: "pm-replay-columns" }, stage, board),
      log, controls, keys, status,
    );
    draw();
    root.classList.add("pm-replay--ready");
    if (shared === null) return;
    if (shared !== position) history.replaceState(history.state, "", `#step-${position}`);
    root.scrollIntoView({ block: "start", behavior: "instant" });
  };

  kb.replay = { start };
})();
