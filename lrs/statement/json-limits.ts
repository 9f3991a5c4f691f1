/** Limits of JSON input. */
export interface JsonLimits {
  /** Objects and arrays inside one another; a statement needs about ten. */
  readonly depth: number;
  /** Values altogether, keys not counted: what is small as text can still be large in memory. */
  readonly values: number;
}

/** The default limits. */
export const defaultJsonLimits: JsonLimits = { depth: 64, values: 1_000_000 };
