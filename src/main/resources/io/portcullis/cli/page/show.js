/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows all parts of the page.

import { showCertificates } from './certificates.js';
import { showConnections } from './connections.js';
import { showConnectors } from './connectors.js';
import { byId } from './elements.js';
import { showChoice, showFacts, showHead, showTitle } from './header.js';
import { showLogins } from './logins.js';
import { showRights } from './rights.js';
import { showSenders } from './senders.js';
import { state } from './state.js';
import { showTraffic } from './traffic.js';
import { showTrouble } from './trouble.js';
import { showVerdict } from './verdict.js';
import { showViolations } from './violations.js';
import { showWaivers } from './waivers.js';

export function show() {
  showTrouble();
  showChoice();
  const hasData = state.now !== undefined;
  byId('data').hidden = !hasData;
  if (hasData) {
    for (const part of ['violations', 'certificates', 'rights']) {
      byId(part).hidden = !state.look;
    }
    showHead();
    showTraffic();
    showSenders();
    showLogins();
    showConnections();
    showConnectors();
    showWaivers();
    showViolations();
    showCertificates();
    showRights();
  } else {
    showVerdict('unknown', state.trouble ? 'No data' : 'Asking the broker');
    byId('of').hidden = true;
  }
  showTitle();
  showFacts();
}
