import { createHmac } from 'node:crypto';
import {
  basicAuthorization,
  type BlobStore,
  type Clock,
  codeOf,
  createOutboundClient,
  LotseError,
  type NetworkPolicy,
  type OutboundResponse,
  type OutboundClient,
  OutboundError,
  type OutboundRequest,
  retryAfterSeconds,
  unseal,
} from '../../../base/index.js';
import { attachmentPart, type OutgoingPart, statementsPart, formatMultipart } from '../../multipart/index.js';
import { namedAttachments, newestVersionOf, type Statement, type XapiVersion } from '../../statement/index.js';
import type { ForwardTarget } from '../../store/index.js';

/** A statement to deliver. */
export interface OutgoingStatement {
  readonly id: string;
  readonly position: number;
  /** The whole statement as JSON. */
  readonly text: string;
}

/** The outcome of a delivery. */
export type Delivery =
  | { readonly kind: 'delivered' }
  /** Worth another attempt as it is. */
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfter?: number }
  /** Not worth another attempt as it is. */
  | { readonly kind: 'refused'; readonly error: string };

/** Delivers statements to a target. */
export interface Deliverer {
  deliver(target: ForwardTarget, statements: readonly OutgoingStatement[], signal?: AbortSignal): Promise<Delivery>;
}

/** The purpose under which a target's secret is sealed. */
export function secretPurpose({ organisation, id }: Pick<ForwardTarget, 'organisation' | 'id'>): string {
  return `forward ${organisation} ${id}`;
}

const timeoutMs = 30_000;
/** Bytes read of a response: enough to say what is wrong. */
const maxAnswerBytes = 64 * 1024;
/** Minimum rate, in bytes per millisecond: a slow line is not a dead one. */
const minBytesPerSecond = 100;
/** Statuses about this very request; any other failure may pass. */
const refusals = new Set([400, 409, 410, 413, 415, 422]);

function outcomeOf({ status, headers }: OutboundResponse, now: number): Delivery {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const error = `answered ${status}`;
  if (refusals.has(status)) return { kind: 'refused', error };
  const retryAfter = retryAfterSeconds(headers, now);
  return { kind: 'failed', error, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

/** The version to use, by an LRS's about resource; if that is not readable, the version used so far. */
function versionFrom(about: string): XapiVersion {
  try {
    return newestVersionOf(JSON.parse(about));
  } catch {
    return '1.0.3';
  }
}

/** The reason why nothing was delivered, for whoever configured the target. */
function failureOf(caught: unknown, host: string): string {
  if (caught instanceof LotseError) return caught.message;
  if (!(caught instanceof OutboundError)) return `could not be reached (${codeOf(caught) || 'no answer'})`;
  if (caught.reason === 'internal-address')
    return `${host} lies in a private network, which this target may not reach.`;
  if (caught.reason === 'forbidden-address') return `${host} is an address that no target can have.`;
  if (caught.reason === 'timeout') return 'gave no answer in time';
  return `could not be reached (${codeOf(caught.cause) || caught.reason})`;
}

/** Dependencies of a deliverer. */
export interface DelivererParts {
  /** The installation's, which secrets are sealed with. */
  readonly encryptionKey: string;
  /** The store of the attachment data that goes to other LRSs. */
  readonly attachments: Pick<BlobStore, 'findBlob'>;
  readonly clock: Clock;
  /** The system's own resolver unless given. */
  readonly resolve?: NetworkPolicy['resolve'];
}

class OutboundDeliverer implements Deliverer {
  readonly #parts: DelivererParts;
  readonly #clients: { public: OutboundClient; internal: OutboundClient };
  /** The newest version each LRS supports, requested once. */
  readonly #versions = new Map<string, XapiVersion>();

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    this.#clients = { public: this.#clientFor(false), internal: this.#clientFor(true) };
  }

  async deliver(
    target: ForwardTarget,
    statements: readonly OutgoingStatement[],
    signal: AbortSignal | undefined,
  ): Promise<Delivery> {
    try {
      const answer = await (target.kind === 'lrs'
        ? this.#toLrs(target, statements, signal)
        : this.#toWebhook(target, statements, signal));
      return outcomeOf(answer, this.#parts.clock.now());
    } catch (caught) {
      return { kind: 'failed', error: failureOf(caught, new URL(target.url).hostname) };
    }
  }

  #clientFor(allowInternal: boolean): OutboundClient {
    return createOutboundClient({
      allowInternal,
      ...(this.#parts.resolve === undefined ? {} : { resolve: this.#parts.resolve }),
    });
  }

  #secretOf(target: ForwardTarget): string | undefined {
    return target.sealedSecret === undefined
      ? undefined
      : unseal(this.#parts.encryptionKey, secretPurpose(target), target.sealedSecret);
  }

  /** Sends a request to a resource of a target; to the target itself if none is named. */
  #send(
    { url, allowPrivate }: ForwardTarget,
    resource: string,
    request: Omit<OutboundRequest, 'url' | 'timeoutMs' | 'maxBytes' | 'signal'> & { readonly timeoutMs?: number },
    signal: AbortSignal | undefined,
  ): Promise<OutboundResponse> {
    const address = new URL(url);
    if (resource !== '') address.pathname = `${address.pathname.replace(/\/*$/, '')}/${resource}`;
    return this.#clients[allowPrivate ? 'internal' : 'public'].send({
      timeoutMs,
      ...request,
      url: address,
      maxBytes: maxAnswerBytes,
      longer: 'cut',
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async #versionOf(target: ForwardTarget, signal: AbortSignal | undefined): Promise<XapiVersion> {
    const cached = this.#versions.get(target.id);
    if (cached !== undefined) return cached;
    const { status, text } = await this.#send(
      target,
      'about',
      { headers: { 'X-Experience-API-Version': '1.0.3' } },
      signal,
    );
    if (status !== 200) return '1.0.3';
    const version = versionFrom(text);
    this.#versions.set(target.id, version);
    return version;
  }

  /** The data of the attachments that statements name, each once, as far as it was ever sent. */
  async #attachmentParts(
    { organisation }: ForwardTarget,
    statements: readonly OutgoingStatement[],
  ): Promise<readonly OutgoingPart[]> {
    const parts = new Map<string, OutgoingPart>();
    for (const { text } of statements) {
      if (!text.includes('"sha2"')) continue;
      for (const {
        attachment: { sha2: originalHash, contentType },
      } of namedAttachments(JSON.parse(text) as Statement)) {
        const sha2 = originalHash.toLowerCase();
        const blob = parts.has(sha2) ? undefined : await this.#parts.attachments.findBlob(organisation, sha2);
        if (blob !== undefined)
          parts.set(
            sha2,
            attachmentPart({ contentType, sha2: originalHash, length: blob.length, read: () => blob.read() }),
          );
      }
    }
    return [...parts.values()];
  }

  /** Another LRS: its statements resource. Ids are kept, so it is harmless to send a statement twice. */
  async #toLrs(
    target: ForwardTarget,
    statements: readonly OutgoingStatement[],
    signal: AbortSignal | undefined,
  ): Promise<OutboundResponse> {
    const credential = this.#secretOf(target);
    const text = `[${statements.map((each) => each.text).join(',')}]`;
    const parts = await this.#attachmentParts(target, statements);
    const multipart = parts.length === 0 ? undefined : formatMultipart([statementsPart(text), ...parts]);
    const headers = {
      'Content-Type': multipart?.contentType ?? 'application/json',
      'X-Experience-API-Version': await this.#versionOf(target, signal),
      ...(credential === undefined ? {} : { Authorization: basicAuthorization(credential) }),
    };
    const longer = Math.ceil((multipart?.length ?? 0) / minBytesPerSecond);
    return this.#send(
      target,
      'statements',
      { method: 'POST', body: multipart ?? text, headers, timeoutMs: timeoutMs + longer },
      signal,
    );
  }

  /**
   * A webhook: `{ organisation, statements }`, signed, so that the receiver knows who sent it. It gets no attachment
   * data, only what the statements say.
   */
  async #toWebhook(
    target: ForwardTarget,
    statements: readonly OutgoingStatement[],
    signal: AbortSignal | undefined,
  ): Promise<OutboundResponse> {
    const body = `{"organisation":${JSON.stringify(target.organisation)},"statements":[${statements.map(({ text }) => text).join(',')}]}`;
    const secret = this.#secretOf(target);
    const headers = {
      'Content-Type': 'application/json',
      'X-Lotse-Target': target.id,
      'X-Lotse-Positions': `${statements[0]!.position}-${statements.at(-1)!.position}`,
      ...(secret === undefined
        ? {}
        : { 'X-Lotse-Signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }),
    };
    return this.#send(target, '', { method: 'POST', body, headers }, signal);
  }
}

export function createDeliverer(parts: DelivererParts): Deliverer {
  return new OutboundDeliverer(parts);
}
