/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Finds the brokers that have a gate, and asks the chosen one for what changes all the time.

import { tableOf, valueOf } from './answers.js';
import { ask, PATIENCE_MILLIS, read, Trouble } from './jolokia.js';
import { choose, COUNTS, state } from './state.js';

function brokerOf(gate) {
  const name = /[:,]brokerName=([^,]+)/.exec(gate)?.[1] ?? '';
  const domain = gate.slice(0, gate.indexOf(':'));
  return { name, gate, broker: `${domain}:type=Broker,brokerName=${name}` };
}

/** Looks which brokers of this JVM have a gate. */
export async function findBrokers() {
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

/** What is asked each time. */
export async function askNow() {
  const { gate, broker } = state.chosen;
  const [facts, enforcement, senders, logins, waivers, connections, service] = await ask([
    read(gate, ['Mode', 'FailedHandshakeCount', ...COUNTS]),
    read(gate, 'Enforcement'),
    read(gate, 'Senders'),
    read(gate, 'FailedLogins'),
    read(gate, 'Waivers'),
    read(gate, 'Connections'),
    read(broker, ['BrokerId', 'BrokerVersion', 'UptimeMillis']),
  ], PATIENCE_MILLIS);
  return {
    facts: valueOf(facts),
    enforcement: tableOf(enforcement),
    senders: tableOf(senders),
    logins: tableOf(logins),
    waivers: tableOf(waivers),
    connections: tableOf(connections),
    service: service?.status === 200 ? service.value : {},
  };
}
