import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type Clock, LotseError } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';

/** The files of one version of a content. */
export interface ContentFiles {
  readonly organisation: OrganisationId;
  readonly contentId: string;
  readonly version: number;
}

/**
 * Keys that open the files of one version of a content, and nothing else: browsers request pictures and sounds by their
 * address alone, and such an address must not give access to anybody's visit.
 */
export interface ContentKeys {
  issue(files: ContentFiles): string;
  /** @throws LotseError `session-lost` if the key was not given out here, or has expired */
  read(key: string): ContentFiles;
}

/** Keys issued within this time are the same, so that browsers can cache the files. */
const reuseWindowMs = 6 * 3_600_000;
/** A key is valid for at least this long, and at most for one interval longer. */
const minValidityMs = 12 * 3_600_000;

function contentKeyError(detail: string): LotseError {
  return new LotseError('session-lost', 'This launch has expired. Please open the unit again from your course.', {
    detail,
  });
}

/** @param secret of this installation */
export function createContentKeys(secret: string, clock: Clock): ContentKeys {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'lotse content files', 32));
  const sealOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    issue({ organisation, contentId, version }) {
      const expires = (Math.floor(clock.now() / reuseWindowMs) + 1) * reuseWindowMs + minValidityMs;
      const text = Buffer.from(JSON.stringify([organisation, contentId, version, expires])).toString('base64url');
      return `${text}.${sealOf(text).toString('base64url')}`;
    },
    read(given) {
      const [text = '', seal = ''] = given.split('.');
      const expected = sealOf(text);
      const shown = Buffer.from(seal, 'base64url');
      if (shown.length !== expected.length || !timingSafeEqual(shown, expected))
        throw contentKeyError('content key unknown');
      const [organisation, contentId, version, expires] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [
        OrganisationId,
        string,
        number,
        number,
      ];
      if (clock.now() >= expires) throw contentKeyError('content key expired');
      return { organisation, contentId, version };
    },
  };
}
