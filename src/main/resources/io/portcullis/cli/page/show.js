/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows all parts of the page.

import { showCertificates } from './certificates.js';
import { showConnections } from './connections.js';
import { showConnectors } from './connectors.js';
import { byId } from './elements.js';
import { showChoice, showFacts, showHead, showTitle } from './header.js';
import { showLogins } from './logins.js';
import { showHeadline } from './mode.js';
import { showRights } from './rights.js';
import { showRules } from './rules.js';
import { showSenders } from './senders.js';
import { state } from './state.js';
import { showTraffic } from './traffic.js';
import { showTrouble } from './trouble.js';
import { showKeys } from './uses.js';
import { showViolations } from './violations.js';
import { showWaivers } from './waivers.js';

export function show() {
  showTrouble();
  showChoice();
  const hasData = state.now !== undefined;
  for (const part of ['data', 'lately', 'of', 'exceptions', 'verdict']) {
    byId(part).hidden = !hasData;
  }
  if (hasData) {
    for (const part of ['violations', 'rules', 'certificates', 'rights', 'keys']) {
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
    showRules();
    showCertificates();
    showRights();
    showKeys();
  } else {
    showHeadline('unknown', state.trouble ? 'No data' : 'Asking the broker');
  }
  showTitle();
  showFacts();
}
