export {
  type Competency,
  type Framework,
  levelSchema,
  type Level,
  parseFramework,
  type RoleProfile,
  localisedTextSchema,
  type LocalisedText,
} from './framework.js';
export { type Frameworks, frameworksOf, starterFrameworks } from './frameworks.js';
