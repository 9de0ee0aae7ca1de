/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows the header: what the mode means, the broker and the choice of another; and the footer's
// facts.

import { byId, html, isNews, value } from './elements.js';
import { duration, moment, visible } from './format.js';
import { mode, showMode } from './mode.js';
import { EVERY_MILLIS, state } from './state.js';
import { showVerdict } from './verdict.js';

export function showChoice() {
  const select = byId('broker');
  byId('choice').hidden = state.brokers.every((each) => each.gate === state.chosen?.gate);
  if (isNews('choice', state.brokers)) {
    select.replaceChildren(
      ...state.brokers.map((each) => html('option', { value: each.gate }, each.name)));
  }
  if (state.chosen) {
    select.value = state.chosen.gate;
  }
}

export function showHead() {
  showMode();
  showVerdict();
  const { BrokerVersion: version, UptimeMillis: uptime } = state.now.service;
  const running = version ? `, on ActiveMQ ${version}` : '';
  const up = uptime === undefined ? '' : `, up for ${duration(uptime)}`;
  if (isNews('of', [state.chosen.name, running, up])) {
    byId('of').replaceChildren('Broker ', html('b', {}, value(state.chosen.name)), running + up);
  }
}

export function showTitle() {
  const name = state.chosen ? state.chosen.name + ': ' : '';
  document.title = visible(
    name + (state.trouble || !state.now ? 'no data' : mode()[1].toLowerCase()) + ' - Portcullis');
}

export function showFacts() {
  const facts = [
    ['Answered', state.answeredAt ? moment(state.answeredAt) : 'not yet'],
    ['Looked at', state.look ? moment(state.lookAnsweredAt) : 'not yet'],
    ['Asked', `every ${EVERY_MILLIS / 1000} seconds; the broker is looked at once a minute at most`],
    ['Times', `of ${Intl.DateTimeFormat().resolvedOptions().timeZone}`],
  ];
  if (state.now?.service.BrokerId) {
    facts.push(['Broker id', state.now.service.BrokerId]);
  }
  if (isNews('facts', facts)) {
    byId('facts').replaceChildren(
      ...facts.flatMap(([term, text]) => [html('dt', {}, term), html('dd', {}, value(text))]));
  }
}
