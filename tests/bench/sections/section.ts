import type { Figure } from '../figures.js';

/** What a section is told. */
export interface Run {
  /** How many statements there are, unless the section says otherwise. */
  readonly size: number;
  /** How often each measurement is repeated. */
  readonly rounds: number;
  /** A folder for this run alone; it is removed afterwards. */
  readonly folder: string;
  readonly say: (text: string) => void;
}

/** A part of the bench that can be run alone. */
export interface Section {
  readonly title: string;
  readonly measure: (run: Run) => Promise<readonly Figure[]>;
}
