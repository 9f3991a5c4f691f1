import { BackgroundLoop, type Logger, type Milliseconds } from '../../base/index.js';
import type { SigningKeys } from './signing-keys.js';

/** Replaces keys in time, for as long as it runs. */
export interface KeyRotation {
  /** Resolves when the first check has ended. */
  start(): Promise<void>;
  /** Resolves when no key is being replaced any more. */
  stop(): Promise<void>;
}

/** Time between two looks; what they decide about lasts days. */
const pause: Milliseconds = 60 * 60 * 1000;

/** @param days after which a key is replaced; 0: never */
export function createKeyRotation(
  keys: Pick<SigningKeys, 'replaceDueKeys'>,
  days: number,
  logger: Logger,
): KeyRotation {
  const loop = new BackgroundLoop({
    step: async () => {
      for (const organisation of await keys.replaceDueKeys(days)) logger.info({ organisation }, 'signing key replaced');
      return pause;
    },
    onFailure: ({ caught }) =>
      logger.error({ err: caught }, 'The signing keys could not be looked after; the next try is in an hour.'),
    retry: { firstMs: pause, maxMs: pause },
  });

  return { start: () => loop.start(), stop: () => loop.stop() };
}
