/** The seed of everything that the bench makes up: the same data on every machine and in every run. */
const seed = 0x4c6f7473;

/** A sequence of numbers that follows from its name alone (mulberry32 over a mixed start). */
export class Random {
  #state: number;

  /** @param name whole numbers that set this sequence apart from every other */
  constructor(...name: readonly number[]) {
    this.#state =
      name.reduce(
        (state, part) => Math.imul(state ^ (part >>> 0) ^ ((part / 2 ** 32) | 0), 0x9e3779b1) + 0x7f4a7c15,
        seed,
      ) | 0;
    this.below(2);
  }

  /** From 0 (included) to 1 (not included). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below a limit. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** Like `below`, but small numbers come more often: some people are busier than others. */
  skewedBelow(limit: number): number {
    return Math.floor(this.fraction() ** 2 * limit);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** A UUID, version 4, lower case. */
  uuid(): string {
    const word = (): string =>
      Math.floor(this.fraction() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    const [first, second, third, fourth] = [word(), word(), word(), word()];
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-a${third.slice(1, 4)}-${third.slice(4)}${fourth}`;
  }
}
