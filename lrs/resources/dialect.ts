import type { Exchange } from './exchange.js';

/** What some software says otherwise than the specification, believed of its own credentials alone. */
export interface Dialect {
  /** As in `Credential.software`. */
  readonly software: string;
  /**
   * By the path of a resource: parameters of names that the specification does not know, which repeat another
   * parameter's value. Where they do, they are passed over.
   */
  readonly repeatedParameters: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The parameters that the one who asks may repeat here under other names. */
export function repeatedParametersOf({ software, services, arrival }: Exchange): Readonly<Record<string, string>> {
  if (software === undefined) return {};
  const dialect = services.dialects.find((each) => each.software === software);
  return dialect?.repeatedParameters[arrival.path.replace(/\/$/, '')] ?? {};
}
