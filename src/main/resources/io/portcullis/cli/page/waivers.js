/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows waivers and when they end.

import { byId, html, say, time } from './elements.js';
import { collator, daysInUtc, duration, numbers } from './format.js';
import { state } from './state.js';
import { cell, fill, rowHead } from './tables.js';

export function showWaivers() {
  const { rows, error } = state.now.waivers;
  say(byId('waivers-note'),
    error ? `It cannot be told: ${error}` : rows.length === 0 ? 'None: no rule has an exception.' : '');
  byId('waivers-table').parentElement.hidden = rows.length === 0;
  const soonest = rows
    .map((row) => ({ ...row, left: left(row) }))
    .sort((a, b) => collator.compare(a.until, b.until));
  fill(byId('waivers-table').tBodies[0], soonest,
    (row) => JSON.stringify([row.rule, row.subject]),
    (row) => [
      rowHead(row.rule, 'id'),
      cell('Subject', row.subject, 'long'),
      cell('Reason', row.reason, 'long'),
      cell('Ends', ending(row)),
      cell('Let pass', numbers.format(row.matched), 'short'),
      cell('Last', row.lastMatched ? time(row.lastMatched) : 'never', 'short'),
    ]);
}

/** A waiver ends at the start of its day, UTC. */
function left(row) {
  const millis = Date.parse(row.until) - Date.now();
  return millis > 0 ? `in ${duration(millis)}` : 'has ended';
}

function ending(row) {
  const style = { active: 'passed', ending: 'reported' }[row.state] ?? 'refused';
  return html('span', {},
    html('time', { datetime: row.until, class: 'short' }, daysInUtc.format(Date.parse(row.until))),
    ' ',
    html('span', { class: style + ' short' }, row.left));
}
