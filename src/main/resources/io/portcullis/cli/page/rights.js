/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows the authorization map as a matrix, with what was used of it.

import { byId, html, isNews, say, value, word } from './elements.js';
import { collator, count, numbers } from './format.js';
import { state } from './state.js';
import { grouped, hasWords } from './tables.js';
import { usesText, withUses } from './uses.js';

const MOST_DESTINATIONS = 400;
const MOST_GROUPS = 100;
const MOST_CELLS = 20_000;
const RIGHTS = ['read', 'write', 'admin'];

/** Without uses, a right that was not used is not known to be unused. */
let areUsesKnown = false;

export function showRights() {
  const accesses = state.look?.Accesses;
  const uses = state.look?.Uses;
  const filter = byId('rights-filter').value;
  if (!accesses || !isNews('rights', [accesses, uses, filter])) {
    return;
  }
  const rights = withUses(accesses.rows, uses.rows);
  areUsesKnown = uses.rows.length > 0;
  const isEmpty = rights.length === 0;
  const destinations = grouped(rights, (row) => row.destinations);
  const found = [...destinations].filter(([name]) => hasWords([name], filter));
  say(byId('rights-note'),
    accesses.error
      ? `It cannot be told: ${accesses.error}`
      : isEmpty ? 'Nobody may do anything, or there is no map.' : rightsText(destinations, found));
  say(byId('uses-note'), usesText(uses));
  byId('rights-legend').hidden = isEmpty;
  byId('uses-legend').hidden = isEmpty || !areUsesKnown;
  byId('rights-tools').hidden = isEmpty;
  byId('rights-table').parentElement.hidden = found.length === 0;
  showMatrix(found);
}

/** So many that a browser can bear them; what is left out is said. */
function showMatrix(found) {
  const groups = [...new Set(found.flatMap(([, rows]) => rows.map((row) => row.group)))]
    .sort(collator.compare);
  const columns = groups.slice(0, MOST_GROUPS);
  const rows = found.slice(
    0, Math.min(MOST_DESTINATIONS, Math.floor(MOST_CELLS / Math.max(1, columns.length))));
  const left = [
    [found.length - rows.length, 'pattern'],
    [groups.length - columns.length, 'group'],
  ].filter(([number]) => number > 0).map(([number, what]) => count(number, what));
  say(byId('rights-rest'),
    left.length > 0 ? `Not shown: ${left.join(' and ')} more. A filter leaves fewer.` : '');
  byId('rights-table').tHead.rows[0].replaceChildren(
    html('th', { scope: 'col' }, 'Destinations'),
    ...columns.map((group) => html('th', { scope: 'col', class: 'group' },
      html('span', {}, group === '*' ? word('everybody') : value(group)))));
  byId('rights-table').tBodies[0].replaceChildren(
    ...rows.map(([name, those]) => rightsRow(name, those, columns)));
}

function rightsText(destinations, found) {
  return found.length === destinations.size
    ? `${count(destinations.size, 'pattern')} of destinations; one stands for what no narrower one names.`
    : `${numbers.format(found.length)} of ${count(destinations.size, 'pattern')} of destinations.`;
}

function rightsRow(name, rows, groups) {
  const ofGroup = new Map(rows.map((row) => [row.group, row]));
  return html('tr', {},
    html('th', { scope: 'row' }, value(name)),
    ...groups.map((group) => html('td', { class: 'marks' }, ...marks(ofGroup.get(group)))));
}

/** Three marks to look at, and the same in words for who cannot. */
function marks(row) {
  const words = RIGHTS.map((right) => [right, stateOf(row, right)]);
  return [
    ...words.map(([right, style]) =>
      html('b', { class: `right ${style} ${right}`, 'aria-hidden': 'true' },
        style === 'none' ? '' : right[0].toUpperCase())),
    html('span', { class: 'hidden' },
      words.filter(([, style]) => style !== 'none')
        .map(([right, style]) => right + (WORDS[style] ?? '')).join(', ') || 'nothing'),
  ];
}

const WORDS = { unused: ' (never used)', missing: ' (used, not granted)' };

function stateOf(row, right) {
  if (row?.missing?.includes(right)) {
    return 'missing';
  }
  if (!row?.[right]) {
    return 'none';
  }
  return !areUsesKnown || row.used?.includes(right) ? 'held' : 'unused';
}
