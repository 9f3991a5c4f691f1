import { registerContentType } from '../shared/content-type.js';
import { MicroUnit } from './unit.js';

registerContentType('MicroUnit', (host, parameters, extras) => new MicroUnit(host, parameters, extras));
