export {
  type Competency,
  type Framework,
  level,
  type Level,
  parseFramework,
  type RoleProfile,
  translated,
  type Translated,
} from './framework.js';
export { type Frameworks, frameworksOf, starterFrameworks } from './frameworks.js';
