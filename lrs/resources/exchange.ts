import type { ServerResponse } from 'node:http';
import type { Principal } from '../access/index.js';
import { type Preconditions, parseEntityTags } from '../document/index.js';
import type { XapiVersion } from '../statement/index.js';
import type { Parameters } from './parameters.js';
import type { Services } from './services.js';

/** A request in the sense of xAPI, after the alternate request syntax has been resolved. */
export interface XapiRequest {
  readonly method: string;
  /** The query as it was sent, without its question mark. */
  readonly query: string;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** The whole body, up to the limit for bodies. */
  body(): Promise<Uint8Array>;
  /**
   * The body in chunks, as they come in.
   * @param limit most octets in all
   */
  chunks(limit: number): AsyncIterable<Uint8Array>;
}

/** The target of a request. */
export interface RequestTarget {
  /** The address of the client; `undefined` if the connection has ended already. */
  readonly address: string | undefined;
  /** The path below which the resources lie, without a slash at its end, e.g. `/xapi`. */
  readonly base: string;
  /** The path below that, with a slash at its beginning, without the query. */
  readonly path: string;
}

/** Values that one step sets for later ones. */
interface ExchangeState {
  readonly principal: Principal;
  readonly version: XapiVersion;
  readonly parameters: Parameters;
  readonly body: Uint8Array;
}

/** One request on its way through the steps of an endpoint, with the values they have set so far. */
export class Exchange {
  readonly #state: Partial<ExchangeState> = {};

  constructor(
    readonly services: Services,
    readonly target: RequestTarget,
    readonly response: ServerResponse,
    readonly request: XapiRequest,
  ) {}

  /** Stores values for later steps. */
  set(values: Partial<ExchangeState>): void {
    Object.assign(this.#state, values);
  }

  get principal(): Principal {
    return this.#require('principal');
  }

  /** The software that the credential was issued for; `undefined` also without authentication. */
  get software(): string | undefined {
    const { principal } = this.#state;
    return principal?.kind === 'credential' ? principal.software : undefined;
  }

  get version(): XapiVersion {
    return this.#require('version');
  }

  get parameters(): Parameters {
    return this.#require('parameters');
  }

  get body(): Uint8Array {
    return this.#require('body');
  }

  /** True if the request uses xAPI 2.0. */
  get isVersion2(): boolean {
    return this.version === '2.0.0';
  }

  #require<Name extends keyof ExchangeState>(name: Name): ExchangeState[Name] {
    const value = this.#state[name];
    if (value === undefined) throw new Error(`A step asked for the ${name} before the step that finds it out.`);
    return value;
  }
}

/** A step of an endpoint. The last step answers; a step that refuses throws LotseError. */
export type ResourceStep = (exchange: Exchange) => void | Promise<void>;

/** The preconditions of a request. */
export function preconditionsOf({ request }: Exchange): Preconditions {
  const match = request.header('if-match');
  const noneMatch = request.header('if-none-match');
  return {
    ...(match === undefined ? {} : { match: parseEntityTags(match) }),
    ...(noneMatch === undefined ? {} : { noneMatch: parseEntityTags(noneMatch) }),
  };
}
