import type { attachments as english } from '../en/attachments.ts';
import type { Translation } from '../translation.ts';

export const attachments: Translation<typeof english> = {
  'attachment.add': '添加图片或文件',
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
  'attachment.saidPictures': '[图片 {count} 张]',
  'attachment.saidFile': '[文件] {name}',
  'attachment.saidVideo': '[视频]',
  'attachment.saidWith': '{what} {text}',
};
