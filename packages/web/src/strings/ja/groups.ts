import type { groups as english } from '../en/groups.ts';
import type { Translation } from '../translation.ts';

export const groups: Translation<typeof english> = {
  'groups.onlyStaff': 'ここでは一部のメンバーだけが発言できます。',
  'groups.mutedUntil': '{time} まで発言できません。',
  'groups.announcement': 'お知らせ',
  'groups.announcedBy': '{name}、{time}',
  'notice.announced': '{name} がお知らせを投稿しました: {title}',
  'notice.picture': '{name} が画像を変更しました',
  'notice.about': '{name} が説明を変更しました',
  'notice.rights': '{name} が権限を変更しました',
  'notice.onlyStaff': '{name} が管理者だけ発言できるようにしました',
  'notice.onlyOwner': '{name} がオーナーだけ発言できるようにしました',
  'notice.everybody': '{name} が全員発言できるようにしました',
  'notice.joinedByLink': '{name} がリンクから参加しました',
  'notice.addedMany': '{name} が {names} ほか {count} 人を追加しました',
  'error.MUTED': '現在、ここでは発言が制限されています。',
  'error.REVOKED': 'このリンクは無効になりました。',
  'error.EXPIRED': 'このリンクは期限切れです。',
  'error.USED_UP': 'このリンクは使用回数の上限に達しました。',
  'error.DECLINED': '先ほどリクエストが却下されました。明日もう一度お試しください。',
};
