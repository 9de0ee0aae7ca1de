/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Starts the page: asks for the first time, and does what the reader clicks and types.
//
// What the page knows it has from the gate's MBean, through the Jolokia of the web server that
// shows it. Clients choose much of that (destinations, client ids, user names): it becomes text
// nodes and attributes' values, and never markup.

import { byId } from './elements.js';
import { showRights } from './rights.js';
import { round } from './rounds.js';
import { showSenders, sortBy } from './senders.js';
import { show } from './show.js';
import { choose, state } from './state.js';

byId('again').addEventListener('click', () => round());

byId('broker').addEventListener('change', (event) => {
  choose(state.brokers.find((each) => each.gate === event.target.value));
  history.replaceState(null, '', '?broker=' + encodeURIComponent(state.chosen.name));
  show();
  round();
});

byId('senders-table').tHead.addEventListener('click', (event) => {
  const head = event.target.closest('th');
  if (head && state.now) {
    sortBy(head.dataset.column);
    showSenders();
    byId('said').textContent = `Sorted by ${head.textContent}, ${head.getAttribute('aria-sort')}.`;
  }
});

byId('senders-filter').addEventListener('input', () => {
  if (state.now) {
    showSenders();
    byId('said').textContent = byId('senders-note').textContent;
  }
});

byId('senders-more').addEventListener('click', () => {
  state.areAllSendersShown = true;
  showSenders();
  byId('senders-table').parentElement.focus();
});

byId('rights-filter').addEventListener('input', () => {
  showRights();
  byId('said').textContent = byId('rights-note').textContent;
});

round();
