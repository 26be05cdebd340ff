// The English texts of this folder, which are not in the first load.
import { bring } from '../strings/en.ts';
import { voice } from '../strings/en/voice.ts';

bring(voice);
