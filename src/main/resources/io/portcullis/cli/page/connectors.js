/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows what each connector speaks, and who is connected to it.

import { protocolName } from './connections.js';
import { byId, html, say, value } from './elements.js';
import { count, numbers } from './format.js';
import { state } from './state.js';
import { cell, fill, grouped, rowHead } from './tables.js';

export function showConnectors() {
  const connectors = state.look?.Connectors ?? { rows: [], error: '' };
  const connected = grouped(state.now.connections.rows, (row) => row.connector);
  byId('connectors-table').parentElement.hidden = connectors.rows.length === 0;
  say(byId('connectors-note'), connectors.error ? `It cannot be told: ${connectors.error}` : '');
  const body = byId('connectors-table').tBodies[0];
  fill(body, connectors.rows, (row) => row.name, (row) => [
    rowHead(row.name, 'name'),
    cell('Location', row.location, 'long'),
    cell('Speaks', spoken(row)),
    cell('Client certificate', row.demandsCertificate ? 'demanded' : 'not demanded', 'short'),
    cell('Connected by', ''),
  ]);
  // By itself: whoever reads the suites of a row is not to be interrupted by a login.
  connectors.rows.forEach((row, i) => {
    const those = kinds(connected.get(row.name) ?? []);
    const place = body.rows[i].lastChild;
    if (place.textContent !== those.textContent) {
      place.replaceChildren(those);
    }
  });
}

function spoken(row) {
  const suites = row.cipherSuites.split(', ').filter((suite) => suite !== '');
  const protocols = row.protocols || 'what Java does';
  return suites.length === 0
    ? value(protocols)
    : html('details', {},
      html('summary', {}, value(`${protocols} with ${count(suites.length, 'suite')}`)),
      html('ul', {}, ...suites.map((suite) => html('li', {}, value(suite)))));
}

function kinds(rows) {
  if (rows.length === 0) {
    return value('nobody');
  }
  return html('span', {}, ...rows.map((row, i) =>
    html('span', {},
      i > 0 ? ', ' : '',
      value(`${numbers.format(row.count)} ${protocolName(row)}`
        + (row.cipherSuite ? ` (${row.tls}, ${row.cipherSuite})` : '')))));
}
