// The English texts of this folder, and of pictures anywhere: not in the first load.
import { bring } from '../strings/en.ts';
import { moments } from '../strings/en/moments.ts';

bring(moments);
