import type { attachmentPanel as english } from '../en/attachment-panel.ts';
import type { Translation } from '../translation.ts';

export const attachmentPanel: Translation<typeof english> = {
  'attachment.list': '첨부한 항목',
  'attachment.remove': '{name} 빼기',
  'attachment.retry': '다시 시도',
  'attachment.uploading': '{name}: {percent} 올림',
  'attachment.failed': '{name}: 올리지 못했습니다. {reason}',
  'attachment.tooLarge': '{name}: {most}보다 큽니다.',
  'attachment.tooMany': '한 번에 {most}개까지 보낼 수 있습니다.',
  'attachment.empty': '{name}: 빈 파일입니다.',
  'attachment.describe': '{name} 설명 쓰기',
  'attachment.alt': '설명',
  'attachment.describeTitle': '사진 설명',
  'attachment.describeLabel': '무엇이 보이나요?',
  'attachment.describeSave': '완료',
  'attachment.labelWithAlt': '{label}: {alt}',
  'attachment.download': '다운로드',
  'attachment.video': '동영상 {name}',
};
