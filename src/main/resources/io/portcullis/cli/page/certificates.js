/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Shows certificates on a line of time.

import { byId, html, isNews, say, svg, value } from './elements.js';
import { DAY_MILLIS, days, duration } from './format.js';
import { state } from './state.js';
import { grouped } from './tables.js';

/** Certificates that end within this time are marked, as the gate does unless told otherwise. */
const SOON_DAYS = 30;
/** A certificate that has no end has one in the year 9999, beside which all others were a dot. */
const FARTHEST_MILLIS = 20 * 365 * DAY_MILLIS;
const LINE_WIDTH = 1000;
const STEPS_IN_MONTHS = [1, 3, 6, 12, 24, 60, 120];
const MOST_TICKS = 6;

export function showCertificates() {
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
