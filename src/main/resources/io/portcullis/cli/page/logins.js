/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows who fails to log in.

import { byId, say, time } from './elements.js';
import { count, numbers } from './format.js';
import { state } from './state.js';
import { cell, fill, rowHead } from './tables.js';

export function showLogins() {
  const { rows, error } = state.now.logins;
  const handshakes = state.now.facts.FailedHandshakeCount;
  const noHandshakes = handshakes === 0
    ? ''
    : ` ${count(handshakes, 'connection')} ended before there was a TLS session.`;
  say(byId('logins-note'),
    (error
      ? `It cannot be told: ${error}.`
      : rows.length === 0 ? 'Nobody lately.' : `${count(rows.length, 'user')} by name and network, the last 1,000 at most.`)
      + noHandshakes);
  byId('logins-table').parentElement.hidden = rows.length === 0;
  const latest = [...rows].sort((a, b) => Date.parse(b.last) - Date.parse(a.last));
  fill(byId('logins-table').tBodies[0], latest,
    (row) => JSON.stringify([row.user, row.address]),
    (row) => [
      rowHead(row.user, 'name'),
      cell('From', row.address, 'name'),
      cell('Failures', numbers.format(row.failures), 'short'),
      cell('Last', time(row.last), 'short'),
      cell('Has to wait until', time(row.waitsUntil), 'short'),
    ]);
}
