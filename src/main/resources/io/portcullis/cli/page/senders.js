/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows who sends what the rules do not allow, filtered and sorted.

import { byId, say, time } from './elements.js';
import { collator, count, numbers } from './format.js';
import { state } from './state.js';
import { cell, fill, hasWords } from './tables.js';

const SENDERS_AT_FIRST = 100;

const ORDERS = {
  count: (a, b) => a.count - b.count,
  lastSeen: (a, b) => Date.parse(a.lastSeen) - Date.parse(b.lastSeen),
};

function sorted(rows) {
  const { column, descending } = state.sort;
  const order = ORDERS[column] ?? ((a, b) => collator.compare(a[column], b[column]));
  const turn = descending ? -1 : 1;
  return [...rows].sort((a, b) => turn * order(a, b) || collator.compare(senderKey(a), senderKey(b)));
}

function senderKey(row) {
  return JSON.stringify([row.rule, row.destination, row.user, row.clientId, row.protocol]);
}

function filteredSenders() {
  const filter = byId('senders-filter').value;
  return state.now.senders.rows.filter((row) => hasWords(
    [row.rule, row.destination, row.user, row.clientId, row.remoteAddress, row.protocol], filter));
}

function sendersText(found) {
  const { rows, error } = state.now.senders;
  if (error) {
    return `It cannot be told: ${error}`;
  }
  if (rows.length === 0) {
    return 'Nobody has since the broker started.';
  }
  return found.length === rows.length
    ? `${count(rows.length, 'sender')} of what the rules do not allow, the last 1,000 at most.`
    : `${numbers.format(found.length)} of ${count(rows.length, 'sender')}.`;
}

// A refusal can reach all who share the connection of a pool.
function clientText(row) {
  return row.otherProducers > 0
    ? `${row.clientId}, shared with ${count(row.otherProducers, 'other producer')}`
    : row.clientId;
}

export function showSenders() {
  const found = filteredSenders();
  const shown = sorted(found).slice(0, state.areAllSendersShown ? Infinity : SENDERS_AT_FIRST);
  say(byId('senders-note'), sendersText(found));
  byId('senders-tools').hidden = state.now.senders.rows.length === 0;
  byId('senders-table').parentElement.hidden = found.length === 0;
  byId('senders-more').hidden = shown.length === found.length;
  say(byId('senders-more'), `Show all ${numbers.format(found.length)}`);
  for (const head of byId('senders-table').tHead.rows[0].cells) {
    const isSorted = head.dataset.column === state.sort.column;
    if (isSorted) {
      head.setAttribute('aria-sort', state.sort.descending ? 'descending' : 'ascending');
    } else {
      head.removeAttribute('aria-sort');
    }
  }
  fill(byId('senders-table').tBodies[0], shown, senderKey, (row) => [
    cell('Last seen', time(row.lastSeen), 'short'),
    cell('Count', numbers.format(row.count), 'short'),
    cell('Destination', row.destination, 'long'),
    cell('User', row.user, 'name'),
    cell('Client id', clientText(row), 'name'),
    cell('Address', row.remoteAddress, 'name'),
    cell('Protocol', row.protocol, 'short'),
    cell('Rule', row.rule, 'id'),
  ]);
}

export function sortBy(column) {
  const isNumber = column in ORDERS;
  const descending = state.sort.column === column ? !state.sort.descending : isNumber;
  state.sort = { column, descending };
}
