/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows the state of each rule, in the words of "check".

import { byId, html, say, sign, value } from './elements.js';
import { numbers } from './format.js';
import { state } from './state.js';
import { cell, fill, grouped, rowHead } from './tables.js';

/** The states, the worst first, each with its style and its sign. */
const STATES = new Map([
  ['refused', 'refused'],
  ['reported', 'reported'],
  ['waived', 'waived'],
  ['not checked', 'unknown'],
  ['nothing to judge', 'unjudged'],
  ['not required', 'unjudged'],
  ['passed', 'passed'],
]);

/** What else than the mode decides what happens to a violation. */
const BECAUSE = {
  mode: '',
  enforce: ' by enforce',
  reportOnly: ' by reportOnly',
  default: ' by default',
  restart: ' until a restart',
};

export function showRules() {
  const rules = state.look?.Rules;
  if (!rules) {
    return;
  }
  const order = [...STATES.keys()];
  const rows = rules.rows
    .map((row) => ({ ...row, does: doesWith(row.rule) }))
    .sort((a, b) =>
      order.indexOf(a.state) - order.indexOf(b.state) || (a.rule < b.rule ? -1 : 1));
  const counts = grouped(rows, (row) => row.state);
  say(byId('rules-note'),
    rules.error
      ? `It cannot be told: ${rules.error}`
      : [...counts].map(([name, those]) => `${numbers.format(those.length)} ${name}`).join(', ') + '.');
  byId('rules-table').parentElement.hidden = rows.length === 0;
  fill(byId('rules-table').tBodies[0], rows, (row) => row.rule, (row) => [
    rowHead(row.rule, 'id'),
    cell('State', mark(row.state), 'short'),
    cell('A violation is', row.does, 'short'),
    cell('Why', why(row), 'long'),
  ]);
}

function mark(name) {
  const style = STATES.get(name) ?? 'unknown';
  return html('span', { class: style }, sign(style), name);
}

function doesWith(rule) {
  const row = state.now.enforcement.rows.find((each) => each.rule === rule);
  return row
    ? (row.refuses ? 'refused' : 'only reported') + (BECAUSE[row.because] ?? '')
    : 'unknown';
}

/** What was found; of a rule that passed, what it demands. */
function why(row) {
  return row.why === ''
    ? html('span', { class: 'soft' }, `It demands ${row.demands}`)
    : value(row.why);
}
