type Properties = Readonly<Record<string, unknown>>;

/** Texts for people: a later definition may correct them (xAPI 1.0.3 Data §2.4.4.1: "small corrections"). */
const corrected: ReadonlySet<string> = new Set(['moreInfo']);
/** Texts in several languages: each language is corrected on its own, so that no statement takes another's away. */
const languageMaps: ReadonlySet<string> = new Set(['name', 'description']);
/** The properties of an interaction; they belong together, so they are taken from one definition alone. */
const interaction: ReadonlySet<string> = new Set([
  'interactionType',
  'correctResponsesPattern',
  'choices',
  'scale',
  'source',
  'target',
  'steps',
]);

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Merges two definitions of an activity (xAPI 1.0.3 Communication §2.5, Data §2.4.4.1). A later
 * definition adds what is missing and corrects texts, language by language; it does not change what is significant:
 * type, interaction and extensions stay as they were first defined.
 * @param present JSON text of the definition so far
 * @param added JSON text of a later definition
 * @returns JSON text; `present` itself where nothing is new
 */
export function mergedDefinition(present: string, added: string): string {
  if (present === added) return present;
  const text = JSON.stringify(merged(JSON.parse(present) as Properties, JSON.parse(added) as Properties));
  return text === present ? present : text;
}

function merged(present: Properties, added: Properties): Properties {
  const result: Record<string, unknown> = { ...present };
  const describesInteraction = Object.keys(present).some((key) => interaction.has(key));
  for (const [key, value] of Object.entries(added)) {
    const existing = present[key];
    if (interaction.has(key)) {
      if (!describesInteraction) result[key] = value;
      else if (Array.isArray(existing) && Array.isArray(value)) result[key] = withDescriptions(existing, value);
    } else if (existing === undefined || corrected.has(key)) result[key] = value;
    else if (isObject(existing) && isObject(value))
      result[key] = languageMaps.has(key) ? { ...existing, ...value } : { ...value, ...existing };
  }
  return result;
}

/** Interaction components with the descriptions that a later definition has for the same ids. */
function withDescriptions(present: readonly unknown[], added: readonly unknown[]): readonly unknown[] {
  return present.map((component) => {
    if (!isObject(component)) return component;
    const other = added.find((each) => isObject(each) && each['id'] === component['id']);
    if (!isObject(other) || !isObject(other['description'])) return component;
    return {
      ...component,
      description: { ...(component['description'] as object | undefined), ...other['description'] },
    };
  });
}
