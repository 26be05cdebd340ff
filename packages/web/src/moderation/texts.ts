// The English texts of this folder, and those of what it borrows from groups: not in the first load.
import '../groups/texts.ts';
import { bring } from '../strings/en.ts';
import { moderationPanel } from '../strings/en/moderation-panel.ts';

bring(moderationPanel);
