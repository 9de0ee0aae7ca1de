/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows how much was accepted, refused, reported and waived, with a plot for each.

import { byId, html, say, svg } from './elements.js';
import { numbers, rate } from './format.js';
import { COUNTS, lately, latelyWords, PLOTTED_MILLIS, state } from './state.js';

/** The plot begins with little, so that it shows something at once. */
const PLOTTED_AT_FIRST_MILLIS = 2 * 60_000;

const CARDS = [
  { index: 0, style: 'passed', one: 'body accepted', many: 'bodies accepted' },
  { index: 1, style: 'refused', one: 'violation refused', many: 'violations refused' },
  { index: 2, style: 'reported', one: 'violation only reported', many: 'violations only reported' },
  { index: 3, style: 'waived', one: 'violation waived', many: 'violations waived' },
];

const PLOT_WIDTH = 900;
const PLOT_HEIGHT = 44;

export function showTraffic() {
  const end = state.answeredAt;
  const seen = end - (state.steps[0]?.from ?? end);
  const span = Math.min(
    PLOTTED_MILLIS, Math.max(PLOTTED_AT_FIRST_MILLIS, Math.ceil(seen / 60_000) * 60_000));
  const cards = byId('cards');
  if (cards.children.length === 0) {
    cards.append(...CARDS.map(emptyCard));
  }
  CARDS.forEach((card, i) => showCard(cards.children[i], card, end, span));
}

function emptyCard() {
  return html('li', {},
    html('b'),
    html('span', { class: 'words' }),
    html('span', { class: 'lately' }),
    svg('svg'),
    html('p', { class: 'nothing' }),
    html('div', { class: 'axis', 'aria-hidden': 'true' }, html('span'), html('span'), html('span')));
}

function showCard(element, card, end, span) {
  const [number, words, latest, plotBefore, nothing, axis] = element.children;
  const total = state.now.facts[COUNTS[card.index]];
  const most = Math.max(0, ...state.steps.map((step) => perSecond(step, card.index)));
  number.className = 'number ' + (total === 0 ? 'soft' : card.style);
  say(number, numbers.format(total));
  say(words, total === 1 ? card.one : card.many);
  const when = latelyWords();
  say(latest, when === '' ? 'since the broker started' : `${numbers.format(lately(card.index))} ${when}`);
  const shown = plot(card, end, span, most);
  shown.classList.toggle('empty', most === 0);
  plotBefore.replaceWith(shown);
  say(nothing, most > 0 ? '' : total === 0
    ? `Nothing yet. Bars will show ${card.many}.`
    : 'Nothing since this page was opened.');
  axis.hidden = most === 0;
  say(axis.children[0], `${span / 60_000} min ago`);
  say(axis.children[1], most > 0 ? `top ${rate(most)}/s` : '');
  say(axis.children[2], 'now');
}

function perSecond(step, index) {
  return (step.rises[index] * 1000) / Math.max(1, step.to - step.from);
}

/** A bar for each time between two answers; where there was none, the ground is lighter. */
function plot(card, end, span, most) {
  const x = (millis) => Math.max(0, PLOT_WIDTH * (1 - (end - millis) / span));
  const label = `${card.many} in the last ${span / 60_000} minutes, at most ${rate(most)} a second`;
  const seen = state.steps.map((step) => rectangle(x(step.from), x(step.to), 1)).join('');
  const bars = state.steps
    .filter((step) => step.rises[card.index] > 0)
    .map((step) => {
      const height = (perSecond(step, card.index) / most) * (PLOT_HEIGHT - 4);
      return rectangle(x(step.from), x(step.to), Math.max(2, height));
    })
    .join('');
  return svg('svg', {
    class: 'plot ' + card.style,
    viewBox: `0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': label,
  },
  svg('rect', { class: 'unseen', width: PLOT_WIDTH, height: PLOT_HEIGHT }),
  svg('path', { class: 'ground', d: seen }),
  svg('path', { class: 'bars', d: bars }));
}

function rectangle(from, to, height) {
  const left = from.toFixed(1);
  return `M${left} ${PLOT_HEIGHT}v${(-height).toFixed(1)}H${Math.max(to, from + 1).toFixed(1)}V${PLOT_HEIGHT}z`;
}
