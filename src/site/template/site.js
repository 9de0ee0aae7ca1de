// Menus, colours of code, and drawings. Pages are readable without it.
'use strict';

(() => {
  const menu = document.getElementById('menu');
  const button = document.getElementById('menu-button');
  menu.classList.add('closed');
  button.hidden = false;
  button.addEventListener('click', () => {
    const closed = menu.classList.toggle('closed');
    button.setAttribute('aria-expanded', String(!closed));
    if (!closed) {
      scrollTo(0, 0);
    }
  });

  // The page that is shown, where the menu itself scrolls.
  const current = menu.querySelector('[aria-current]');
  if (current) {
    menu.scrollTop = current.offsetTop - menu.clientHeight / 2;
  }

  const contents = document.getElementById('contents');
  if (contents) {
    contents.open = matchMedia('(min-width: 80.01rem)').matches;
  }

  hljs.registerAliases(['properties'], { languageName: 'ini' });
  for (const code of document.querySelectorAll('pre code[class*="language-"]')) {
    const language = code.className.replace(/.*language-(\S+).*/, '$1');
    if (hljs.getLanguage(language)) {
      hljs.highlightElement(code);
    }
  }

  if (globalThis.mermaid) {
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    mermaid.initialize({
      startOnLoad: false,
      theme: dark ? 'dark' : 'neutral',
      // Narrow boxes, close to each other: a wide drawing has small text.
      flowchart: { nodeSpacing: 12, rankSpacing: 26, padding: 6, wrappingWidth: 120 },
    });
    mermaid.run();
  }
})();
