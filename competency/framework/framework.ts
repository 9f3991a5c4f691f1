import { z } from 'zod';

/** A text in both languages of the interface. */
export interface LocalisedText {
  readonly de: string;
  readonly en: string;
}

/** A level of the scale, 0 (no knowledge) to 4 (guides others); "not rated" is `null`, never 0. */
export type Level = 0 | 1 | 2 | 3 | 4;

/** Every level, ascending. */
export const levels = [0, 1, 2, 3, 4] as const satisfies readonly Level[];

/** A competency with an observable text for each level, and the level each role profile aims at. */
export interface Competency {
  readonly code: string;
  readonly name: LocalisedText;
  /** One text per level, at its index; 0 is the scale's own. */
  readonly levels: readonly [LocalisedText, LocalisedText, LocalisedText, LocalisedText, LocalisedText];
  /** Soll: target level by profile id; a profile that is missing has no target here. */
  readonly targets: Readonly<Record<string, Level>>;
}

/** Competencies that belong together. */
export interface CompetencyGroup {
  readonly code: string;
  readonly name: LocalisedText;
  readonly competencies: readonly Competency[];
}

/** A role with a target per competency, e.g. Führungskraft. */
export interface RoleProfile {
  readonly id: string;
  readonly name: LocalisedText;
}

/** A versioned set of competencies on one scale. */
export interface Framework {
  readonly id: string;
  readonly version: number;
  readonly title: LocalisedText;
  /** The general text of each level, at its index. */
  readonly scale: readonly [LocalisedText, LocalisedText, LocalisedText, LocalisedText, LocalisedText];
  readonly profiles: readonly RoleProfile[];
  readonly groups: readonly CompetencyGroup[];
}

const sentence = z.string().min(1);
/** A text in both languages, as data. */
export const localisedTextSchema = z.strictObject({ de: sentence, en: sentence });
/** A level, as data. */
export const levelSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

const file = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    version: z.int().positive(),
    title: localisedTextSchema,
    scale: z.array(z.strictObject({ level: levelSchema, text: localisedTextSchema })).length(5),
    profiles: z.array(z.strictObject({ id: z.string().regex(/^[a-z0-9-]+$/), name: localisedTextSchema })).min(1),
    groups: z
      .array(
        z.strictObject({
          code: sentence,
          name: localisedTextSchema,
          competencies: z
            .array(
              z.strictObject({
                code: sentence,
                name: localisedTextSchema,
                levels: z.strictObject({
                  1: localisedTextSchema,
                  2: localisedTextSchema,
                  3: localisedTextSchema,
                  4: localisedTextSchema,
                }),
                targets: z.record(z.string(), levelSchema),
              }),
            )
            .min(1),
        }),
      )
      .min(1),
  })
  .superRefine((value, context) => {
    for (const [index, each] of value.scale.entries()) {
      if (each.level !== index)
        context.addIssue({
          code: 'custom',
          path: ['scale', index, 'level'],
          message: `must be ${index}: the scale is listed from 0 to 4`,
        });
    }
    const profiles = new Set(value.profiles.map((profile) => profile.id));
    const codes = new Set<string>();
    for (const [group, { competencies }] of value.groups.entries()) {
      for (const [index, { code, targets }] of competencies.entries()) {
        const path = ['groups', group, 'competencies', index];
        if (codes.has(code))
          context.addIssue({ code: 'custom', path: [...path, 'code'], message: `${code} is there twice` });
        codes.add(code);
        for (const profile of Object.keys(targets)) {
          if (!profiles.has(profile))
            context.addIssue({
              code: 'custom',
              path: [...path, 'targets', profile],
              message: 'is not one of the profiles',
            });
        }
      }
    }
  });

/**
 * Parses a framework.
 * @throws ZodError naming the path of whatever is missing, surplus or inconsistent
 */
export function parseFramework(data: unknown): Framework {
  const { id, version, title, scale, profiles, groups } = file.parse(data);
  const texts = scale.map((each) => each.text) as unknown as Framework['scale'];
  return {
    id,
    version,
    title,
    scale: texts,
    profiles,
    groups: groups.map((group) => ({
      ...group,
      competencies: group.competencies.map(({ code, name, levels: own, targets }) => ({
        code,
        name,
        targets,
        levels: [texts[0], own[1], own[2], own[3], own[4]] as const,
      })),
    })),
  };
}
