// The English texts of this folder: not in the first load.
import { bring } from '../strings/en.ts';
import { games } from '../strings/en/games.ts';

bring(games);
