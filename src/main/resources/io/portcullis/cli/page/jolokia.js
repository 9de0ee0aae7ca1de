/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Asks Jolokia, and finds out why there is no answer.

export const PATIENCE_MILLIS = 20_000;
const PROBE_PATIENCE_MILLIS = 5_000;

/** Why there is no data. Its kind decides what is said, and whether asking again can help. */
export class Trouble extends Error {
  constructor(kind, detail = '') {
    super(kind + ' ' + detail);
    this.kind = kind;
    this.detail = detail;
  }
}

/** Asking again by itself would ask for a login, or be refused, once in five seconds. */
export const NEEDS_SOMEBODY = new Set(['login', 'forbidden', 'policy', 'unlisted']);

const jolokia = beside('../api/jolokia/');
const thisScript = beside('page.js');

/** A page may be opened with a name and a password in its address; requests must not have them. */
function beside(path) {
  const url = new URL(path, import.meta.url);
  url.username = '';
  url.password = '';
  return url;
}

let policyForbids = false;

document.addEventListener('securitypolicyviolation', (event) => {
  policyForbids ||= event.effectiveDirective === 'connect-src';
});

/** Posts: Jolokia's own configuration allows nothing else since ActiveMQ 5.19.9 and 6.2.9. */
export async function ask(requests, patienceMillis) {
  policyForbids = false;
  let response;
  try {
    response = await fetch(jolokia, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(requests),
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMillis),
    });
  } catch (failure) {
    // The event that tells of a policy comes after the failure.
    await new Promise((later) => setTimeout(later));
    if (policyForbids) {
      throw new Trouble('policy');
    }
    throw new Trouble(failure.name === 'TimeoutError' ? await whyLate() : 'unreachable');
  }
  if (response.status === 401 || response.type === 'opaqueredirect') {
    throw new Trouble('login');
  }
  if (response.status === 403) {
    throw new Trouble('forbidden');
  }
  if (response.status === 404) {
    throw new Trouble('absent');
  }
  let answers;
  try {
    answers = await response.json();
  } catch {
    // No JSON: an error page of the server's, or a half of an answer.
  }
  if (Array.isArray(answers)) {
    return answers;
  }
  // Of an origin or a client that is not listed Jolokia says so with status 200.
  if (answers?.status === 403) {
    throw new Trouble('unlisted');
  }
  throw new Trouble('unreachable', 'status ' + response.status);
}

/**
 * What keeps an answer away. A login that ended, too: the browser asks for another one in a dialog
 * of its own, keeps the request until somebody answers, and tells the page nothing of it. Without
 * credentials it opens none.
 */
async function whyLate() {
  const withoutLogin = await statusOfThisScript('omit');
  if (withoutLogin !== 401) {
    return withoutLogin === 0 ? 'unreachable' : 'slow';
  }
  return (await statusOfThisScript('same-origin')) === 200 ? 'slow' : 'login';
}

/** The status with which the server answers for one of the page's own files; 0 if it does not. */
async function statusOfThisScript(credentials) {
  try {
    const signal = AbortSignal.timeout(PROBE_PATIENCE_MILLIS);
    return (await fetch(thisScript, { credentials, cache: 'no-store', signal })).status;
  } catch {
    return 0;
  }
}

export function read(mbean, attribute) {
  // Jolokia cuts collections of more than 1,000 unless told otherwise.
  return { type: 'read', mbean, attribute, config: { maxCollectionSize: '0', maxDepth: '15' } };
}
