/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Says whether the broker would start again.

import { byId, isNews, sign } from './elements.js';
import { count } from './format.js';
import { state } from './state.js';

/** What was seen longer ago is no verdict on the broker of now. */
const LOOK_HOLDS_MILLIS = 5 * 60_000;

export const ofDisposition = (disposition) =>
  (state.look?.Violations.rows ?? []).filter((row) => row.disposition === disposition);

/** What the violations of now say of a restart. */
function verdict() {
  const violations = state.look?.Violations;
  if (!violations) {
    return ['unknown', 'Looking whether it would start again'];
  }
  if (Date.now() - state.lookAnsweredAt > LOOK_HOLDS_MILLIS) {
    return ['unknown', 'Whether it would start again was not looked at lately'];
  }
  if (violations.error) {
    return ['unknown', 'Whether it would start again cannot be told'];
  }
  const refused = ofDisposition('refused').length;
  if (refused > 0) {
    return ['refused', `Would not start again: ${count(refused, 'violation')} would be refused`];
  }
  return violations.rows.length > 0
    ? ['passed', `Would start again, with ${count(violations.rows.length, 'violation')} that ${violations.rows.length === 1 ? 'is' : 'are'} only reported or waived`]
    : ['passed', 'Would start again, and keeps every rule'];
}

export function showVerdict() {
  const [style, words] = verdict();
  if (isNews('verdict', [style, words])) {
    byId('verdict').className = 'of ' + style;
    byId('verdict').replaceChildren(sign(style), words);
  }
}
