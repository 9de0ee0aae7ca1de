// Full-text search. Lunr finds and ranks; the sections come from a script that is written with the site.
'use strict';

(() => {
  const shown = 30;
  const form = document.getElementById('search');
  const root = form.dataset.root;
  const input = form.querySelector('input');
  const results = form.querySelector('.results');
  const status = results.querySelector('[role=status]');
  const list = results.querySelector('ol');
  let ready;

  form.hidden = false;

  function script(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.src = `${root}assets/${name}`;
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  // Not before somebody searches: the text of all pages is large.
  function index() {
    ready ??= Promise.all([script('lunr.js'), script('search-index.js')]).then(() => {
      lunr.tokenizer.separator = /[^\p{L}\p{N}_$]+/u;
      return lunr(function () {
        this.ref('place');
        this.field('title', { boost: 8 });
        this.field('page', { boost: 4 });
        this.field('text');
        this.metadataWhitelist = ['position'];
        manualSections.forEach((section, place) => this.add({ ...section, place }));
      });
    });
    return ready;
  }

  function find(lunrIndex, text) {
    const words = lunr.tokenizer(text).map(String).filter((word) => lunr.stopWordFilter(word));
    const search = (presence) =>
      lunrIndex.query((query) => {
        for (const word of words) {
          // What is being typed is the beginning of a word; the whole word counts more.
          query.term(word, { boost: 5 });
          query.term(lunrIndex.pipeline.runString(word), {
            usePipeline: false,
            wildcard: lunr.Query.wildcard.TRAILING,
            presence,
          });
        }
      });
    if (words.length === 0) {
      return [];
    }
    const all = search(lunr.Query.presence.REQUIRED);
    return all.length > 0 ? all : search(lunr.Query.presence.OPTIONAL);
  }

  function excerpt(text, match) {
    const positions = Object.values(match.matchData.metadata)
      .flatMap((fields) => fields.text?.position ?? [])
      .sort((a, b) => a[0] - b[0]);
    const first = positions.length > 0 ? positions[0][0] : 0;
    const from = first < 60 ? 0 : text.indexOf(' ', first - 60) + 1;
    const blank = text.indexOf(' ', from + 180);
    const to = blank < 0 || blank > from + 220 ? Math.min(text.length, from + 220) : blank;
    const element = document.createElement('span');
    element.className = 'text';
    let end = from;
    element.append(from > 0 ? '... ' : '');
    for (const [start, length] of positions) {
      if (start >= end && start + length <= to) {
        const mark = document.createElement('mark');
        mark.textContent = text.slice(start, start + length);
        element.append(text.slice(end, start), mark);
        end = start + length;
      }
    }
    element.append(text.slice(end, to), to < text.length ? ' ...' : '');
    return element;
  }

  function item(match) {
    const section = manualSections[Number(match.ref)];
    const link = document.createElement('a');
    link.href = root + section.href;
    const title = document.createElement('strong');
    title.textContent = section.title;
    const page = document.createElement('span');
    page.className = 'page';
    page.textContent = section.title === section.page ? '' : ` in ${section.page}`;
    link.append(title, page, excerpt(section.text, match));
    const element = document.createElement('li');
    element.append(link);
    return element;
  }

  function close() {
    results.hidden = true;
  }

  async function show() {
    const text = input.value.trim();
    if (text === '') {
      close();
      return;
    }
    const lunrIndex = await index();
    if (text !== input.value.trim()) {
      return;
    }
    const matches = find(lunrIndex, text);
    status.textContent = matches.length === 1 ? '1 section' : `${matches.length} sections`;
    list.replaceChildren(...matches.slice(0, shown).map(item));
    results.scrollTop = 0;
    results.hidden = false;
  }

  input.addEventListener('focus', index);
  input.addEventListener('input', show);
  list.addEventListener('click', close);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  form.addEventListener('keydown', (event) => {
    const links = [...list.querySelectorAll('a')];
    const place = links.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      close();
      input.focus();
    } else if (event.key === 'ArrowDown' && !results.hidden) {
      event.preventDefault();
      links[place + 1]?.focus();
    } else if (event.key === 'ArrowUp' && place >= 0) {
      event.preventDefault();
      (links[place - 1] ?? input).focus();
    }
  });
  document.addEventListener('click', (event) => {
    if (!form.contains(event.target)) {
      close();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
})();
