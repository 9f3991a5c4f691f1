import { z } from 'zod';
import type { EpochSeconds } from '../../../base/index.js';
import { demoClaimNames } from '../claims.js';
import { personById } from '../course.js';
import { isToolUnreachable } from '../keys.js';
import type { DemoParts } from '../parts.js';
import { DemoError } from '../demo-error.js';
import { refusalSentence } from '../texts.js';

const link = z.looseObject({
  type: z.literal('ltiResourceLink'),
  title: z.string().max(500).optional(),
  text: z.string().max(4000).optional(),
  url: z.url().optional(),
  custom: z.record(z.string(), z.coerce.string()).optional(),
  lineItem: z
    .looseObject({
      scoreMaximum: z.number().positive(),
      label: z.string().max(255).optional(),
      resourceId: z.string().max(255).optional(),
      tag: z.string().max(255).optional(),
    })
    .optional(),
});

const schema = z.looseObject({
  [demoClaimNames.messageType]: z.literal('LtiDeepLinkingResponse'),
  [demoClaimNames.version]: z.literal('1.3.0'),
  [demoClaimNames.deploymentId]: z.string(),
  [demoClaimNames.deepLinkingData]: z.string(),
  [demoClaimNames.contentItems]: z
    .array(z.looseObject({ type: z.string() }))
    .max(200)
    .default([]),
  [demoClaimNames.deepLinkingMessage]: z.string().max(2000).optional(),
  [demoClaimNames.deepLinkingError]: z.string().max(2000).optional(),
  nonce: z.string().min(1),
});

export type DemoResourceLink = z.infer<typeof link>;

/** The verified content item from the tool. */
export interface DemoContentItem {
  readonly links: readonly DemoResourceLink[];
  /** Number of items of a kind that this platform did not request. */
  readonly ignored: number;
  /** A message or error from the tool for the person to read. */
  readonly message: string | undefined;
  /** Identifies this choice: it may be used once, until then. */
  readonly once: { readonly id: string; readonly until: EpochSeconds };
  readonly language: 'de' | 'en';
}

const forged = (detail: string): DemoError =>
  new DemoError(400, refusalSentence('deepLinking'), `deep linking: ${detail}`);

async function verified({ keys, platform }: DemoParts, token: string): Promise<unknown> {
  try {
    return await keys.verifyFromTool(token, {
      issuer: platform.clientId,
      audience: platform.issuer,
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: 600,
      clockTolerance: 30,
    });
  } catch (caught) {
    if (isToolUnreachable(caught))
      throw new DemoError(502, refusalSentence('toolUnreachable'), "deep linking: the tool's keys cannot be read");
    throw forged((caught as Error).message);
  }
}

function linkFrom(item: unknown, origin: string): DemoResourceLink {
  const parsed = link.safeParse(item);
  if (!parsed.success) throw forged(`content item: ${parsed.error.issues[0]?.path.join('.')}`);
  const { url } = parsed.data;
  if (url !== undefined && new URL(url).origin !== origin) throw forged('content item leads away from the tool');
  return parsed.data;
}

/**
 * Checks a Deep Linking response (Deep Linking 2.0 §4.5).
 * @throws DemoError
 */
export async function readDeepLinkingResponse(parts: DemoParts, token: unknown): Promise<DemoContentItem> {
  if (typeof token !== 'string' || token === '') throw forged('no JWT field');
  const parsed = schema.safeParse(await verified(parts, token));
  if (!parsed.success) throw forged(`claim ${parsed.error.issues[0]?.path.join('.')}`);
  const claims = parsed.data;
  if (claims[demoClaimNames.deploymentId] !== parts.platform.deploymentId) throw forged('foreign deployment');
  const data = await parts.keys.verify('deep-linking-data', claims[demoClaimNames.deepLinkingData]);
  if (data?.jti === undefined || data.exp === undefined)
    throw new DemoError(400, refusalSentence('expired'), 'deep linking: data is not ours or has run out');
  if (personById(data.sub)?.role !== 'trainer')
    throw new DemoError(403, refusalSentence('trainerOnly'), 'deep linking: not the trainer');
  const items = claims[demoClaimNames.contentItems];
  const resourceLinks = items.filter((item) => item.type === 'ltiResourceLink');
  return {
    links: resourceLinks.map((item) => linkFrom(item, parts.tool.origin)),
    ignored: items.length - resourceLinks.length,
    message: claims[demoClaimNames.deepLinkingError] ?? claims[demoClaimNames.deepLinkingMessage],
    once: { id: `deep-linking:${data.jti}`, until: data.exp },
    language: data['language'] === 'en' ? 'en' : 'de',
  };
}
