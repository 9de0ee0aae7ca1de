/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Holds what the page knows: the brokers, the last answers and the steps of the counters.

export const EVERY_MILLIS = 5_000;
export const PLOTTED_MILLIS = 15 * 60_000;
/** A longer silence is a gap in the plot, not a slow time. */
const LONGEST_STEP_MILLIS = 60_000;
export const COUNTS = ['AcceptedBodyCount', 'RefusedCount', 'ReportedCount', 'WaivedCount'];

export const state = {
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
  /** The keys of the groups of senders whose clients are shown. */
  openSenders: new Set(),
};

export const openedAt = Date.now();

export function choose(broker) {
  if (state.chosen?.gate !== broker.gate) {
    Object.assign(state, {
      now: undefined,
      look: undefined,
      lookedAt: 0,
      steps: [],
      areAllSendersShown: false,
      openSenders: new Set(),
    });
  }
  state.chosen = broker;
}

/** Takes what was answered: a broker that started anew began to count anew. */
export function take(now) {
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

const MINUTE_MILLIS = 60_000;

const stepsLately = () => state.steps.filter((step) => step.to > state.answeredAt - MINUTE_MILLIS);

/** What a counter rose by in the last minute, or since the page was opened. */
export function lately(index) {
  return stepsLately().reduce((sum, step) => sum + step.rises[index], 0);
}

/** The time that this covers, in words; empty if nothing was seen yet. */
export function latelyWords() {
  const from = stepsLately()[0]?.from;
  if (from === undefined) {
    return '';
  }
  const seconds = Math.max(1, Math.round((state.answeredAt - from) / 1000));
  return seconds >= 60 ? 'in the last minute' : `in the last ${seconds === 1 ? 'second' : seconds + ' seconds'}`;
}
