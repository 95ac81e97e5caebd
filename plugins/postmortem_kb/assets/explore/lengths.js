/* Lengths of time: read as people write them, written, and placed on a log scale. All in minutes.
   What is read and how it is written is that of `durations.py`; its tests compare the two. */
(() => {
  "use strict";

  const UNITS = { w: 10080, d: 1440, h: 60, m: 1, s: 1 / 60 };
  const UNIT = "(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)(?![a-z])";
  const WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
    "fifteen sixteen seventeen eighteen nineteen twenty"
  ).split(" ");
  const NUMBERS = { a: 1, an: 1, ...Object.fromEntries(WORDS.map((word, value) => [word, value])) };
  const NAMES = Object.keys(NUMBERS).sort((a, b) => b.length - a.length).join("|");
  const NUMBER = `(?:\\d+(?:\\.\\d+)?|\\b(?:${NAMES})\\b)`;
  const FRACTIONS = { half: 0.5, quarter: 0.25, "three quarters": 0.75 };
  const FRACTION = "(?:an? )?(three quarters|half|quarter)";
  const APPROXIMATE = /^(?:~|≈|about|around|approximately|approx\.?|roughly|circa|ca\.?)\s*/;
  const AMOUNT = "(\\d+(?:\\.\\d+)?)";
  const ISO = new RegExp(
    `^p(?:${AMOUNT}w)?(?:${AMOUNT}d)?(?:t(?=\\d)(?:${AMOUNT}h)?(?:${AMOUNT}m)?(?:${AMOUNT}s)?)?$`);
  const CLOCK = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/;
  const FRACTION_OF_UNIT = new RegExp(`${FRACTION}(?: of)? an? (?=${UNIT})`, "g");
  const FRACTION_BEFORE_UNIT = new RegExp(`(${NUMBER}) and ${FRACTION} (?=${UNIT})`, "g");
  const FRACTION_AFTER_UNIT = new RegExp(`(${NUMBER})[ -]?(${UNIT}) and ${FRACTION}$`);
  const PART = new RegExp(`(${NUMBER})[ -]?(${UNIT})(?:(?:,? and |, ?| )(?=\\S))?`, "y");
  const LONGEST = 36525 * 1440;

  const round = (minutes) => Math.round(minutes * 1e6) / 1e6;
  const number = (text) => NUMBERS[text] ?? Number(text);
  const total = (amounts) =>
    Object.entries(amounts).reduce((sum, [unit, text]) => sum + Number(text ?? 0) * UNITS[unit], 0);

  const readWords = (given) => {
    const text = given
      .replace(FRACTION_OF_UNIT, (_, part) => `${FRACTIONS[part]} `)
      .replace(FRACTION_BEFORE_UNIT, (_, whole, part) => `${number(whole) + FRACTIONS[part]} `)
      .replace(FRACTION_AFTER_UNIT, (_, whole, unit, part) =>
        `${number(whole) + FRACTIONS[part]} ${unit}`);
    let sum = 0;
    let smallest = Infinity;
    for (PART.lastIndex = 0; PART.lastIndex < text.length;) {
      const match = PART.exec(text);
      const size = match ? UNITS[match[2][0]] : Infinity;
      if (size >= smallest) return null;
      smallest = size;
      sum += number(match[1]) * size;
    }
    return smallest < Infinity ? sum : null;
  };

  /* Minutes, or null for a text that is no length of time. */
  const parse = (given) => {
    const text = given.toLowerCase().trim().replace(/\s+/g, " ").replace(APPROXIMATE, "");
    const iso = ISO.exec(text);
    const clock = CLOCK.exec(text);
    let minutes = null;
    if (iso && iso.slice(1).some(Boolean)) {
      const [, w, d, h, m, s] = iso;
      minutes = total({ w, d, h, m, s });
    } else if (clock) {
      const [, h, m, s] = clock;
      minutes = total({ h, m, s });
    } else if (text.length <= 200) {
      minutes = readWords(text);
    }
    return minutes === null || minutes > LONGEST ? null : round(minutes);
  };

  /* `1 h 30 min`; with no space for addresses, `1h30min`. */
  const format = (minutes, space = " ") => {
    let seconds = Math.round(Math.abs(minutes) * 60);
    const parts = [];
    for (const [unit, size] of [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]]) {
      const count = Math.floor(seconds / size);
      seconds -= count * size;
      if (count) parts.push(`${count}${space}${unit}`);
    }
    return parts.join(space) || `0${space}min`;
  };

  const HOUR = 60;
  const DAY = 24 * HOUR;
  /* Where the slider stops: each about half as much again as the one before. */
  const STOPS = [
    1, 2, 3, 5, 7, 10, 15, 20, 30, 45, HOUR, 1.5 * HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR,
    8 * HOUR, 12 * HOUR, 18 * HOUR, DAY, 1.5 * DAY, 2 * DAY, 3 * DAY, 4 * DAY, 7 * DAY, 10 * DAY,
    14 * DAY, 21 * DAY, 30 * DAY, 45 * DAY, 60 * DAY, 90 * DAY, 180 * DAY, 365 * DAY,
  ];
  const MARKS = [1, 15, HOUR, 4 * HOUR, DAY, 7 * DAY, 30 * DAY, 365 * DAY];

  /* A log scale from one minute to the longest of what is shown, at least to a day. */
  const makeScale = (longest) => {
    const end = STOPS.find((stop) => stop >= longest && stop >= DAY) ?? longest;
    return {
      stops: STOPS.filter((stop) => stop <= end),
      marks: MARKS.filter((mark) => mark <= end),
      place: (minutes) => Math.max(0, Math.min(1, Math.log(minutes) / Math.log(end))),
    };
  };

  window.postmortemKb.lengths = { parse, format, makeScale };
})();
