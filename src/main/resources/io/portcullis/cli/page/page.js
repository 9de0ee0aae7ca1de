/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// What the page knows it has from the gate's MBean, through the Jolokia of the web server that shows
// the page. Clients choose much of it (destinations, client ids, user names): it becomes text nodes
// and attributes' values here, and never markup.

const EVERY_MILLIS = 5_000;
/** What takes a look at the broker the gate itself does once a minute at most. */
const LOOK_EVERY_MILLIS = 30_000;
const PATIENCE_MILLIS = 20_000;
const PROBE_PATIENCE_MILLIS = 5_000;
/** Four parts, for each of which the gate itself has 15 or 30 seconds. */
const LOOK_PATIENCE_MILLIS = 100_000;
/** What was seen longer ago is no verdict on the broker of now. */
const LOOK_HOLDS_MILLIS = 5 * 60_000;
/** The plot begins with little, so that it shows something at once. */
const PLOTTED_AT_FIRST_MILLIS = 2 * 60_000;
const PLOTTED_MILLIS = 15 * 60_000;
/** A longer silence is a gap in the plot, not a slow time. */
const LONGEST_STEP_MILLIS = 60_000;
const DAY_MILLIS = 86_400_000;
/** Certificates that end within this time are marked, as the gate does unless told otherwise. */
const SOON_DAYS = 30;
const SENDERS_AT_FIRST = 100;
const MOST_DESTINATIONS = 400;
const MOST_GROUPS = 100;
const MOST_CELLS = 20_000;
const FINDINGS_OF_A_RULE = 50;

const COUNTS = ['AcceptedBodyCount', 'RefusedCount', 'ReportedCount', 'WaivedCount'];

// ---------------------------------------------------------------------------------------- text

/**
 * A text as it can be shown: characters that show nothing of themselves, look like a space, turn
 * the direction of their neighbours or pile up on one, become their numbers.
 */
function visible(text) {
  return String(text).replace(
    /[\p{C}\p{DI}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}|(?<=\p{M}{4})\p{M}/gu,
    (character) => '\\u' + character.codePointAt(0).toString(16).padStart(4, '0'));
}

/** The same with spaces that HTML does not show: at an end, and after another one. */
function spaced(text) {
  return String(text).replace(/^ | $|(?<= ) /g, '\\u0020');
}

const numbers = new Intl.NumberFormat('en');
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const daysInUtc = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** The time of today, or the day with it. */
function moment(millis) {
  const isToday = new Date(millis).toDateString() === new Date().toDateString();
  return (isToday ? times : moments).format(millis);
}

function count(number, one) {
  return numbers.format(number) + ' ' + (number === 1 ? one : one + 's');
}

/** How long something takes, in the largest unit that it has; in years from two on. */
function duration(millis) {
  const units = [[2 * 365 * DAY_MILLIS, 'year'], [DAY_MILLIS, 'day'], [3_600_000, 'hour'], [60_000, 'minute'], [1_000, 'second']];
  const [least, name] = units.find(([unit]) => millis >= unit) ?? units[4];
  const size = name === 'year' ? least / 2 : least;
  return count(Math.max(0, Math.floor(millis / size)), name);
}

/** At most two digits behind the point, and none where they say nothing. */
function rate(perSecond) {
  return numbers.format(perSecond < 10 ? Math.round(perSecond * 100) / 100 : Math.round(perSecond));
}

// ------------------------------------------------------------------------------------ elements

const byId = (id) => document.getElementById(id);

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.map((child) => (child instanceof Node ? child : visible(child))));
  return element;
}

/** An HTML element; children that are no elements become text. */
function html(tag, attributes = {}, ...children) {
  return made(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return made(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** A value from elsewhere: whatever script it is written in, it turns nothing around it. */
function value(text) {
  return text === '' ? word('none') : html('bdi', {}, spaced(text));
}

/** A word of the page's own in the place of a value, which nobody can call himself. */
function word(text) {
  return html('span', { class: 'soft' }, text);
}

function sign(name) {
  return svg('svg', { class: 'sign', 'aria-hidden': 'true' }, svg('use', { href: '#sign-' + name }));
}

function time(iso) {
  const millis = Date.parse(iso);
  return Number.isNaN(millis)
    ? value(iso)
    : html('time', { datetime: iso, title: iso, class: 'short' }, moment(millis));
}

/** Sets a text only if it is another one, so that nobody who reads it is interrupted. */
function say(element, text) {
  if (element.textContent !== visible(text)) {
    element.textContent = visible(text);
  }
}

/** A cell of a table that stands one below the other on a narrow screen, each with its label. */
function cell(label, content, style) {
  const element = content instanceof Node ? content : value(content);
  return html('td', { role: 'cell', 'data-label': label, class: style }, element);
}

function rowHead(content, style) {
  return html('th', { role: 'rowheader', scope: 'row', class: style }, value(content));
}

/** The rows that a table has by their keys. */
const shownRows = new WeakMap();

/**
 * Shows these rows in this order. What stays the same is left alone: somebody may be reading or
 * copying it.
 */
function fill(body, rows, key, cells) {
  const before = shownRows.get(body) ?? new Map();
  const after = new Map();
  // A time of today is shown without its day.
  const today = new Date().toDateString();
  for (const row of rows) {
    const id = key(row);
    const signature = JSON.stringify([row, today]);
    let shown = before.get(id);
    if (!shown) {
      shown = { element: html('tr', { role: 'row' }), signature: '' };
    }
    if (shown.signature !== signature) {
      shown.element.replaceChildren(...cells(row));
      shown.signature = signature;
    }
    after.set(id, shown);
  }
  for (const [id, shown] of before) {
    if (!after.has(id)) {
      shown.element.remove();
    }
  }
  let place = body.firstChild;
  for (const { element } of after.values()) {
    if (element === place) {
      place = place.nextSibling;
    } else {
      body.insertBefore(element, place);
    }
  }
  shownRows.set(body, after);
}

/** What was shown in a part of the page: it is made again only of something else. */
const shownParts = new Map();

function isNews(part, data) {
  const signature = JSON.stringify(data);
  const news = shownParts.get(part) !== signature;
  shownParts.set(part, signature);
  return news;
}

// -------------------------------------------------------------------------------------- asking

/** Why there is no data. Its kind decides what is said, and whether asking again can help. */
class Trouble extends Error {
  constructor(kind, detail = '') {
    super(kind + ' ' + detail);
    this.kind = kind;
    this.detail = detail;
  }
}

/** Asking again by itself would ask for a login, or be refused, once in five seconds. */
const NEEDS_SOMEBODY = new Set(['login', 'forbidden', 'policy']);

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
async function ask(requests, patienceMillis) {
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
  try {
    const answers = await response.json();
    if (Array.isArray(answers)) {
      return answers;
    }
  } catch {
    // No JSON: an error page of the server's, or a half of an answer.
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

function read(mbean, attribute) {
  // Jolokia cuts collections of more than 1,000 unless told otherwise.
  return { type: 'read', mbean, attribute, config: { maxCollectionSize: '0', maxDepth: '15' } };
}

/** A bean's value; that a bean is not there, or must not be read, is a trouble of its own. */
function valueOf(answer) {
  if (answer?.status === 200) {
    return answer.value;
  }
  if (answer?.status === 404 && !/AttributeNotFound/.test(answer.error_type)) {
    throw new Trouble('gone');
  }
  throw new Trouble(answer?.status === 403 ? 'denied' : 'failed', reason(answer));
}

/** What an exception said, without its class. */
function reason(answer) {
  return String(answer?.error ?? 'no answer').replace(/^([\w.$]+(?:Exception|Error) ?: ?)+/, '');
}

/**
 * The rows of a table. Jolokia nests them in an object for each column of the key; a row is the
 * first that holds something else than objects.
 */
function rowsOf(node) {
  const inner = Object.values(node ?? {});
  if (inner.length === 0) {
    return [];
  }
  return inner.every((each) => each !== null && typeof each === 'object')
    ? inner.flatMap(rowsOf)
    : [node];
}

/** A table, or why there is none. */
function tableOf(answer) {
  return answer?.status === 200
    ? { rows: rowsOf(answer.value), error: '' }
    : { rows: [], error: reason(answer) };
}

// --------------------------------------------------------------------------------------- state

const state = {
  /** The gates' brokers: {name, gate, broker}, by name. */
  brokers: [],
  chosen: undefined,
  /** What is asked each time, and when it was answered. */
  now: undefined,
  answeredAt: 0,
  /** What takes a look at the broker. */
  look: undefined,
  lookAnsweredAt: 0,
  lookedAt: 0,
  /** The gate that is being looked at. */
  looking: undefined,
  /** What the counters rose by: {from, to, rises}. */
  steps: [],
  trouble: undefined,
  troubledSince: 0,
  sort: { column: 'lastSeen', descending: true },
  areAllSendersShown: false,
};

const openedAt = Date.now();

function brokerOf(gate) {
  const name = /[:,]brokerName=([^,]+)/.exec(gate)?.[1] ?? '';
  const domain = gate.slice(0, gate.indexOf(':'));
  return { name, gate, broker: `${domain}:type=Broker,brokerName=${name}` };
}

/** Looks which brokers of this JVM have a gate. */
async function findBrokers() {
  const answers = await ask([
    { type: 'search', mbean: '*:type=Broker,brokerName=*,service=Portcullis' },
    { type: 'search', mbean: '*:type=Broker,brokerName=*' },
  ], PATIENCE_MILLIS);
  const [gates, brokers] = answers.map(valueOf);
  state.brokers = gates.map(brokerOf).sort((a, b) => a.name.localeCompare(b.name));
  if (state.brokers.length === 0) {
    throw new Trouble(brokers.length === 0 ? 'brokerless' : 'gateless',
      brokers.map((each) => brokerOf(each).name).join(', '));
  }
  const wanted = state.chosen?.name ?? new URLSearchParams(location.search).get('broker');
  const found = state.brokers.find((each) => each.name === wanted);
  if (state.chosen && !found) {
    throw new Trouble('gone');
  }
  choose(found ?? state.brokers[0]);
}

function choose(broker) {
  if (state.chosen?.gate !== broker.gate) {
    Object.assign(state, {
      now: undefined, look: undefined, lookedAt: 0, steps: [], areAllSendersShown: false,
    });
  }
  state.chosen = broker;
}

/** What is asked each time. */
async function askNow() {
  const { gate, broker } = state.chosen;
  const [facts, senders, logins, waivers, connections, service] = await ask([
    read(gate, ['Mode', 'FailedHandshakeCount', ...COUNTS]),
    read(gate, 'Senders'),
    read(gate, 'FailedLogins'),
    read(gate, 'Waivers'),
    read(gate, 'Connections'),
    read(broker, ['BrokerId', 'BrokerVersion', 'UptimeMillis']),
  ], PATIENCE_MILLIS);
  return {
    facts: valueOf(facts),
    senders: tableOf(senders),
    logins: tableOf(logins),
    waivers: tableOf(waivers),
    connections: tableOf(connections),
    service: service?.status === 200 ? service.value : {},
  };
}

/** Takes what was answered: a broker that started anew began to count anew. */
function take(now) {
  const at = Date.now();
  const before = state.now;
  const isSame = before && before.service.BrokerId === now.service.BrokerId;
  const rises = isSame ? COUNTS.map((name) => now.facts[name] - before.facts[name]) : [];
  if (isSame && at - state.answeredAt <= LONGEST_STEP_MILLIS && rises.every((rise) => rise >= 0)) {
    state.steps.push({ from: state.answeredAt, to: at, rises });
  }
  if (before && !isSame) {
    Object.assign(state, { look: undefined, lookedAt: 0 });
  }
  state.steps = state.steps.filter((step) => step.to > at - PLOTTED_MILLIS);
  state.now = now;
  state.answeredAt = at;
}

/** Has the broker looked at; that may take as long as its directory does, and nothing waits. */
async function lookAtBroker() {
  const broker = state.chosen;
  state.looking = broker.gate;
  state.lookedAt = Date.now();
  try {
    const names = ['Violations', 'Accesses', 'Connectors', 'Certificates'];
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

async function round() {
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

// ------------------------------------------------------------------------------------- showing

function show() {
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

function troubleText({ kind, detail }) {
  switch (kind) {
    case 'login':
      return 'Your login has ended, or its password is another one by now.';
    case 'forbidden':
      return 'Your login may not ask Jolokia, or jolokia-access.xml does not let this page. '
        + 'Ask with a login that may.';
    case 'policy':
      return "The web server's Content-Security-Policy lets no page ask for data. "
        + "Let it, for /portcullis/*, with connect-src 'self' in ActiveMQ's jetty.xml.";
    case 'slow':
      return `The broker does not answer within ${PATIENCE_MILLIS / 1000} seconds, or the browser `
        + 'waits for a login. Trying again.';
    case 'absent':
      return 'There is no Jolokia at /api/jolokia of this web server. Trying again.';
    case 'denied':
      return "jolokia-access.xml does not let the gate's MBean be read. Trying again.";
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
      return `The gate could not answer: ${detail}. Trying again.`;
    default:
      return `The web server does not answer${detail ? ' as it should: ' + detail : ''}. Trying again.`;
  }
}

function showTrouble() {
  const { trouble } = state;
  byId('trouble').hidden = !trouble;
  if (trouble) {
    const since = `No data since ${moment(state.troubledSince)}. `;
    say(byId('news'), since + troubleText(trouble));
    byId('login').hidden = trouble.kind !== 'login';
  }
}

function showChoice() {
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

const ofDisposition = (disposition) =>
  (state.look?.Violations.rows ?? []).filter((row) => row.disposition === disposition);

/** What the violations of now say of the broker as a whole. */
function verdict() {
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

function showVerdict(style, words) {
  if (isNews('verdict', [style, words])) {
    byId('verdict').className = style;
    byId('verdict').replaceChildren(sign(style), words);
    if (style !== 'unknown') {
      byId('said').textContent = words;
    }
  }
}

function showHead() {
  showVerdict(...verdict());
  const mode = state.now.facts.Mode;
  const { BrokerVersion: version, UptimeMillis: uptime } = state.now.service;
  const about = [
    ` ${mode === 'ENFORCE' ? 'refuses what breaks a rule' : 'refuses nothing, only reports'} (`,
    html('code', {}, mode),
    ')',
  ];
  const running = version ? `, on ActiveMQ ${version}` : '';
  const up = uptime === undefined ? '' : `, up for ${duration(uptime)}`;
  if (isNews('of', [state.chosen.name, mode, running, up])) {
    byId('of').replaceChildren(
      'Broker ', html('b', {}, value(state.chosen.name)), ...about, running + up);
  }
  byId('of').hidden = false;
}

function showTitle() {
  const name = state.chosen ? state.chosen.name + ': ' : '';
  document.title = visible(
    name + (state.trouble || !state.now ? 'no data' : verdict()[1].toLowerCase()) + ' - Portcullis');
}

function showFacts() {
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

// ------------------------------------------------------------------------------------- traffic

const CARDS = [
  { index: 0, style: 'passed', one: 'body accepted', many: 'bodies accepted' },
  { index: 1, style: 'refused', one: 'violation refused', many: 'violations refused' },
  { index: 2, style: 'reported', one: 'violation only reported', many: 'violations only reported' },
  { index: 3, style: 'waived', one: 'violation waived', many: 'violations waived' },
];

const PLOT_WIDTH = 900;
const PLOT_HEIGHT = 44;

function showTraffic() {
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
    html('div', { class: 'axis', 'aria-hidden': 'true' }, html('span'), html('span'), html('span')));
}

function showCard(element, card, end, span) {
  const [number, words, lately, plotBefore, axis] = element.children;
  const total = state.now.facts[COUNTS[card.index]];
  const inLastMinute = state.steps
    .filter((step) => step.to > end - 60_000)
    .reduce((sum, step) => sum + step.rises[card.index], 0);
  const most = Math.max(0, ...state.steps.map((step) => perSecond(step, card.index)));
  number.className = 'number ' + (total === 0 ? 'soft' : card.style);
  say(number, numbers.format(total));
  say(words, total === 1 ? card.one : card.many);
  say(lately, `${numbers.format(inLastMinute)} in the last minute`);
  plotBefore.replaceWith(plot(card, end, span, most));
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

// ---------------------------------------------------------------------------------- violations

const DISPOSITIONS = [
  ['refused', 'would be refused at a start'],
  ['reported', 'only reported'],
  ['waived', 'waived'],
];

function showViolations() {
  const violations = state.look?.Violations;
  if (!violations || !isNews('violations', violations)) {
    return;
  }
  say(byId('violations-note'),
    violations.error
      ? `It cannot be told: ${violations.error}`
      : violations.rows.length === 0 ? 'Nothing: the broker keeps every rule.' : '');
  byId('violations-list').replaceChildren(
    ...DISPOSITIONS.flatMap(([disposition, words]) =>
      [...grouped(ofDisposition(disposition), (row) => row.rule)].map(
        ([rule, rows]) => violationsOfRule(rule, rows, disposition, words))));
}

function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) {
      group.push(row);
    } else {
      groups.set(key(row), [row]);
    }
  }
  return groups;
}

function violationsOfRule(rule, rows, disposition, words) {
  const more = rows.length - FINDINGS_OF_A_RULE;
  return html('div', { class: 'rule ' + disposition },
    html('h3', {}, sign(disposition), rule, ': ' + words),
    html('ul', {},
      ...rows.slice(0, FINDINGS_OF_A_RULE).map((row) =>
        html('li', {},
          html('p', { class: 'where' }, value(row.where)),
          html('p', {}, value(row.found)),
          html('p', { class: 'remedy' }, value(row.remedy)))),
      ...(more > 0 ? [html('li', { class: 'soft' }, `and ${numbers.format(more)} more`)] : [])));
}

// ------------------------------------------------------------------------------------- senders

const ORDERS = {
  count: (a, b) => a.count - b.count,
  lastSeen: (a, b) => Date.parse(a.lastSeen) - Date.parse(b.lastSeen),
};

const collator = new Intl.Collator('en', { numeric: true });

function sorted(rows) {
  const { column, descending } = state.sort;
  const order = ORDERS[column] ?? ((a, b) => collator.compare(a[column], b[column]));
  const turn = descending ? -1 : 1;
  return [...rows].sort((a, b) => turn * order(a, b) || collator.compare(senderKey(a), senderKey(b)));
}

function senderKey(row) {
  return JSON.stringify([row.rule, row.destination, row.user, row.clientId, row.protocol]);
}

/** Whether a row has every word of a filter somewhere. */
function hasWords(texts, filter) {
  const all = texts.map(visible).join('\n').toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

function filteredSenders() {
  const filter = byId('senders-filter').value;
  return state.now.senders.rows.filter((row) => hasWords(
    [row.rule, row.destination, row.user, row.clientId, row.remoteAddress, row.protocol], filter));
}

function sendersText(found) {
  const { rows, error } = state.now.senders;
  if (error) {
    return `It cannot be told: ${error}`;
  }
  if (rows.length === 0) {
    return 'Nobody has since the broker started.';
  }
  return found.length === rows.length
    ? `${count(rows.length, 'sender')} of what the rules do not allow, the last 1,000 at most.`
    : `${numbers.format(found.length)} of ${count(rows.length, 'sender')}.`;
}

function showSenders() {
  const found = filteredSenders();
  const shown = sorted(found).slice(0, state.areAllSendersShown ? Infinity : SENDERS_AT_FIRST);
  say(byId('senders-note'), sendersText(found));
  byId('senders-tools').hidden = state.now.senders.rows.length === 0;
  byId('senders-table').parentElement.hidden = found.length === 0;
  byId('senders-more').hidden = shown.length === found.length;
  say(byId('senders-more'), `Show all ${numbers.format(found.length)}`);
  for (const head of byId('senders-table').tHead.rows[0].cells) {
    const isSorted = head.dataset.column === state.sort.column;
    if (isSorted) {
      head.setAttribute('aria-sort', state.sort.descending ? 'descending' : 'ascending');
    } else {
      head.removeAttribute('aria-sort');
    }
  }
  fill(byId('senders-table').tBodies[0], shown, senderKey, (row) => [
    cell('Last seen', time(row.lastSeen), 'short'),
    cell('Count', numbers.format(row.count), 'short'),
    cell('Destination', row.destination, 'long'),
    cell('User', row.user, 'name'),
    cell('Client id', row.clientId, 'name'),
    cell('Address', row.remoteAddress, 'name'),
    cell('Protocol', row.protocol, 'short'),
    cell('Rule', row.rule, 'id'),
  ]);
}

function sortBy(column) {
  const isNumber = column in ORDERS;
  const descending = state.sort.column === column ? !state.sort.descending : isNumber;
  state.sort = { column, descending };
}

// -------------------------------------------------------------------------------------- logins

function showLogins() {
  const { rows, error } = state.now.logins;
  const handshakes = state.now.facts.FailedHandshakeCount;
  const noHandshakes = handshakes === 0
    ? ''
    : ` ${count(handshakes, 'connection')} ended before there was a TLS session.`;
  say(byId('logins-note'),
    (error
      ? `It cannot be told: ${error}.`
      : rows.length === 0 ? 'Nobody lately.' : `${count(rows.length, 'user')} by name and network, the last 1,000 at most.`)
      + noHandshakes);
  byId('logins-table').parentElement.hidden = rows.length === 0;
  const latest = [...rows].sort((a, b) => Date.parse(b.last) - Date.parse(a.last));
  fill(byId('logins-table').tBodies[0], latest,
    (row) => JSON.stringify([row.user, row.address]),
    (row) => [
      rowHead(row.user, 'name'),
      cell('From', row.address, 'name'),
      cell('Failures', numbers.format(row.failures), 'short'),
      cell('Last', time(row.last), 'short'),
      cell('Has to wait until', time(row.waitsUntil), 'short'),
    ]);
}

// --------------------------------------------------------------------------------- connections

/** What a connection is secured by, in words: the columns of the table, the best first. */
function security(row) {
  switch (row.carrier) {
    case 'tls':
      return row.tls || 'TLS over WebSocket';
    case 'in this jvm':
      return 'in this JVM';
    case 'plain':
      return 'no TLS';
    default:
      return row.carrier;
  }
}

const isSecure = (words) => /^TLS(?!v1(\.1)?$)/.test(words) || words === 'in this JVM';

function columnOrder(a, b) {
  return Number(isSecure(b)) - Number(isSecure(a))
    || Number(b.startsWith('TLSv')) - Number(a.startsWith('TLSv'))
    || Number(b.startsWith('TLS')) - Number(a.startsWith('TLS'))
    || collator.compare(b, a);
}

const PROTOCOLS = new Map(Object.entries(
  { openwire: 'OpenWire', amqp: 'AMQP', mqtt: 'MQTT', stomp: 'STOMP' }));

/** Inside a JVM there is no format on the wire. */
function protocolName(row) {
  return PROTOCOLS.get(row.protocol)
    ?? (row.protocol || (row.carrier === 'in this jvm' ? 'Java calls' : 'unknown'));
}

const sum = (rows) => rows.reduce((all, row) => all + row.count, 0);

function showConnections() {
  const { rows, error } = state.now.connections;
  const total = sum(rows);
  say(byId('connections-note'),
    error
      ? `It cannot be told: ${error}`
      : total === 0 ? 'Nobody is connected.' : `${count(total, 'connection')} logged in.`);
  byId('connections-table').parentElement.hidden = rows.length === 0;
  if (isNews('connections', rows)) {
    showConnectionTable(rows);
  }
  showConnectors();
}

function showConnectionTable(rows) {
  const columns = [...new Set(rows.map(security))].sort(columnOrder);
  const byProtocol = grouped(rows, protocolName);
  const most = Math.max(1, ...[...byProtocol.values()].map(sum));
  const table = byId('connections-table');
  table.tHead.rows[0].replaceChildren(
    html('th', { scope: 'col' }, 'Protocol'),
    ...columns.map((name) => html('th', { scope: 'col', class: 'number' }, value(name))),
    html('th', { scope: 'col', class: 'number' }, 'All'),
    html('td', { 'aria-hidden': 'true' }));
  table.tBodies[0].replaceChildren(
    ...[...byProtocol].sort((a, b) => sum(b[1]) - sum(a[1])).map(([name, those]) =>
      html('tr', {},
        html('th', { scope: 'row' }, value(name)),
        ...columns.map((column) => numberCell(sum(those.filter((row) => security(row) === column)))),
        numberCell(sum(those)),
        html('td', { 'aria-hidden': 'true' }, share(those, most)))));
}

function numberCell(number) {
  return html('td', { class: number === 0 ? 'number zero' : 'number' }, numbers.format(number));
}

function share(rows, most) {
  const secure = (100 * sum(rows.filter((row) => isSecure(security(row))))) / most;
  const all = (100 * sum(rows)) / most;
  return svg('svg', { class: 'share', viewBox: '0 0 100 10', preserveAspectRatio: 'none' },
    svg('rect', { class: 'ground', width: 100, height: 10 }),
    svg('rect', { class: 'tls', width: secure, height: 10 }),
    svg('rect', { class: 'rest', x: secure, width: all - secure, height: 10 }));
}

function showConnectors() {
  const connectors = state.look?.Connectors ?? { rows: [], error: '' };
  const connected = grouped(state.now.connections.rows, (row) => row.connector);
  byId('connectors-table').parentElement.hidden = connectors.rows.length === 0;
  say(byId('connectors-note'), connectors.error ? `It cannot be told: ${connectors.error}` : '');
  const body = byId('connectors-table').tBodies[0];
  fill(body, connectors.rows, (row) => row.name, (row) => [
    rowHead(row.name, 'name'),
    cell('Location', row.location, 'long'),
    cell('Speaks', spoken(row)),
    cell('Client certificate', row.demandsCertificate ? 'demanded' : 'not demanded', 'short'),
    cell('Connected by', ''),
  ]);
  // By itself: whoever reads the suites of a row is not to be interrupted by a login.
  connectors.rows.forEach((row, i) => {
    const those = kinds(connected.get(row.name) ?? []);
    const place = body.rows[i].lastChild;
    if (place.textContent !== those.textContent) {
      place.replaceChildren(those);
    }
  });
}

function spoken(row) {
  const suites = row.cipherSuites.split(', ').filter((suite) => suite !== '');
  const protocols = row.protocols || 'what Java does';
  return suites.length === 0
    ? value(protocols)
    : html('details', {},
      html('summary', {}, value(`${protocols} with ${count(suites.length, 'suite')}`)),
      html('ul', {}, ...suites.map((suite) => html('li', {}, value(suite)))));
}

function kinds(rows) {
  if (rows.length === 0) {
    return value('nobody');
  }
  return html('span', {}, ...rows.map((row, i) =>
    html('span', {},
      i > 0 ? ', ' : '',
      value(`${numbers.format(row.count)} ${protocolName(row)}`
        + (row.cipherSuite ? ` (${row.tls}, ${row.cipherSuite})` : '')))));
}

// -------------------------------------------------------------------------------- certificates

/** A certificate that has no end has one in the year 9999, beside which all others were a dot. */
const FARTHEST_MILLIS = 20 * 365 * DAY_MILLIS;
const LINE_WIDTH = 1000;
const STEPS_IN_MONTHS = [1, 3, 6, 12, 24, 60, 120];
const MOST_TICKS = 6;

function showCertificates() {
  const certificates = state.look?.Certificates;
  const words = certificates?.rows.map(
    (row) => validity(Date.parse(row.from), Date.parse(row.until), Date.now()));
  if (!certificates
    || !isNews('certificates', [certificates, words, new Date().toDateString()])) {
    return;
  }
  say(byId('certificates-note'),
    certificates.error
      ? `It cannot be told: ${certificates.error}`
      : certificates.rows.length === 0 ? 'No connector shows one that can be seen here.' : '');
  const each = [...grouped(certificates.rows, (row) =>
    JSON.stringify([row.subject, row.serial, row.from, row.until, row.key])).values()];
  byId('certificates-line').replaceChildren(...(each.length === 0 ? [] : timeLine(each)));
}

function timeLine(certificates) {
  const now = Date.now();
  const froms = certificates.map(([row]) => Date.parse(row.from));
  const untils = certificates.map(([row]) => Date.parse(row.until));
  const begin = Math.max(now - FARTHEST_MILLIS, Math.min(now, ...froms));
  const end = Math.min(now + FARTHEST_MILLIS, Math.max(now + DAY_MILLIS, ...untils));
  const at = (millis) =>
    LINE_WIDTH * Math.min(1, Math.max(0, (millis - begin) / Math.max(1, end - begin)));
  return [
    years([[now, 'today', 'now']], at),
    html('ul', { class: 'span' },
      ...certificates
        .sort((a, b) => Date.parse(a[0].until) - Date.parse(b[0].until))
        .map((rows) => certificate(rows, now, at))),
    years(ticks(begin, end), at),
  ];
}

function certificate(rows, now, at) {
  const [row] = rows;
  const from = Date.parse(row.from);
  const until = Date.parse(row.until);
  const [style, words] = validity(from, until, now);
  const label = `valid from ${days.format(from)} until ${days.format(until)}`;
  return html('li', {},
    html('p', { class: 'label' },
      html('b', {}, value(row.subject)), html('span', { class: style }, words)),
    svg('svg', {
      viewBox: `0 0 ${LINE_WIDTH} 14`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label,
    },
    svg('rect', { class: 'track', y: 5, width: LINE_WIDTH, height: 4 }),
    svg('rect', {
      class: 'bar-' + style,
      x: at(from),
      y: 2,
      width: Math.max(2, at(until) - at(from)),
      height: 10,
    }),
    svg('rect', { class: 'today', x: at(now), width: 2, height: 14 })),
    html('p', { class: 'notes' },
      `${days.format(from)} to ${days.format(until)}. `,
      ...(row.names ? ['For ', value(row.names)] : ['For no name']),
      '. ',
      value(row.key), ', signed with ', value(row.signature), '. Shown by ',
      value(rows.map((each) => each.connector).join(', ')), '.'));
}

function validity(from, until, now) {
  if (now < from) {
    return ['refused', 'not valid yet'];
  }
  if (now > until) {
    return ['refused', `ended ${duration(now - until)} ago`];
  }
  const isSoon = until - now < SOON_DAYS * DAY_MILLIS;
  return [isSoon ? 'reported' : 'passed', `${duration(until - now)} left`];
}

/** At the first of a month, as few as fit. */
function ticks(begin, end) {
  const months = (end - begin) / DAY_MILLIS / 30.44;
  const step = STEPS_IN_MONTHS.find((each) => months / each <= MOST_TICKS) ?? 120;
  const first = new Date(begin);
  const found = [];
  for (let month = Math.ceil(first.getUTCMonth() / step) * step; ; month += step) {
    const tick = Date.UTC(first.getUTCFullYear(), month, 1);
    if (tick >= end) {
      return found;
    }
    if (tick > begin) {
      const date = new Date(tick);
      const year = String(date.getUTCFullYear());
      found.push([tick, step % 12 === 0 ? year : `${year}-${String(date.getUTCMonth() + 1).padStart(2, '0')}`, '']);
    }
  }
}

function years(labels, at) {
  const line = html('div', { class: 'years', 'aria-hidden': 'true' });
  for (const [millis, text, style] of labels) {
    const label = html('span', { class: style }, text);
    // The middle of a label near the edge would be outside.
    label.style.left = Math.min(96, Math.max(4, at(millis) / 10)) + '%';
    line.append(label);
  }
  return line;
}

// -------------------------------------------------------------------------------------- rights

const RIGHTS = ['read', 'write', 'admin'];

function showRights() {
  const accesses = state.look?.Accesses;
  const filter = byId('rights-filter').value;
  if (!accesses || !isNews('rights', [accesses, filter])) {
    return;
  }
  const isEmpty = accesses.rows.length === 0;
  const destinations = grouped(accesses.rows, (row) => row.destinations);
  const found = [...destinations].filter(([name]) => hasWords([name], filter));
  say(byId('rights-note'),
    accesses.error
      ? `It cannot be told: ${accesses.error}`
      : isEmpty ? 'Nobody may do anything, or there is no map.' : rightsText(destinations, found));
  byId('rights-legend').hidden = isEmpty;
  byId('rights-tools').hidden = isEmpty;
  byId('rights-table').parentElement.hidden = found.length === 0;
  showMatrix(found);
}

/** So many that a browser can bear them; what is left out is said. */
function showMatrix(found) {
  const groups = [...new Set(found.flatMap(([, rows]) => rows.map((row) => row.group)))]
    .sort(collator.compare);
  const columns = groups.slice(0, MOST_GROUPS);
  const rows = found.slice(
    0, Math.min(MOST_DESTINATIONS, Math.floor(MOST_CELLS / Math.max(1, columns.length))));
  const left = [
    [found.length - rows.length, 'pattern'],
    [groups.length - columns.length, 'group'],
  ].filter(([number]) => number > 0).map(([number, what]) => count(number, what));
  say(byId('rights-rest'),
    left.length > 0 ? `Not shown: ${left.join(' and ')} more. A filter leaves fewer.` : '');
  byId('rights-table').tHead.rows[0].replaceChildren(
    html('th', { scope: 'col' }, 'Destinations'),
    ...columns.map((group) => html('th', { scope: 'col', class: 'group' },
      html('span', {}, group === '*' ? word('everybody') : value(group)))));
  byId('rights-table').tBodies[0].replaceChildren(
    ...rows.map(([name, those]) => rightsRow(name, those, columns)));
}

function rightsText(destinations, found) {
  return found.length === destinations.size
    ? `${count(destinations.size, 'pattern')} of destinations; one stands for what no narrower one names.`
    : `${numbers.format(found.length)} of ${count(destinations.size, 'pattern')} of destinations.`;
}

function rightsRow(name, rows, groups) {
  const ofGroup = new Map(rows.map((row) => [row.group, row]));
  return html('tr', {},
    html('th', { scope: 'row' }, value(name)),
    ...groups.map((group) => html('td', { class: 'marks' }, ...marks(ofGroup.get(group)))));
}

/** Three marks to look at, and the same in words for who cannot. */
function marks(row) {
  const held = RIGHTS.filter((right) => row?.[right]);
  return [
    ...RIGHTS.map((right) => {
      const holds = held.includes(right);
      return html('b', { class: 'right ' + (holds ? right : 'none'), 'aria-hidden': 'true' },
        holds ? right[0].toUpperCase() : '');
    }),
    html('span', { class: 'hidden' }, held.join(', ') || 'nothing'),
  ];
}

// ------------------------------------------------------------------------------------- waivers

function showWaivers() {
  const { rows, error } = state.now.waivers;
  say(byId('waivers-note'),
    error ? `It cannot be told: ${error}` : rows.length === 0 ? 'None: no rule has an exception.' : '');
  byId('waivers-table').parentElement.hidden = rows.length === 0;
  const soonest = rows
    .map((row) => ({ ...row, left: left(row) }))
    .sort((a, b) => collator.compare(a.until, b.until));
  fill(byId('waivers-table').tBodies[0], soonest,
    (row) => JSON.stringify([row.rule, row.subject]),
    (row) => [
      rowHead(row.rule, 'id'),
      cell('Subject', row.subject, 'long'),
      cell('Reason', row.reason, 'long'),
      cell('Ends', ending(row)),
      cell('Let pass', numbers.format(row.matched), 'short'),
      cell('Last', row.lastMatched ? time(row.lastMatched) : 'never', 'short'),
    ]);
}

/** A waiver ends at the start of its day, UTC. */
function left(row) {
  const millis = Date.parse(row.until) - Date.now();
  return millis > 0 ? `in ${duration(millis)}` : 'has ended';
}

function ending(row) {
  const style = { active: 'passed', ending: 'reported' }[row.state] ?? 'refused';
  return html('span', {},
    html('time', { datetime: row.until, class: 'short' }, daysInUtc.format(Date.parse(row.until))),
    ' ',
    html('span', { class: style + ' short' }, row.left));
}

// ------------------------------------------------------------------------------------ handling

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
