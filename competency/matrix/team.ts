import type { Level, LocalisedText } from '../framework/index.js';
import type { PersonMatrix, Rating } from './person.js';

/** One person's row; competencies in the framework's order. */
export interface TeamRow {
  /** The caller's own name for the person. */
  readonly key: string;
  readonly profile: { readonly id: string; readonly name: LocalisedText };
  readonly ratings: readonly Pick<Rating, 'code' | 'level' | 'target' | 'gap' | 'expired' | 'proposal'>[];
}

/** The foot of one column. */
export interface TeamColumn {
  readonly code: string;
  readonly name: LocalisedText;
  readonly group: { readonly code: string; readonly name: LocalisedText };
  /** Number of people at or above the level of acting independently. */
  readonly reaching: number;
  /** Number of people needed. */
  readonly needed: number;
  /** Exactly one person can do it: what if they are away? */
  readonly singleHolder: boolean;
}

/** People × competencies. */
export interface TeamMatrix {
  readonly framework: PersonMatrix['framework'];
  readonly scale: PersonMatrix['scale'];
  readonly columns: readonly TeamColumn[];
  readonly rows: readonly TeamRow[];
  readonly asOf: string;
}

/** The level from which a person acts without guidance, so that the team can rely on them. */
const independent: Level = 3;

/**
 * Combines people's matrices into one. Pure.
 * @param needed how many people should act independently, by competency code; otherwise as many as have that for a target
 */
export function teamMatrix(
  people: readonly { readonly key: string; readonly matrix: PersonMatrix }[],
  empty: PersonMatrix,
  needed: Readonly<Record<string, number>>,
): TeamMatrix {
  const rows = people.map(({ key, matrix }): TeamRow => ({
    key,
    profile: matrix.profile,
    ratings: matrix.groups.flatMap((group) => group.competencies),
  }));
  const columns = empty.groups.flatMap((group) =>
    group.competencies.map(({ code, name }): TeamColumn => {
      const ratings = rows.map((row) => row.ratings.find((rating) => rating.code === code)!);
      const reaching = ratings.filter(({ level }) => level !== null && level >= independent).length;
      return {
        code,
        name,
        group: { code: group.code, name: group.name },
        reaching,
        needed: needed[code] ?? ratings.filter(({ target }) => target !== undefined && target >= independent).length,
        singleHolder: reaching === 1,
      };
    }),
  );
  return { framework: empty.framework, scale: empty.scale, columns, rows, asOf: empty.asOf };
}
