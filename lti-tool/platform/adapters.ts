import { z } from 'zod';
import type { PlatformKind } from '../store/index.js';
import type { PlatformAdapter } from './adapter.js';
import { plainAdapter } from './generic-adapter.js';

/** The adapters of an installation. */
export interface PlatformAdapters {
  /** Those of known products, the generic one last. */
  readonly all: readonly PlatformAdapter[];
  /** The adapter of a kind of LMS; the generic one if there is none of its own. */
  of(kind: PlatformKind): PlatformAdapter;
  /**
   * The adapter of the LMS with this description.
   * @param openidConfiguration what its openid-configuration address answers, unchecked
   */
  recognise(openidConfiguration: unknown): PlatformAdapter;
}

const selfDescription = z.object({
  'https://purl.imsglobal.org/spec/lti-platform-configuration': z.object({ product_family_code: z.string() }),
});

/** @param productAdapters adapters of products, as the composition root hands them in */
export function platformAdapters(productAdapters: readonly PlatformAdapter[]): PlatformAdapters {
  const generic = plainAdapter('generic', 'LTI 1.3');
  const all = [...productAdapters, plainAdapter('demo', 'Demo-LMS'), generic];
  return {
    all,
    of: (kind) => all.find((adapter) => adapter.kind === kind) ?? generic,
    recognise(openidConfiguration) {
      const parsed = selfDescription.safeParse(openidConfiguration);
      if (!parsed.success) return generic;
      const family = parsed.data['https://purl.imsglobal.org/spec/lti-platform-configuration'].product_family_code
        .trim()
        .toLowerCase();
      return all.find((adapter) => adapter.productFamilies.includes(family)) ?? generic;
    },
  };
}
