/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows who sends what the rules do not allow, by user and destination, filtered and sorted.

import { byId, html, say, time, value } from './elements.js';
import { collator, count, numbers } from './format.js';
import { state } from './state.js';
import { cell, fill, grouped, hasWords } from './tables.js';

const SENDERS_AT_FIRST = 100;
/** So many names of one kind are in a row. */
const NAMES_AT_MOST = 3;
/** So many rows the gate keeps. */
const REMEMBERED = 1_000;

const ORDERS = {
  count: (a, b) => a.count - b.count,
  lastSeen: (a, b) => Date.parse(a.lastSeen) - Date.parse(b.lastSeen),
};

function sorted(groups) {
  const { column, descending } = state.sort;
  const order = ORDERS[column] ?? ((a, b) => collator.compare(a[column], b[column]));
  const turn = descending ? -1 : 1;
  return [...groups].sort((a, b) => turn * order(a, b) || collator.compare(a.key, b.key));
}

function filteredSenders() {
  const filter = byId('senders-filter').value;
  return state.now.senders.rows.filter((row) => hasWords(
    [row.rule, row.destination, row.user, row.clientId, row.remoteAddress, row.protocol], filter));
}

/** The senders by user and destination: what one client does, whatever it calls itself. */
function groupsOf(rows) {
  return [...grouped(rows, (row) => JSON.stringify([row.user, row.destination]))]
    .map(([key, those]) => group(key, those));
}

function group(key, rows) {
  const latest = rows.reduce((a, b) => (ORDERS.lastSeen(a, b) < 0 ? b : a));
  return {
    key,
    rows,
    user: latest.user,
    destination: latest.destination,
    lastSeen: latest.lastSeen,
    count: rows.reduce((sum, row) => sum + row.count, 0),
    clientId: listed(clients(rows)),
    remoteAddress: listed(rows.map((row) => withoutPort(row.remoteAddress))),
    protocol: listed(rows.map((row) => row.protocol)),
    rule: listed(rows.map((row) => row.rule)),
  };
}

/** A port changes with every connection, as does the number of one inside the JVM. */
const withoutPort = (address) => address.replace(/[:#]\d+$/, '');

/** The clients of a group: ids that a library generates are one client. */
function clients(rows) {
  return [...grouped(rows, (row) => row.client ?? row.clientId)].map(([client, those]) => {
    const ids = new Set(those.map((row) => row.clientId));
    const others = Math.max(...those.map((row) => row.otherProducers));
    const name = ids.size === 1 ? those[0].clientId : `${client} (${numbers.format(ids.size)} ids)`;
    return others > 0 ? `${name}, shared with ${count(others, 'other producer')}` : name;
  });
}

/** Lists the different ones, and counts those that are too many. */
function listed(texts) {
  const all = [...new Set(texts.filter((text) => text !== ''))].sort(collator.compare);
  const more = all.length - NAMES_AT_MOST;
  return more > 0
    ? `${all.slice(0, NAMES_AT_MOST).join(', ')} and ${numbers.format(more)} more`
    : all.join(', ');
}

function sendersText(found, all) {
  const { rows, error } = state.now.senders;
  if (error) {
    return `It cannot be told: ${error}`;
  }
  if (rows.length === 0) {
    return 'Nobody has since the broker started.';
  }
  const bound = rows.length >= REMEMBERED ? ' The broker keeps the last 1,000 clients.' : '';
  return found.length === all.length
    ? `${count(all.length, 'sender')} of what the rules do not allow, by user and destination.${bound}`
    : `${numbers.format(found.length)} of ${count(all.length, 'sender')}.`;
}

export function showSenders() {
  const all = groupsOf(state.now.senders.rows);
  const found = groupsOf(filteredSenders());
  const shown = sorted(found).slice(0, state.areAllSendersShown ? Infinity : SENDERS_AT_FIRST);
  say(byId('senders-note'), sendersText(found, all));
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
  const rows = shown.flatMap((each) => [
    { ...each, rows: each.rows.length, style: 'group', isOpen: state.openSenders.has(each.key) },
    ...(state.openSenders.has(each.key) ? members(each) : []),
  ]);
  fill(byId('senders-table').tBodies[0], rows, (row) => row.key, (row) => [
    cell('Last seen', time(row.lastSeen), 'short'),
    cell('Count', numbers.format(row.count), 'short'),
    cell('Destination', row.destination, 'long'),
    cell('User', row.user, 'name'),
    cell('Client id', client(row), 'name'),
    cell('Address', row.remoteAddress, 'name'),
    cell('Protocol', row.protocol, 'short'),
    cell('Rule', row.rule, 'id'),
  ]);
}

/** The rows of an open group, the most recent first. */
function members(each) {
  return [...each.rows]
    .sort((a, b) => ORDERS.lastSeen(b, a))
    .map((row) => ({
      ...row,
      clientId: clients([row])[0],
      key: each.key + JSON.stringify([row.rule, row.clientId, row.protocol]),
      style: 'member',
      rows: 1,
    }));
}

/** The clients of a row, with a button that shows each by itself. */
function client(row) {
  if (row.rows === 1) {
    return value(row.clientId);
  }
  const button = html('button', { type: 'button', class: 'fold', 'aria-expanded': String(row.isOpen) },
    row.isOpen ? 'Show less' : `Show all ${numbers.format(row.rows)}`);
  button.addEventListener('click', () => toggle(row.key));
  return html('span', {}, value(row.clientId), ' ', button);
}

function toggle(key) {
  if (!state.openSenders.delete(key)) {
    state.openSenders.add(key);
  }
  showSenders();
}

export function sortBy(column) {
  const isNumber = column in ORDERS;
  const descending = state.sort.column === column ? !state.sort.descending : isNumber;
  state.sort = { column, descending };
}
