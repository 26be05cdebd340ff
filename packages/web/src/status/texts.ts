// The English texts of this folder, which are not in the first load.
import { bring } from '../strings/en.ts';
import { status } from '../strings/en/status.ts';

bring(status);
