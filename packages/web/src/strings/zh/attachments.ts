import type { attachments as english } from '../en/attachments.ts';
import type { Translation } from '../translation.ts';

export const attachments: Translation<typeof english> = {
  'attachment.add': '添加图片或文件',
  'attachment.saidPictures': '[图片 {count} 张]',
  'attachment.saidFile': '[文件] {name}',
  'attachment.saidVideo': '[视频]',
  'attachment.saidWith': '{what} {text}',
  'attachment.saidVoice': '[语音] {length}',
};
