/** Readers for JSON from others: parameters from any editor, states from any version. None of them throws. */

export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value if it is an object; otherwise an empty one. */
export function record(value: unknown): JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {};
}

/** The value's own property; never one of the prototype's. */
export function own(value: JsonRecord, key: string): unknown {
  return Object.prototype.hasOwnProperty.call(value, key) ? value[key] : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text as it stands (HTML or a learner's words); anything else becomes empty. */
export function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Plain text. H5P hosts store it HTML-escaped, hand-written JSON does not: entities are resolved,
 * angle brackets are kept.
 */
export function plain(value: unknown): string {
  const text = string(value);
  if (!text.includes('&')) return text.trim();
  const decoder = document.createElement('textarea');
  decoder.innerHTML = text.replace(/</g, '&lt;');
  return decoder.value.trim();
}

/** A finite number inside the limits, else the fallback. */
export function number(value: unknown, fallback: number, min: number, max: number): number {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? Math.min(max, Math.max(min, found)) : fallback;
}

/** A whole number from `min` to `max`, else `undefined`: for indexes, which must not be clamped. */
export function index(value: unknown, min: number, max: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : undefined;
}

export function flag(value: unknown, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback;
}
