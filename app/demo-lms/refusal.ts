import type { Bilingual } from '../../base/index.js';

/** Something a person asked for that cannot be: told on a page, in their language. */
export class Refusal extends Error {
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
