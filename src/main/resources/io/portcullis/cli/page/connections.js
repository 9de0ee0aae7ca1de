/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows the connections by protocol and TLS version.

import { byId, html, isNews, say, svg, value } from './elements.js';
import { collator, count, numbers } from './format.js';
import { state } from './state.js';
import { grouped } from './tables.js';

/** What a connection is secured by, in words: the columns of the table, the best first. */
function security(row) {
  switch (row.carrier) {
    case 'tls':
      return row.tls || 'TLS over WebSocket';
    case 'in this jvm':
      return 'in this JVM';
    case 'plain':
      return 'no TLS';
    default:
      return row.carrier;
  }
}

const isSecure = (words) => /^TLS(?!v1(\.1)?$)/.test(words) || words === 'in this JVM';

function columnOrder(a, b) {
  return Number(isSecure(b)) - Number(isSecure(a))
    || Number(b.startsWith('TLSv')) - Number(a.startsWith('TLSv'))
    || Number(b.startsWith('TLS')) - Number(a.startsWith('TLS'))
    || collator.compare(b, a);
}

const PROTOCOLS = new Map(Object.entries(
  { openwire: 'OpenWire', amqp: 'AMQP', mqtt: 'MQTT', stomp: 'STOMP' }));

/** Inside a JVM there is no format on the wire. */
export function protocolName(row) {
  return PROTOCOLS.get(row.protocol)
    ?? (row.protocol || (row.carrier === 'in this jvm' ? 'Java calls' : 'unknown'));
}

const sum = (rows) => rows.reduce((all, row) => all + row.count, 0);

export function showConnections() {
  const { rows, error } = state.now.connections;
  const total = sum(rows);
  say(byId('connections-note'),
    error
      ? `It cannot be told: ${error}`
      : total === 0 ? 'Nobody is connected.' : `${count(total, 'connection')} logged in.`);
  byId('connections-table').parentElement.hidden = rows.length === 0;
  if (isNews('connections', rows)) {
    showConnectionTable(rows);
  }
}

function showConnectionTable(rows) {
  const columns = [...new Set(rows.map(security))].sort(columnOrder);
  const byProtocol = grouped(rows, protocolName);
  const most = Math.max(1, ...[...byProtocol.values()].map(sum));
  const table = byId('connections-table');
  table.tHead.rows[0].replaceChildren(
    html('th', { scope: 'col' }, 'Protocol'),
    ...columns.map((name) => html('th', { scope: 'col', class: 'number' }, value(name))),
    html('th', { scope: 'col', class: 'number' }, 'All'),
    html('td', { 'aria-hidden': 'true' }));
  table.tBodies[0].replaceChildren(
    ...[...byProtocol].sort((a, b) => sum(b[1]) - sum(a[1])).map(([name, those]) =>
      html('tr', {},
        html('th', { scope: 'row' }, value(name)),
        ...columns.map((column) => numberCell(sum(those.filter((row) => security(row) === column)))),
        numberCell(sum(those)),
        html('td', { 'aria-hidden': 'true' }, share(those, most)))));
}

function numberCell(number) {
  return html('td', { class: number === 0 ? 'number zero' : 'number' }, numbers.format(number));
}

function share(rows, most) {
  const secure = (100 * sum(rows.filter((row) => isSecure(security(row))))) / most;
  const all = (100 * sum(rows)) / most;
  return svg('svg', { class: 'share', viewBox: '0 0 100 10', preserveAspectRatio: 'none' },
    svg('rect', { class: 'ground', width: 100, height: 10 }),
    svg('rect', { class: 'tls', width: secure, height: 10 }),
    svg('rect', { class: 'rest', x: secure, width: all - secure, height: 10 }));
}
