/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// How numbers, times and texts of others are written.

/**
 * A text as it can be shown: characters that show nothing of themselves, look like a space, turn
 * the direction of their neighbours or pile up on one, become their numbers.
 */
export function visible(text) {
  return String(text).replace(
    /[\p{C}\p{DI}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}|(?<=\p{M}{4})\p{M}/gu,
    (character) => '\\u' + character.codePointAt(0).toString(16).padStart(4, '0'));
}

/** The same with spaces that HTML does not show: at an end, and after another one. */
export function spaced(text) {
  return String(text).replace(/^ | $|(?<= ) /g, '\\u0020');
}

export const numbers = new Intl.NumberFormat('en');
export const collator = new Intl.Collator('en', { numeric: true });

export const DAY_MILLIS = 86_400_000;
export const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
export const daysInUtc = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** The time of today, or the day with it. */
export function moment(millis) {
  const isToday = new Date(millis).toDateString() === new Date().toDateString();
  return (isToday ? times : moments).format(millis);
}

export function count(number, one) {
  return numbers.format(number) + ' ' + (number === 1 ? one : one + 's');
}

/** How long something takes, in the largest unit that it has; in years from two on. */
export function duration(millis) {
  const units = [[2 * 365 * DAY_MILLIS, 'year'], [DAY_MILLIS, 'day'], [3_600_000, 'hour'], [60_000, 'minute'], [1_000, 'second']];
  const [least, name] = units.find(([unit]) => millis >= unit) ?? units[4];
  const size = name === 'year' ? least / 2 : least;
  return count(Math.max(0, Math.floor(millis / size)), name);
}

/** At most two digits behind the point, and none where they say nothing. */
export function rate(perSecond) {
  return numbers.format(perSecond < 10 ? Math.round(perSecond * 100) / 100 : Math.round(perSecond));
}
