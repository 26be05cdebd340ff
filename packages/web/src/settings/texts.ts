// The English texts of this folder: not in the first load, as those of other languages are not, which come whole.
import { bring } from '../strings/en.ts';
import { settings } from '../strings/en/settings.ts';

bring(settings);
