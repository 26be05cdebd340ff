import type { attachmentPanel as english } from '../en/attachment-panel.ts';
import type { Translation } from '../translation.ts';

export const attachmentPanel: Translation<typeof english> = {
  'attachment.list': '已添加',
  'attachment.remove': '移除 {name}',
  'attachment.retry': '重试',
  'attachment.uploading': '{name}：已上传 {percent}',
  'attachment.failed': '{name} 上传失败：{reason}',
  'attachment.tooLarge': '{name} 超过 {most}。',
  'attachment.tooMany': '一次最多 {most} 个。',
  'attachment.empty': '{name} 是空文件。',
  'attachment.describe': '为看不到的人描述 {name}',
  'attachment.alt': '描述',
  'attachment.describeTitle': '描述这张图片',
  'attachment.describeLabel': '图片里有什么？',
  'attachment.describeSave': '完成',
  'attachment.labelWithAlt': '{label}：{alt}',
  'attachment.download': '下载',
  'attachment.video': '视频 {name}',
};
