/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Fills tables, and groups and filters their rows.

import { html, value } from './elements.js';
import { visible } from './format.js';

/** A cell of a table that stands one below the other on a narrow screen, each with its label. */
export function cell(label, content, style) {
  const element = content instanceof Node ? content : value(content);
  return html('td', { role: 'cell', 'data-label': label, class: style }, element);
}

export function rowHead(content, style) {
  return html('th', { role: 'rowheader', scope: 'row', class: style }, value(content));
}

/** The rows that a table has by their keys. */
const shownRows = new WeakMap();

/**
 * Shows these rows in this order. What stays the same is left alone: somebody may be reading or
 * copying it.
 */
export function fill(body, rows, key, cells) {
  const before = shownRows.get(body) ?? new Map();
  const after = new Map();
  // A time of today is shown without its day.
  const today = new Date().toDateString();
  for (const row of rows) {
    const id = key(row);
    const signature = JSON.stringify([row, today]);
    let shown = before.get(id);
    if (!shown) {
      shown = { element: html('tr', { role: 'row' }), signature: '' };
    }
    if (shown.signature !== signature) {
      const hadFocus = shown.element.contains(document.activeElement);
      shown.element.className = row.style ?? '';
      shown.element.replaceChildren(...cells(row));
      shown.signature = signature;
      if (hadFocus) {
        shown.element.querySelector('button')?.focus();
      }
    }
    after.set(id, shown);
  }
  for (const [id, shown] of before) {
    if (!after.has(id)) {
      shown.element.remove();
    }
  }
  let place = body.firstChild;
  for (const { element } of after.values()) {
    if (element === place) {
      place = place.nextSibling;
    } else {
      body.insertBefore(element, place);
    }
  }
  shownRows.set(body, after);
}

export function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) {
      group.push(row);
    } else {
      groups.set(key(row), [row]);
    }
  }
  return groups;
}

/** Whether a row has every word of a filter somewhere. */
export function hasWords(texts, filter) {
  const all = texts.map(visible).join('\n').toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}
