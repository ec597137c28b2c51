/* Finds pages by the words in them. The index lies in small scripts, as `registry.site.search` writes it: a script can
   be loaded where a page was opened as a file, which nothing else can. Words are folded here as they are there. */
(() => {
  const field = document.querySelector("[data-wb-search]");
  if (!field) return;
  const [input, panel, said, list] = ["input", ".wb-search__panel", ".wb-search__said", "ol"].map(each => field.querySelector(each));
  const folder = field.dataset.wbSearch;
  const MOST = 20;

  /* ---- loading */
  const arrived = new Map(), asked = new Map();
  window.waybillSearch = {
    index: (shards, facts) => arrived.set("index", { shards: new Set(shards), ...facts }),
    words: (name, words) => arrived.set(`words/${name}`, words),
    pages: (number, pages) => arrived.set(`pages/${number}`, pages),
  };
  const load = name => {
    if (!asked.has(name)) asked.set(name, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${folder}${name}.js`;
      script.onload = () => resolve(arrived.get(name));
      script.onerror = () => { asked.delete(name); reject(new Error(name)); };
      document.head.append(script);
    }));
    return asked.get(name);
  };

  /* ---- words */
  const bare = text => text.normalize("NFKD").replace(/\p{M}/gu, "");
  const folded = word => {
    const small = word.toLowerCase().replace(/ß/g, "ss").slice(0, 40);
    return small.endsWith("s") && !/(ss|us|is)$/.test(small) && small.length > 3 ? small.slice(0, -1) : small;
  };
  const written = text => (bare(text).match(/\p{Nd}+(?:[.-]\p{Nd}+)+(?![\p{L}\p{N}])|[\p{L}\p{N}_]+/gu) || []).map(word => word.replace(/^_+|_+$/g, "")).filter(Boolean);
  const cased = word => /[^\x00-\x7f]/.test(word) ? [word] : word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) || [];
  const parts = word => word.split(/_+/).flatMap(cased);
  const joined = word => folded(word.replace(/[_.-]/g, ""));
  const shard = word => [...word].slice(0, 2).map(c => c < "\x80" ? c : `-${c.codePointAt(0).toString(16)}`).join("");

  const plain = text => written(text).map(joined).join(" ");

  /* ---- words that nothing holds: what was meant may be a letter or two away */
  const slips = word => word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  const distance = (one, other) => {
    let before, last, row = [...Array(other.length + 1).keys()];
    for (let at = 1; at <= one.length; at++) {
      [before, last, row] = [last, row, [at]];
      for (let to = 1; to <= other.length; to++) {
        const same = one[at - 1] === other[to - 1];
        row[to] = Math.min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (same ? 0 : 1));
        const swapped = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
        if (swapped) row[to] = Math.min(row[to], before[to - 2] + 1);
      }
    }
    return row[other.length];
  };
  const meant = async (word, index) => {
    const most = slips(word);
    const names = most ? [...index.shards].filter(name => name[0] === word[0]) : [];
    const near = (await Promise.all(names.map(name => load(`words/${name}`)))).flatMap(Object.keys)
      .filter(known => Math.abs(known.length - word.length) <= most)
      .map(known => [distance(word, known), known]).filter(([off]) => off <= most);
    return near.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)).map(([, known]) => known)[0];
  };

  /* ---- searching */
  const holding = async (word, index) => {
    const found = new Map();
    if (!index.shards.has(shard(word))) return found;
    const words = await load(`words/${shard(word)}`);
    for (const [known, postings] of Object.entries(words)) {
      if (!known.startsWith(word)) continue;
      const near = known === word ? 1 : .5 * word.length / known.length;
      for (let at = 0; at < postings.length; at += 2)
        found.set(postings[at], Math.max(found.get(postings[at]) || 0, postings[at + 1] * near));
    }
    return found;
  };
  const search = async text => {
    const index = await load("index");
    const wanted = [], instead = [];
    for (const raw of written(text)) {
      const whole = await holding(joined(raw), index);
      const inner = parts(raw).map(folded).filter(part => part.length > 1);
      const word = whole.size || inner.length > 1 ? undefined : await meant(joined(raw), index);
      if (word) instead.push(word);
      if (word) wanted.push(await holding(word, index));
      else if (whole.size || inner.length < 2) wanted.push(whole);
      else wanted.push(...await Promise.all(inner.map(part => holding(part, index))));
    }
    const scores = new Map();
    for (const found of wanted) for (const [page, weight] of found) {
      const before = scores.get(page) || [0, 0];
      scores.set(page, [before[0] + weight, before[1] + 1]);
    }
    const complete = ([sum, count]) => sum * (count / wanted.length) ** 3;
    const best = [...scores].map(([page, score]) => [page, complete(score)]).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const named = plain(text), shown = await Promise.all(best.slice(0, 2 * MOST).map(async ([page, score]) => {
      const found = (await load(`pages/${Math.floor(page / index.block)}`))[page % index.block];
      return { found, score: score * (plain(found[1]) === named ? 5 : 1) };
    }));
    shown.sort((a, b) => b.score - a.score);
    return { shown: shown.slice(0, MOST).map(each => each.found), total: best.length, instead };
  };

  /* ---- showing */
  const element = (name, kind, text) => Object.assign(document.createElement(name), { className: kind, textContent: text });
  const address = url => {
    const [path, place] = url.split("#");
    return `${folder.replace(/search\/$/, "")}${path}index.html${place ? `#${place}` : ""}`;
  };
  const entry = ([url, title, owner, kind, sentence]) => {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = address(url);
    link.append(element("span", "wb-search__title", title));
    const facts = [kind, owner].filter(Boolean).join(" \u00b7 ");
    if (facts) link.append(" ", element("span", "wb-search__owner", facts));
    link.append(element("span", "wb-search__sentence", sentence));
    item.append(link);
    return item;
  };
  let latest = 0;
  const show = async () => {
    const turn = ++latest, text = input.value.trim();
    panel.hidden = text.length < 2;
    if (panel.hidden) return list.replaceChildren();
    try {
      const { shown, total, instead } = await search(text);
      if (turn !== latest) return;
      list.replaceChildren(...shown.map(entry));
      const taken = instead.length ? `, with \u201c${instead.join(" ")}\u201d` : "";
      said.textContent = total > shown.length ? `The best ${shown.length} of ${total}${taken}`
        : total ? `${total} found${taken}` : `Nothing holds \u201c${text}\u201d. Try the name of a field, of a flow, or a word of the glossary.`;
    } catch {
      list.replaceChildren();
      said.textContent = "The search cannot work here: its index is not where this page expects it.";
    }
  };
  const close = () => { panel.hidden = true; };
  const stops = () => [input, ...list.querySelectorAll("a")];
  const move = step => {
    const all = stops(), at = all.indexOf(document.activeElement);
    all[Math.min(Math.max(at + step, 0), all.length - 1)].focus();
  };
  let wait;
  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(show, 80); });
  input.addEventListener("focus", () => { load("index").catch(() => {}); if (input.value.trim().length > 1) show(); });
  field.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Enter" && document.activeElement === input) list.querySelector("a")?.click();
    if (event.key === "Escape") { input.focus(); close(); }
  });
  const sign = document.getElementById("__search");
  document.addEventListener("click", event => {
    if (field.contains(event.target) || event.target === sign || event.target.closest("label[for=__search]")) return;
    close();
    if (sign) sign.checked = false;
  });
  field.addEventListener("focusout", event => { if (event.relatedTarget && !field.contains(event.relatedTarget)) close(); });
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); input.focus(); }
  });
  sign?.addEventListener("change", () => { if (sign.checked) input.focus(); });
})();
