/* Full-text search over an index that was made with the site; see the package's folder `search`.
   A query loads the few shards that hold its words. `words.py` says the same about words. */
(() => {
  "use strict";

  const kb = (window.postmortemKb ??= {});
  if (kb.search) return;

  /* Words */

  const LONGEST = 32;
  const STOP_WORDS = new Set(
    "a an and are as at be by for from in is it of on or that the to was with".split(" "));
  const SINGLE = "\\u0e00-\\u0e7f\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff";
  const WORD = new RegExp(
    `(?=[\\p{L}\\p{N}])[${SINGLE}]|(?:(?![${SINGLE}])[\\p{L}\\p{N}])+`, "gu");
  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };
  const ENDING = /^[a-z]+(?:s|che|she|sse|xe)$/;

  const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "");
  const fold = (text) =>
    bare(bare(text).toLowerCase()).replace(/[ßæœøłđıς]/g, (letter) => PLAIN[letter]);
  /* By code points, as Python counts. */
  const cut = (word) => (word.length > LONGEST ? [...word].slice(0, LONGEST).join("") : word);
  const splitWords = (text) => (fold(text).match(WORD) ?? []).map(cut);

  const stem = (word) => {
    if (word.length < 4 || !ENDING.test(word)) return word;
    if (/[^ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
    if (/[^us]s$/.test(word)) word = word.slice(0, -1);
    return /(?:che|she|sse|xe)$/.test(word) ? word.slice(0, -1) : word;
  };

  /* A text in quotes is a phrase. The last word may still be being typed, so that it stands for
     all words that begin like it, unless something follows it. */
  const parse = (text) => {
    const phrases = [];
    const rest = text.replace(/["“„]([^"“”„]*)["”“]/g, (_, phrase) => {
      phrases.push(splitWords(phrase).map(stem));
      return " ";
    });
    const typed = splitWords(rest);
    let beginning = /[\p{L}\p{N}\p{M}]$/u.test(rest) ? typed.pop() ?? null : null;
    let words = typed.map(stem);
    const telling = words.filter((word) => !STOP_WORDS.has(word));
    const hasPhrase = phrases.some((phrase) => phrase.length);
    if (telling.length || hasPhrase) {
      if (STOP_WORDS.has(beginning)) beginning = null;
      words = telling;
    } else if (beginning !== null && !STOP_WORDS.has(beginning)) words = [];
    return {
      words: [...new Set([...words, ...phrases.flat()])],
      phrases: phrases.filter((phrase) => phrase.length > 1),
      beginning,
    };
  };

  /* What a word that is being typed may be in full, although the stem does not begin like it. */
  const wholeWords = (beginning) => {
    const found = [stem(beginning)];
    if (/ie?$/.test(beginning)) found.push(beginning.replace(/ie?$/, "y"));
    return [...new Set(found)];
  };

  /* Numbers: see `numerals.py`. */

  const DIGITS = new Uint8Array(128);
  let digits = 0;
  for (let code = 0x21; code < 0x7f; code++) {
    if (code !== 0x22 && code !== 0x5c) DIGITS[code] = digits++;
  }
  const BASE = digits / 2;

  const readNumbers = (text) => {
    const numbers = [];
    let number = 0;
    let weight = 1;
    for (let i = 0; i < text.length; i++) {
      const digit = DIGITS[text.charCodeAt(i)];
      if (digit < BASE) {
        numbers.push(number + digit * weight);
        number = 0;
        weight = 1;
      } else {
        number += (digit - BASE) * weight;
        weight *= BASE;
      }
    }
    return numbers;
  };

  const readAscending = (text) => {
    let last = -1;
    return readNumbers(text).map((step) => (last += step + 1));
  };

  const readLevels = (text) => Array.from(text, (letter) => letter.charCodeAt(0) - 96);

  /* The place of `key` in ascending `keys`, as the number of those that are not after it. */
  const findPlace = (keys, key) => {
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /* An index: see `shards.py`. */

  const open = (siteRoot, name = "search/records") => {
    const root = new URL(siteRoot, document.baseURI).href;
    const shards = new Map();

    /* What is where. The beginnings that have a row of their own follow from the shards' starts. */
    const readTable = async () => {
      const { count, w, p } = await kb.load(root, name);
      const starts = w ? w.split(" ") : [];
      const beginnings = new Set(starts.flatMap((start) => {
        const letters = [...start];
        return letters.slice(1).map((_, i) => letters.slice(0, i + 1).join(""));
      }));
      return { count, starts, beginnings: [...beginnings].sort(), step: p };
    };
    let table = null;
    const getTable = () => (table ??= readTable().catch((error) => {
      table = null;
      throw error;
    }));

    /* The columns of a shard, each split into what it says of every word. */
    const getShard = async (key) => {
      if (!shards.has(key)) {
        const columns = await kb.load(root, `${name}/${key}`);
        shards.set(key, [columns].flat().map((column) => column.split(" ")));
      }
      return shards.get(key);
    };

    const readPosting = (documents, levels) =>
      ({ documents: readAscending(documents), levels: readLevels(levels) });
    const readBest = (text) => {
      const documents = [];
      const levels = [];
      for (let number = 0; number < text.length; number++) {
        if (text[number] === "0") continue;
        documents.push(number);
        levels.push(text.charCodeAt(number) - 96);
      }
      return { documents, levels };
    };
    const nowhere = { documents: [], levels: [] };

    const findPosting = async (word) => {
      const { count, starts } = await getTable();
      if (!count) return nowhere;
      const [words, documents, levels] = await getShard(`w${findPlace(starts, word)}`);
      const place = findPlace(words, word) - 1;
      return words[place] === word ? readPosting(documents[place], levels[place]) : nowhere;
    };

    /* The documents that have any word with this beginning, with the best level among those, which
       is rounded; and those that have the beginning itself as a word. */
    const findBeginning = async (beginning) => {
      const { count, starts, beginnings, step } = await getTable();
      if (!count) return [nowhere, nowhere];
      const wide = findPlace(beginnings, beginning) - 1;
      if (beginnings[wide] === beginning) {
        const columns = await getShard(`p${Math.floor(wide / step)}`);
        const [best, ...own] = columns.slice(1).map((column) => column[wide % step]);
        return [readBest(best), readPosting(...own)];
      }
      const [words, documents, levels] = await getShard(`w${findPlace(starts, beginning)}`);
      const best = new Map();
      let own = nowhere;
      let place = findPlace(words, beginning);
      if (words[place - 1] === beginning) place--;
      for (; words[place]?.startsWith(beginning); place++) {
        const posting = readPosting(documents[place], levels[place]);
        if (words[place] === beginning) own = posting;
        posting.documents.forEach((number, i) => {
          if (posting.levels[i] > (best.get(number) ?? 0)) best.set(number, posting.levels[i]);
        });
      }
      const rounded = Array.from(best.values(), (level) => Math.ceil(level / 3) * 3 - 1);
      return [{ documents: [...best.keys()], levels: rounded }, own];
    };

    /* The places of a word by document; nothing where it is too frequent to have any. */
    const findPlaces = async (word, posting, wanted) => {
      const { starts } = await getTable();
      const shard = findPlace(starts, word);
      const [words] = await getShard(`w${shard}`);
      const [texts] = await getShard(`o${shard}`);
      const text = texts[findPlace(words, word) - 1];
      if (!text) return null;
      const byDocument = new Map();
      let document = 0;
      let place = 0;
      let places = [];
      for (const step of readNumbers(text)) {
        place += step >> 1;
        places.push(place);
        if (step & 1) {
          const number = posting.documents[document++];
          if (wanted.has(number)) byDocument.set(number, places);
          place = 0;
          places = [];
        }
      }
      return byDocument;
    };

    const keepPhrase = async (phrase, postings, numbers) => {
      const wanted = new Set(numbers);
      const columns = await Promise.all(
        phrase.map((word) => findPlaces(word, postings.get(word), wanted)));
      const placed = columns.flatMap((places, offset) => (places ? [{ places, offset }] : []));
      if (placed.length < 2) return numbers;
      return numbers.filter((number) => {
        const [first, ...others] = placed;
        return first.places.get(number).some((place) =>
          others.every(({ places, offset }) =>
            places.get(number).includes(place - first.offset + offset)));
      });
    };

    /* BM25's weight of a word that is in `frequency` documents: Robertson and Zaragoza 2009, in
       whole hundredths, so that no two machines disagree about an order. */
    const weigh = (count, frequency) =>
      Math.floor(100 * Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5)) + 0.5);

    /* All documents with all of the words and phrases of `text`, the best first. */
    const query = async (text) => {
      const { words, phrases, beginning } = parse(text);
      const shown = beginning === null ? words : [...words, beginning];
      const nothing = { records: [], total: 0, words: shown, stems: words, beginning };
      if (!shown.length) return nothing;
      const { count } = await getTable();
      const scores = new Float64Array(count);
      const met = new Uint8Array(count);
      let demands = 0;
      const add = ({ documents, levels }, factor, demand) => {
        const weight = factor * weigh(count, documents.length);
        documents.forEach((number, i) => {
          if (met[number] < demand - 1) return;
          met[number] = demand;
          scores[number] += weight * levels[i];
        });
      };
      const other = beginning === null
        ? [] : wholeWords(beginning).filter((word) => word !== beginning);
      const needed = [...new Set([...words, ...other])];
      const [[begun, own], ...found] = await Promise.all([
        beginning === null ? [] : findBeginning(beginning),
        ...needed.map(findPosting),
      ]);
      const postings = new Map(needed.map((word, i) => [word, found[i]]));
      for (const word of words) add(postings.get(word), 2, ++demands);
      if (beginning !== null) {
        demands++;
        add(begun, 1, demands);
        if (wholeWords(beginning).includes(beginning)) add(own, 2, demands);
        for (const word of other) add(postings.get(word), 2, demands);
      }
      let numbers = [];
      met.forEach((demand, number) => {
        if (demand === demands) numbers.push(number);
      });
      for (const phrase of phrases) {
        if (numbers.length) numbers = await keepPhrase(phrase, postings, numbers);
      }
      numbers.sort((a, b) => scores[b] - scores[a] || a - b);
      const records = numbers.map((number) => ({ number, score: scores[number] }));
      return { ...nothing, records, total: records.length };
    };

    return { query };
  };

  /* Where the words stand in `text` that answer `found`, a query's result: starts and ends. */
  const findWords = (text, found) => {
    const stems = new Set(found.stems);
    if (found.beginning !== null) wholeWords(found.beginning).forEach((word) => stems.add(word));
    const answers = (word) =>
      stems.has(stem(word)) || (found.beginning !== null && word.startsWith(found.beginning));
    return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
      .filter((match) => splitWords(match[0]).some(answers))
      .map((match) => [match.index, match.index + match[0].length]);
  };

  /* `text` as a fragment of the page, with those words in `<mark>`. */
  const mark = (text, found) => {
    const fragment = document.createDocumentFragment();
    let last = 0;
    for (const [start, end] of findWords(text, found)) {
      const marked = document.createElement("mark");
      marked.textContent = text.slice(start, end);
      fragment.append(text.slice(last, start), marked);
      last = end;
    }
    fragment.append(text.slice(last));
    return fragment;
  };

  const opened = new Map();
  const openOnce = (siteRoot, name = "search/records") => {
    const key = `${new URL(siteRoot, document.baseURI).href} ${name}`;
    if (!opened.has(key)) opened.set(key, open(siteRoot, name));
    return opened.get(key);
  };

  const isStopWord = (word) => STOP_WORDS.has(fold(word));

  kb.search = { open: openOnce, findWords, mark, splitWords, stem, isStopWord };
})();
