import { LotseError } from '../../base/index.js';
import { repeatedParametersOf } from './apply-dialect.js';
import type { ResourceStep } from './exchange.js';
import { Parameters } from './parameters.js';

/**
 * Reads the query.
 * @param allowed every parameter that the method knows
 */
export function readParameters(...allowed: readonly string[]): ResourceStep {
  return (exchange) =>
    exchange.set({ parameters: new Parameters(exchange.request.query, allowed, repeatedParametersOf(exchange)) });
}

/** Reads the body to its end. */
export const readBody: ResourceStep = async (exchange) => {
  exchange.set({ body: await exchange.request.body() });
};

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Bytes as text. */
export function utf8(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch (caught) {
    throw new LotseError('invalid-json', 'The body is not UTF-8 text.', { cause: caught });
  }
}
