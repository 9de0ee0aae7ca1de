/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Says in the headline what the mode means now: what is refused, and how much lately.

import { byId, html, isNews, say, sign, value } from './elements.js';
import { count, moment, numbers } from './format.js';
import { lately, latelyWords, state } from './state.js';

/** The rules that do not do what the mode says, by themselves or by the operator. */
function exceptions() {
  const { facts, enforcement } = state.now;
  return facts.Mode === 'ENFORCE'
    ? enforcement.rows.filter((row) => !row.refuses && row.because !== 'default')
    : enforcement.rows.filter((row) => row.refuses);
}

/** The style and the words of what the gate does with violations. */
export function mode() {
  const { Mode: name } = state.now.facts;
  const others = exceptions().length;
  const rules = count(others, 'rule');
  if (name === 'ENFORCE') {
    return others === 0
      ? ['passed', 'Enforcing: what breaks a rule is refused']
      : ['reported', `Enforcing, but ${rules} only ${others === 1 ? 'reports' : 'report'}`];
  }
  return others === 0
    ? ['reported', 'Report only: nothing is refused']
    : ['reported', `Report only, but ${rules} ${others === 1 ? 'refuses' : 'refuse'}`];
}

/** How many violations there were in the last minute, or since the page was opened. */
function violationsLately() {
  const when = latelyWords();
  if (when === '') {
    return '';
  }
  const [refused, reported] = [lately(1), lately(2)].map((number) => numbers.format(number));
  const isMixed = exceptions().length > 0;
  if (state.now.facts.Mode === 'ENFORCE') {
    return isMixed || reported !== '0'
      ? `${refused} refused and ${reported} only reported ${when}`
      : `${refused} refused ${when}`;
  }
  const violations = count(lately(2), 'violation');
  if (isMixed) {
    return `${refused} refused and ${reported} only reported ${when}`;
  }
  // A wrong password is refused by whoever judges it.
  return refused === '0'
    ? `${violations} ${when}`
    : `${violations} ${when}, and ${refused} that ActiveMQ itself refused`;
}

export function showMode() {
  const [style, words] = state.trouble
    ? ['unknown', `No data since ${moment(state.troubledSince)}`]
    : mode();
  showHeadline(style, words);
  say(byId('lately'), state.trouble ? `Before: ${lowered(mode()[1])}` : violationsLately());
  showExceptions();
}

const lowered = (words) => words.charAt(0).toLowerCase() + words.slice(1);

export function showHeadline(style, words) {
  if (isNews('mode', [style, words])) {
    byId('mode').className = style;
    byId('mode').replaceChildren(sign(style), words);
    if (style !== 'unknown') {
      byId('said').textContent = words;
    }
  }
}

const REASONS = {
  reportOnly: 'by reportOnly',
  enforce: 'by enforce',
  restart: 'until a restart',
  mode: 'by the mode',
};

/** Names the rules that do not do what the mode says, and counts those that report by default. */
function showExceptions() {
  const rows = exceptions();
  const byDefault =
    state.now.enforcement.rows.filter((row) => !row.refuses && row.because === 'default').length;
  if (!isNews('exceptions', [state.now.facts.Mode, rows, byDefault])) {
    return;
  }
  const verb = state.now.facts.Mode === 'ENFORCE' ? 'Only reported: ' : 'Refused: ';
  const named = rows.flatMap((row, i) => [
    i > 0 ? ', ' : '', html('code', {}, value(row.rule)), ` (${REASONS[row.because] ?? row.because})`,
  ]);
  const others = byDefault === 0
    ? []
    : [`${rows.length > 0 ? 'By default ' : ''}${count(byDefault, 'rule')} only `
      + `${byDefault === 1 ? 'reports' : 'report'}${rows.length > 0 ? '' : ' by default'}, `
      + `unless enforce names ${byDefault === 1 ? 'it' : 'them'}.`];
  byId('exceptions').replaceChildren(
    ...(rows.length > 0 ? [verb, ...named, '. '] : []), ...others);
}
