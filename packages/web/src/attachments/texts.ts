// The English texts of this folder, which are not in the first load.
import { bring } from '../strings/en.ts';
import { attachmentPanel } from '../strings/en/attachment-panel.ts';

bring(attachmentPanel);
