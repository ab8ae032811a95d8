// What the search finds, and in which order: by Pagefind's index of the texts, and by what each
// place is called, its title and its other names. The box asks for it when it is used.
(() => {
  // Results of a search by all words that are too few; words that make a phrase, and a name that
  // is meant wherever it stands.
  const FEW = 2;
  const PHRASE = 3;
  const OWN = 4;
  // How much it counts that a place is called by just these words, that it is called by some of
  // them, that the titles above it have others, that its text has them, one after the other.
  const EXACT = 10;
  const PAGE = 20;
  const CALLED = 6;
  const ABOVE = 2;
  const TEXT = 3;
  const VERBATIM = 6;
  // So much a place without these words in its text must be called by them.
  const NAMED = 3;
  // Chapters teach; glossary and API come after them.
  const KINDS = { page: 1, section: 1, entry: 0.25 };
  const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega".split(" ");
  const CHINESE = /[\u4e00-\u9fff]/;

  const spelled = (text) =>
    text.toLowerCase().replace(/[α-ω]/g, (sign) => ` ${GREEK[sign.charCodeAt(0) - 0x3b1]} `).replace(/[’']s\b/g, " ");
  const split = (text) => spelled(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  // Without spaces and punctuation, but with the signs of mathematics.
  const letters = (text) => spelled(text).replace(/[^\p{L}\p{N}∇∂]/gu, "");
  const stem = (word) => word.replace(/(?<=..)(?:ies|ing|ed|es|s|e)$/, "");
  // Words are forms of one when they share most of their letters, as saturated and saturation.
  function alike(one, other) {
    if (one === other) return true;
    const shared = Math.max(5, Math.ceil(0.66 * Math.max(one.length, other.length)));
    return one.slice(0, shared) === other.slice(0, shared) && one.length >= shared;
  }
  // The class of an exception says nothing of its message.
  const message = (term) => term.replace(/^(?:[\w.]*(?:Error|Warning|Exception):\s*)+/, "");

  window.loadRanking = async (root, stop, tries) => {
    // What could not be fetched once is not fetched again under the same address.
    const engine = await import(new URL(`pagefind/pagefind.js${tries ? `?${tries}` : ""}`, root));
    // A worker would fetch the same program again.
    await engine.options({ noWorker: true });
    await engine.init();
    const metaWeights = { title: 5, above: 2, names: 5, entry: 0.25, within: 0.1 };
    await engine.options({ excerptLength: 22, ranking: { metaWeights, pageLength: 0 } });
    const listed = await (await fetch(new URL("pagefind/places.json", root))).json();
    return new Ranking(engine, listed, new Set(stop.split(" ")));
  };

  class Ranking {
    constructor(engine, listed, stop) {
      Object.assign(this, { engine, stop, places: [], frequency: new Map() });
      for (const [id, [kind, title, above, ...names]] of Object.entries(listed)) {
        // Of gradbook.activations.relu, the last name is typed.
        const last = /^[\w.]+$/.test(title) ? [title.split(".").pop()] : [];
        const called = [title, ...last, ...names].map((name) => ({
          letters: letters(name),
          words: this.subjects(name).map(stem),
        }));
        this.places.push({ id, kind, title, called, above: this.subjects(above).map(stem) });
        for (const word of new Set(called.flatMap(({ words }) => words)))
          this.frequency.set(word, (this.frequency.get(word) ?? 0) + 1);
      }
    }

    // Those words that say something of what is asked for.
    subjects(text) {
      const words = split(text);
      const telling = words.filter((word) => !this.stop.has(word));
      return telling.length ? telling : words;
    }

    // Rare words say more, and letters little.
    weight(words) {
      const rare = (word) => Math.log(1 + this.places.length / (1 + (this.frequency.get(word) ?? 0)));
      return words.reduce((sum, word) => sum + rare(word) * (word.length > 1 ? 1 : 0.2), 0);
    }

    // How well a place is called by what was typed.
    called(place, typed) {
      const among = (words) => typed.stems.filter((one) => words.some((other) => alike(one, other)));
      const whole = this.weight(typed.stems);
      const has = new Set();
      let best = 0;
      for (const { letters, words } of place.called) {
        if (letters === typed.letters || letters === typed.subject) best = place.kind === "page" ? PAGE : EXACT + CALLED;
        const both = among(words);
        both.forEach((word) => has.add(word));
        const covered = Math.min(1, this.weight(both) / this.weight(words));
        const part = typed.long && letters.includes(typed.letters);
        const more = words.length >= OWN && typed.letters.includes(letters);
        const share = part || more ? 2 + covered : (this.weight(both) / whole) * (0.5 + 0.5 * covered);
        if (both.length || part || more) best = Math.max(best, CALLED * share);
      }
      if (has.size) among(place.above).forEach((word) => has.add(word));
      return best + (ABOVE * this.weight([...has])) / whole;
    }

    // By id: what Pagefind finds in the texts for all words or, if that is little, for each.
    async texts(words) {
      const found = new Map();
      const add = (results, share, all) => {
        const most = results[0]?.score || 1;
        for (const result of results) {
          const known = found.get(result.id) ?? { result, all, score: all ? 0.5 : 0 };
          known.score += (share * result.score) / most;
          found.set(result.id, known);
        }
      };
      const { results } = await this.engine.search(words.join(" "));
      add(results, 1, true);
      if (results.length > FEW || words.length < 2) return found;
      for (const word of words) add((await this.engine.search(word)).results, 1 / (words.length + 1), false);
      return found;
    }

    // Chinese words have no spaces between them: each name that holds what was typed is meant.
    async named(term) {
      const names = this.places.flatMap(({ called }) => called.map(({ letters }) => letters));
      const held = new Set(names.filter((name) => name.includes(letters(term))));
      return new Map((await Promise.all([...held].map((name) => this.texts([name])))).flatMap((found) => [...found]));
    }

    // All that is found for a term, the best first.
    async look(term) {
      const said = message(term).replace(/["“”]/g, " ").trim();
      const words = said.split(/\s+/).map((word) => word.replace(/[’']s\b|[?!,;:]+$/g, ""));
      const telling = words.filter((word) => word && !this.stop.has(word.toLowerCase()));
      const typed = { letters: letters(said), stems: this.subjects(said).map(stem), long: split(said).length >= PHRASE };
      typed.subject = this.subjects(said).join("");
      const found = CHINESE.test(said) ? await this.named(said) : await this.texts(telling.length ? telling : words);
      const verbatim = typed.long ? (await this.engine.search(`"${said}"`)).results : [];
      for (const result of verbatim)
        found.set(result.id, { result, all: true, verbatim: true, score: (found.get(result.id)?.score ?? 0) + VERBATIM / TEXT });
      const ranked = this.places
        .map((place) => ({ place, text: found.get(place.id), called: this.called(place, typed) }))
        .filter(({ text, called }) => text || called > NAMED);
      const score = ({ place, text, called }) => KINDS[place.kind] * (called + TEXT * (text?.score ?? 0));
      ranked.forEach((one) => (one.score = score(one)));
      return { stems: typed.stems, rest: ranked.sort((one, other) => other.score - one.score) };
    }

    // The texts of the next few, without those that Pagefind found for a part of a word such as x.
    async next(found, count) {
      const some = found.rest.splice(0, count);
      const data = await Promise.all(some.map((one) => this.text(one)));
      const has = (text) => (word) => split(text).some((other) => alike(word, other));
      return data.filter((one, i) => {
        const { text, called } = some[i];
        if (!one) return false;
        const all = [one.content, ...Object.values(one.meta)].join(" ");
        one.whole = text?.verbatim || called > EXACT || found.stems.every((word) => split(all).some((other) => other.startsWith(word)));
        return one.whole || called > NAMED || (text && !text.all && found.stems.some(has(all)));
      });
    }

    async text({ place, text }) {
      const found = text ?? (await this.texts(split(place.title))).get(place.id);
      return found?.result.data();
    }
  }
})();
