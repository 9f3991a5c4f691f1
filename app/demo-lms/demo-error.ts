import type { Bilingual } from '../../base/index.js';

/** A request that must be refused: explained on a page, in the person's language. */
export class DemoError extends Error {
  /** @param detail for the log */
  constructor(
    readonly status: 400 | 403 | 404 | 502,
    readonly sentence: Bilingual,
    readonly detail: string,
  ) {
    super(detail);
    this.name = 'Refusal';
  }
}
