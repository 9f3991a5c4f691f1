import { registerContentType } from '../shared/content-type.js';
import { CaseExercise } from './exercise.js';

registerContentType('CaseExercise', (host, parameters, extras) => new CaseExercise(host, parameters, extras));
