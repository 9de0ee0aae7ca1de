/* The operators' page of Portcullis. "bin/activemq portcullis page" put it here, and replaces it. */

// Reads Jolokia's answers: values, tables and errors.

import { Trouble } from './jolokia.js';

/** A bean's value; that a bean is not there, or must not be read, is a trouble of its own. */
export function valueOf(answer) {
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
export function tableOf(answer) {
  return answer?.status === 200
    ? { rows: rowsOf(answer.value), error: '' }
    : { rows: [], error: reason(answer) };
}
