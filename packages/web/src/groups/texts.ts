// The English texts of this folder, and those of what it borrows from the settings: not in the first load.
import '../settings/texts.ts';
import { bring } from '../strings/en.ts';
import { groupPanel } from '../strings/en/group-panel.ts';

bring(groupPanel);
