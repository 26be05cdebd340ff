// A kind of extension for these tests.
import type { ExtensionKind } from '../../packages/server/src/extend/load.ts';

export interface Thing {
  readonly thing: string;
}

export const thingKind: ExtensionKind<Thing> = {
  option: '--things',
  example: 'export default { thing: … }',
  read(value) {
    if (typeof value === 'object' && value !== null && 'thing' in value) return value as Thing;
    throw new Error('the default export is no thing');
  },
};
