import {
  anyObject,
  arrayOf,
  type Check,
  checkExtensions,
  checkIri,
  checkLanguageMap,
  checkOneOf,
  checkString,
  checkObjectKeys,
  optional,
  refuse,
  required,
} from './checks.js';
import { childPath, elementPath } from './path.js';
import { type Activity, type ComponentList, componentLists, type InteractionType, interactionTypes } from './types.js';

const activityProperties: ReadonlySet<string> = new Set(['objectType', 'id', 'definition']);
const definitionProperties: ReadonlySet<string> = new Set([
  'name',
  'description',
  'type',
  'moreInfo',
  'extensions',
  'interactionType',
  'correctResponsesPattern',
  ...componentLists,
]);
const componentProperties: ReadonlySet<string> = new Set(['id', 'description']);

/** The component lists an interaction can have (Data §2.4.4.1, "Interaction Components"). */
const supportedLists: Readonly<Record<InteractionType, readonly ComponentList[]>> = {
  'true-false': [],
  choice: ['choices'],
  'fill-in': [],
  'long-fill-in': [],
  matching: ['source', 'target'],
  performance: ['steps'],
  sequencing: ['choices'],
  likert: ['scale'],
  numeric: [],
  other: [],
};

const isActivityType = checkOneOf(['Activity']);
const isInteractionType = checkOneOf(interactionTypes);

/** An Activity (Data §2.4.4.1). */
export function checkActivity(value: unknown, path: string): asserts value is Activity {
  optional(anyObject(value, path), 'objectType', path, isActivityType);
  const activity = checkObjectKeys(value, path, activityProperties, 'An Activity');
  required(activity, 'id', path, checkIri, 'An Activity');
  optional(activity, 'definition', path, checkDefinition);
}

function checkDefinition(value: unknown, path: string): void {
  const definition = checkObjectKeys(value, path, definitionProperties, "An Activity's definition");
  optional(definition, 'name', path, checkLanguageMap);
  optional(definition, 'description', path, checkLanguageMap);
  optional(definition, 'type', path, checkIri);
  optional(definition, 'moreInfo', path, checkIri);
  optional(definition, 'extensions', path, checkExtensions);
  optional(definition, 'interactionType', path, isInteractionType);
  optional(definition, 'correctResponsesPattern', path, checkTexts);
  for (const list of componentLists) optional(definition, list, path, checkComponents);
  const interactionType = definition['interactionType'] as InteractionType | undefined;
  if (interactionType === undefined) {
    for (const key of ['correctResponsesPattern', ...componentLists]) {
      if (definition[key] !== undefined)
        refuse(childPath(path, 'interactionType'), `A definition with "${key}" must have an "interactionType".`);
    }
    return;
  }
  const supported = supportedLists[interactionType];
  for (const list of componentLists) {
    if (definition[list] !== undefined && !supported.includes(list)) {
      refuse(childPath(path, list), `An interaction of type "${interactionType}" has no list "${list}".`);
    }
  }
}

const checkTexts: Check = (value, path) => {
  arrayOf(value, path, checkString);
};

function checkComponents(value: unknown, path: string): void {
  const ids = new Set<unknown>();
  const components = arrayOf(value, path, checkComponent);
  for (const [index, component] of components.entries()) {
    const { id } = component as { readonly id: string };
    if (ids.has(id))
      refuse(
        childPath(elementPath(path, index), 'id'),
        `Each "id" in "${path}" must be different, but this one was there before.`,
      );
    ids.add(id);
  }
}

function checkComponent(value: unknown, path: string): void {
  const component = checkObjectKeys(value, path, componentProperties, 'An interaction component');
  required(component, 'id', path, checkString, 'An interaction component');
  optional(component, 'description', path, checkLanguageMap);
}
