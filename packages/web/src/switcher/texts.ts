// The English texts of the switcher and of the list of keys, which are not in the first load.
import { bring } from '../strings/en.ts';
import { keys } from '../strings/en/keys.ts';

bring(keys);
