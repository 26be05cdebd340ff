// All cases, by subject.
import { closing } from './closing.ts';
import { codecs } from './codecs.ts';
import { fragmenting } from './fragmenting.ts';
import { lengths } from './lengths.ts';
import { masking } from './masking.ts';
import { pinging } from './pinging.ts';
import { reserved } from './reserved.ts';
import { utf8 } from './utf8.ts';
import type { FrameCase } from './case.ts';

/** What RFC 6455 says of frames; any server that answers requests has to behave so. */
export const frameCases: readonly FrameCase[] = [
  ...reserved,
  ...masking,
  ...fragmenting,
  ...utf8,
  ...closing,
  ...lengths,
  ...pinging,
];
export const codecCases: readonly FrameCase[] = codecs;
