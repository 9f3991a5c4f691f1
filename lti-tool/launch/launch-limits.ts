import type { Request } from 'express';
import type { Clock } from '../../base/index.js';
import { networkOf, RateLimit } from '../../lrs/index.js';

/** Rate limits of launches; every check throws LotseError `too-many-requests` with the seconds to wait. */
export interface LaunchLimits {
  /** Counts a login of whoever asks. */
  login(request: Request): void;
  /** Counts an answer of an LMS that whoever asks passes on: a browser that has to prove itself does so twice. */
  launch(request: Request): void;
  /** Counts a login at an LMS. */
  platform(id: string): void;
}

const burstSeconds = 60;
/** An LMS may have the launches of so many addresses. */
const addressesOfPlatform = 10;
/** Posts that one launch may take: the LMS's answer, and the page that looks for the binding. */
const postsOfLaunch = 2;

/**
 * Limits by address (an IPv6 network counts as one) and by LMS. They live in this process and forget the oldest of ten
 * thousand names: who floods from many addresses costs no memory.
 * @param rate launches a second for one address; 0: no limits
 */
export function createLaunchLimits(clock: Clock, rate: number): LaunchLimits {
  const options = {
    burstSeconds,
    message: () => 'There were too many launches in a short time. Please wait before the next one.',
  };
  const logins = new RateLimit(clock, rate, options);
  const posts = new RateLimit(clock, rate * postsOfLaunch, options);
  const platforms = new RateLimit(clock, rate * addressesOfPlatform, options);
  const addressOf = (request: Request): string => networkOf(request.ip ?? '');
  return {
    login: (request) => logins.take(addressOf(request)),
    launch: (request) => posts.take(addressOf(request)),
    platform: (id) => platforms.take(id),
  };
}
