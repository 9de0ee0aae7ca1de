/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Asks again every five seconds, has the broker looked at, and takes note of trouble.

import { tableOf } from './answers.js';
import { askNow, findBrokers } from './broker.js';
import { byId } from './elements.js';
import { visible } from './format.js';
import { showTitle } from './header.js';
import { ask, NEEDS_SOMEBODY, read, Trouble } from './jolokia.js';
import { show } from './show.js';
import { EVERY_MILLIS, openedAt, state, take } from './state.js';
import { showTrouble, troubleText } from './trouble.js';

/** What takes a look at the broker the gate itself does once a minute at most. */
const LOOK_EVERY_MILLIS = 30_000;
/** Seven parts, for some of which the gate itself has 15 or 30 seconds. */
const LOOK_PATIENCE_MILLIS = 115_000;

/** Has the broker looked at; that may take as long as its directory does, and nothing waits. */
async function lookAtBroker() {
  const broker = state.chosen;
  state.looking = broker.gate;
  state.lookedAt = Date.now();
  try {
    const names = ['Violations', 'Rules', 'Accesses', 'Connectors', 'Certificates', 'Uses', 'Keys'];
    const answers = await ask(names.map((name) => read(broker.gate, name)), LOOK_PATIENCE_MILLIS);
    if (state.chosen.gate === broker.gate) {
      state.look = Object.fromEntries(names.map((name, i) => [name, tableOf(answers[i])]));
      state.lookAnsweredAt = Date.now();
      show();
    }
  } catch (trouble) {
    if (!(trouble instanceof Trouble)) {
      throw trouble;
    }
    // What is asked each time says it; if only this fails, the verdict grows old, and says so.
    if (state.chosen.gate === broker.gate) {
      state.lookedAt = 0;
    }
  } finally {
    if (state.looking === broker.gate) {
      state.looking = undefined;
    }
  }
}

let timer;
/** The round that was begun last: an older one whose answer comes later shows nothing more. */
let latest;

export async function round() {
  clearTimeout(timer);
  const mine = {};
  latest = mine;
  try {
    const isLookDue = Date.now() - state.lookedAt > LOOK_EVERY_MILLIS;
    if (!state.chosen || isLookDue) {
      await findBrokers();
    }
    const asked = state.chosen;
    const now = await askNow();
    if (mine !== latest) {
      return;
    }
    if (asked.gate === state.chosen.gate) {
      take(now);
    }
    const before = state.trouble;
    state.trouble = undefined;
    if (isLookDue && state.looking !== state.chosen.gate) {
      lookAtBroker();
    }
    try {
      show();
    } catch (failure) {
      state.trouble = before;
      throw failure;
    }
    if (before) {
      byId('said').textContent = 'There is data again.';
    }
  } catch (trouble) {
    if (mine === latest) {
      worry(trouble instanceof Trouble ? trouble : new Trouble('broken', String(trouble)));
      if (state.trouble.kind === 'broken') {
        showTrouble();
        showTitle();
      } else {
        show();
      }
    }
  } finally {
    if (mine === latest && !NEEDS_SOMEBODY.has(state.trouble?.kind)) {
      timer = setTimeout(round, EVERY_MILLIS);
    }
  }
}

function worry(trouble) {
  if (trouble.kind === 'gone' || trouble.kind === 'gateless' || trouble.kind === 'brokerless') {
    state.lookedAt = 0;
  }
  if (!state.trouble) {
    state.troubledSince = state.answeredAt || openedAt;
  }
  if (state.trouble?.kind !== trouble.kind) {
    byId('said').textContent = visible(trouble.kind === 'gone' ? '' : troubleText(trouble));
  }
  state.trouble = trouble;
}
