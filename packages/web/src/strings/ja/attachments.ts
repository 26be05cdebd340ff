import type { attachments as english } from '../en/attachments.ts';
import type { Translation } from '../translation.ts';

export const attachments: Translation<typeof english> = {
  'attachment.add': '写真やファイルを添付',
  'attachment.saidPictures': '[写真{count}枚]',
  'attachment.saidFile': '[ファイル] {name}',
  'attachment.saidVideo': '[動画]',
  'attachment.saidWith': '{what} {text}',
  'attachment.saidVoice': '[ボイス] {length}',
};
