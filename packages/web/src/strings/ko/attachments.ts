import type { attachments as english } from '../en/attachments.ts';
import type { Translation } from '../translation.ts';

export const attachments: Translation<typeof english> = {
  'attachment.add': '사진이나 파일 첨부',
  'attachment.saidPictures': '[사진 {count}장]',
  'attachment.saidFile': '[파일] {name}',
  'attachment.saidVideo': '[동영상]',
  'attachment.saidWith': '{what} {text}',
  'attachment.saidVoice': '[음성] {length}',
};
