import type { attachmentPanel as english } from '../en/attachment-panel.ts';
import type { Translation } from '../translation.ts';

export const attachmentPanel: Translation<typeof english> = {
  'attachment.list': '添付',
  'attachment.remove': '{name}を外す',
  'attachment.retry': 'もう一度試す',
  'attachment.uploading': '{name}: {percent}アップロード済み',
  'attachment.failed': '{name}をアップロードできませんでした: {reason}',
  'attachment.tooLarge': '{name}は{most}を超えています。',
  'attachment.tooMany': '一度に送れるのは{most}件までです。',
  'attachment.empty': '{name}は空のファイルです。',
  'attachment.describe': '{name}の説明を書く',
  'attachment.alt': '説明',
  'attachment.describeTitle': '写真の説明',
  'attachment.describeLabel': '何が写っていますか？',
  'attachment.describeSave': '完了',
  'attachment.labelWithAlt': '{label}: {alt}',
  'attachment.download': 'ダウンロード',
  'attachment.video': '動画 {name}',
};
