/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Lays what users did over the authorization map, and shows the keys of bodies.

import { byId, isNews, say, time } from './elements.js';
import { collator, count } from './format.js';
import { state } from './state.js';
import { cell, fill, grouped, rowHead } from './tables.js';

const EVERYBODY = '*';
const TEMPORARY = 'temporary destinations';

/** How narrow a level of a pattern is, the narrowest last. */
const narrowness = (level) => (level === '>' ? 0 : level === '*' ? 1 : 2);

/** Whether a pattern stands for a name, which may be a pattern itself. Kinds differ in the prefix. */
function covers(pattern, name) {
  for (let i = 0; i < pattern.length; i += 1) {
    if (pattern[i] === '>') {
      return true;
    }
    if (i >= name.length || name[i] === '>' || (pattern[i] !== '*' && pattern[i] !== name[i])) {
      return false;
    }
  }
  return pattern.length === name.length;
}

function compare(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] !== b[i]) {
      return narrowness(a[i]) - narrowness(b[i]);
    }
  }
  return a.length - b.length;
}

/** Kind and levels: topic://A.B becomes [topic:, A, B]. */
function levelsOf(destination) {
  const [, kind, name] = /^([a-z-]+):\/\/(.*)$/s.exec(destination) ?? [];
  return kind === undefined ? [destination] : [kind + ':', ...name.split('.')];
}

/** The narrowest of these destinations that stands for another; undefined if none does. */
function finder(destinations) {
  const patterns = destinations.map((name) => ({ name, levels: levelsOf(name) }))
    .sort((a, b) => compare(b.levels, a.levels));
  const found = new Map();
  return (destination) => {
    if (!found.has(destination)) {
      const levels = levelsOf(destination);
      found.set(destination, destination.startsWith('temp-')
        ? TEMPORARY
        : patterns.find((pattern) => covers(pattern.levels, levels))?.name);
    }
    return found.get(destination);
  };
}

const groupsOf = (use) => (use.groups === '' ? [] : use.groups.split(','));

/** A use that went through and that the map does not permit. */
const isMissing = (use) => use.passed && !use.permitted;

/**
 * The rows of the map with what was used: a row gets {used: Set of rights, missing: Set of rights}.
 * A destination that was used and is not granted gets a row of its own.
 */
export function withUses(rows, uses) {
  const all = new Map();
  const rowOf = (destinations, group) => {
    const key = JSON.stringify([destinations, group]);
    if (!all.has(key)) {
      all.set(key, { destinations, group, used: [], missing: [] });
    }
    return all.get(key);
  };
  for (const row of rows) {
    Object.assign(rowOf(row.destinations, row.group), row);
  }
  const find = finder([...new Set(rows.map((row) => row.destinations))]);
  for (const use of uses.filter((each) => each.passed)) {
    if (isMissing(use)) {
      for (const group of groupsOf(use)) {
        add(rowOf(use.destination, group).missing, use.operation);
      }
    } else {
      const destinations = find(use.destination);
      for (const group of [...groupsOf(use), EVERYBODY]) {
        const row = all.get(JSON.stringify([destinations, group]));
        if (row?.[use.operation]) {
          add(row.used, use.operation);
        }
      }
    }
  }
  return [...all.values()];
}

function add(rights, right) {
  if (!rights.includes(right)) {
    rights.push(right);
  }
}

/** Of one user, and of all. */
const MOST_OF_ONE = 1_000;

function isFull(rows) {
  const most = Math.max(...[...grouped(rows, (use) => use.user).values()].map((own) => own.length));
  return rows.length >= 10 * MOST_OF_ONE || most >= MOST_OF_ONE;
}

/** What the uses say of the map, in a sentence. */
export function usesText(uses) {
  if (uses.error) {
    return `Uses cannot be told: ${uses.error}`;
  }
  if (uses.rows.length === 0) {
    return 'No use of a right was observed.';
  }
  const missing = uses.rows.filter(isMissing).length;
  const refused = uses.rows.filter((use) => !use.passed).length;
  return `${count(uses.rows.length - refused, 'right')} used`
    + (missing > 0 ? `, ${missing === 1 ? 'one' : missing} of them not granted` : '')
    + (refused > 0 ? `; ${count(refused, 'other')} asked for and refused` : '')
    + `.${isFull(uses.rows) ? ' The broker keeps 1,000 of one user at most, and dropped some.' : ''}`
    + ' "bin/activemq portcullis suggest" prints the map that they need.';
}

export function showKeys() {
  const keys = state.look?.Keys;
  if (!keys || !isNews('keys', keys)) {
    return;
  }
  say(byId('keys-note'),
    keys.error
      ? `It cannot be told: ${keys.error}`
      : keys.rows.length === 0
        ? 'No encrypted message was observed.'
        : `${count(new Set(keys.rows.map((row) => row.destination)).size, 'destination')}. `
          + 'The first message of each connection and destination is looked at, and one in 1,024 after that.');
  byId('keys-table').parentElement.hidden = keys.rows.length === 0;
  const rows = [...keys.rows].sort((a, b) =>
    collator.compare(a.destination, b.destination) || collator.compare(a.key, b.key));
  fill(byId('keys-table').tBodies[0], rows,
    (row) => JSON.stringify([row.destination, row.provider, row.key, row.suite]),
    (row) => [
      rowHead(row.destination, 'long'),
      cell('Provider', row.provider, 'name'),
      cell('Key', row.key, 'long'),
      cell('Suite', row.suite, 'short'),
      cell('First seen', time(row.firstSeen), 'short'),
      cell('Last seen', time(row.lastSeen), 'short'),
    ]);
}
