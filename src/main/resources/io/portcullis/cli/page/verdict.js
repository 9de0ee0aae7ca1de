/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Says in three words whether the broker would start again.

import { byId, isNews, sign } from './elements.js';
import { state } from './state.js';

/** What was seen longer ago is no verdict on the broker of now. */
const LOOK_HOLDS_MILLIS = 5 * 60_000;

export const ofDisposition = (disposition) =>
  (state.look?.Violations.rows ?? []).filter((row) => row.disposition === disposition);

/** What the violations of now say of the broker as a whole. */
export function verdict() {
  const violations = state.look?.Violations;
  if (!violations) {
    return ['unknown', 'Looking at the broker'];
  }
  if (Date.now() - state.lookAnsweredAt > LOOK_HOLDS_MILLIS) {
    return ['unknown', 'Not looked at lately'];
  }
  if (violations.error) {
    return ['unknown', 'Nobody can tell'];
  }
  if (ofDisposition('refused').length > 0) {
    return ['refused', 'Would not start again'];
  }
  return violations.rows.length > 0
    ? ['reported', 'Keeps what is enforced']
    : ['passed', 'Keeps every rule'];
}

export function showVerdict(style, words) {
  if (isNews('verdict', [style, words])) {
    byId('verdict').className = style;
    byId('verdict').replaceChildren(sign(style), words);
    if (style !== 'unknown') {
      byId('said').textContent = words;
    }
  }
}
