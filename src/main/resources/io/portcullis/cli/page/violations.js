/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows what is wrong now, by rule, with what to do.

import { byId, html, isNews, say, sign, value } from './elements.js';
import { numbers } from './format.js';
import { state } from './state.js';
import { grouped } from './tables.js';
import { ofDisposition } from './verdict.js';

const FINDINGS_OF_A_RULE = 50;

const DISPOSITIONS = [
  ['refused', 'would be refused at a start'],
  ['reported', 'only reported'],
  ['waived', 'waived'],
];

export function showViolations() {
  const violations = state.look?.Violations;
  if (!violations || !isNews('violations', violations)) {
    return;
  }
  say(byId('violations-note'),
    violations.error
      ? `It cannot be told: ${violations.error}`
      : violations.rows.length === 0 ? 'Nothing: the broker keeps every rule.' : '');
  byId('violations-list').replaceChildren(
    ...DISPOSITIONS.flatMap(([disposition, words]) =>
      [...grouped(ofDisposition(disposition), (row) => row.rule)].map(
        ([rule, rows]) => violationsOfRule(rule, rows, disposition, words))));
}

function violationsOfRule(rule, rows, disposition, words) {
  const more = rows.length - FINDINGS_OF_A_RULE;
  return html('div', { class: 'rule ' + disposition },
    html('h3', {}, sign(disposition), rule, ': ' + words),
    html('ul', {},
      ...rows.slice(0, FINDINGS_OF_A_RULE).map((row) =>
        html('li', {},
          html('p', { class: 'where' }, value(row.where)),
          html('p', {}, value(row.found)),
          html('p', { class: 'remedy' }, value(row.remedy)))),
      ...(more > 0 ? [html('li', { class: 'soft' }, `and ${numbers.format(more)} more`)] : [])));
}
