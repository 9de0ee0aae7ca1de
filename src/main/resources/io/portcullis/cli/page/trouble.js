/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Says why there is no data, and what helps.

import { byId, say } from './elements.js';
import { moment } from './format.js';
import { PATIENCE_MILLIS } from './jolokia.js';
import { state } from './state.js';

export function troubleText({ kind, detail }) {
  switch (kind) {
    case 'login':
      return 'Your login has ended, or its password is another one by now.';
    case 'forbidden':
      return 'Your login may not ask Jolokia, or jolokia-access.xml does not let this page. '
        + 'Ask with a login that may.';
    case 'policy':
      return "The web server's Content-Security-Policy lets no page ask for data. "
        + "Let it, for /portcullis/*, with connect-src 'self' in ActiveMQ's jetty.xml.";
    case 'unlisted':
      return 'jolokia-access.xml does not let this page ask. Where it lists origins, '
        + `list this one too: <allow-origin>${location.origin}</allow-origin>.`;
    case 'slow':
      return `The broker does not answer within ${PATIENCE_MILLIS / 1000} seconds, or the browser `
        + 'waits for a login. Trying again.';
    case 'absent':
      return 'There is no Jolokia at /api/jolokia of this web server. Trying again.';
    case 'denied':
      return "jolokia-access.xml does not let Portcullis' MBean be read. Trying again.";
    case 'gateless':
      return `Broker ${detail} runs without Portcullis. Trying again.`;
    case 'brokerless':
      return 'No broker is up here, or it runs without JMX. Trying again.';
    case 'gone':
      return 'The broker has stopped. Trying again.';
    case 'broken':
      return `The page itself failed: ${detail}. If loading it again does not help, run `
        + '"bin/activemq portcullis page" again.';
    case 'failed':
      return `Portcullis could not answer: ${detail}. Trying again.`;
    default:
      return `The web server does not answer${detail ? ' as it should: ' + detail : ''}. Trying again.`;
  }
}

export function showTrouble() {
  const { trouble } = state;
  byId('trouble').hidden = !trouble;
  if (trouble) {
    const since = `No data since ${moment(state.troubledSince)}. `;
    say(byId('news'), since + troubleText(trouble));
    byId('login').hidden = trouble.kind !== 'login';
  }
}
