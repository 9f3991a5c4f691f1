import { core, globals, type Contract, type EventDispatcher, type Extras } from './h5p.js';

/** The running instance: core's event dispatcher with the identity of its content. */
export type Host = EventDispatcher;

const contractMethods = [
  'attach',
  'getCurrentState',
  'getTitle',
  'getScore',
  'getMaxScore',
  'getAnswerGiven',
  'showSolutions',
  'resetTask',
  'getXAPIData',
] as const satisfies readonly (keyof Contract)[];

/**
 * Makes `Lotse.<name>` known to H5P core.
 *
 * A plain function, not a class: core replaces the constructor's prototype before it creates an instance,
 * which a class would refuse.
 *
 * @param create called once per instance; what it returns is H5P's contract
 */
export function registerContentType(
  name: string,
  create: (host: Host, parameters: unknown, extras: Extras) => Contract,
): void {
  function ContentType(this: Host, parameters: unknown, contentId: string | number, extras?: Extras): void {
    core().EventDispatcher.call(this);
    this.contentId = contentId;
    if (extras?.subContentId !== undefined) this.subContentId = extras.subContentId;
    if (extras?.parent !== undefined) this.parent = extras.parent;
    const contract = create(this, parameters, extras ?? {});
    for (const method of contractMethods) Object.assign(this, { [method]: contract[method].bind(contract) });
  }
  ContentType.prototype = Object.create(core().EventDispatcher.prototype);
  globals.Lotse = { ...globals.Lotse, [name]: ContentType };
}
