// What is fuzzed, for the command and for the tests alike.
import type { Target } from './target.ts';
import { args } from './targets/args.ts';
import { frames } from './targets/frames.ts';
import { hooks } from './targets/hooks.ts';
import { images } from './targets/images.ts';
import { jwts } from './targets/jwts.ts';
import { markdown } from './targets/markdown.ts';
import { settings } from './targets/settings.ts';
import { texts } from './targets/texts.ts';
import { uploads } from './targets/uploads.ts';

export const targets: readonly Target[] = [
  ...frames,
  ...args,
  ...texts,
  ...images,
  ...uploads,
  ...markdown,
  ...jwts,
  ...hooks,
  ...settings,
];
