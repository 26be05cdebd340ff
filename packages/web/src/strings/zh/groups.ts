import type { groups as english } from '../en/groups.ts';
import type { Translation } from '../translation.ts';

export const groups: Translation<typeof english> = {
  'groups.onlyStaff': '此处仅部分成员可以发言。',
  'groups.mutedUntil': '你已被禁言，至 {time} 解除。',
  'groups.announcement': '公告',
  'groups.announcedBy': '{name}，{time}',
  'notice.announced': '{name} 发布了公告：{title}',
  'notice.picture': '{name} 更改了头像',
  'notice.about': '{name} 更改了简介',
  'notice.rights': '{name} 更改了权限',
  'notice.onlyStaff': '{name} 开启了全员禁言',
  'notice.onlyOwner': '{name} 设置为仅群主可发言',
  'notice.everybody': '{name} 关闭了全员禁言',
  'notice.joinedByLink': '{name} 通过链接加入',
  'notice.addedMany': '{name} 添加了 {names} 等，另有 {count} 人',
  'error.MUTED': '你目前在这里被禁言。',
  'error.REVOKED': '此链接已失效。',
  'error.EXPIRED': '此链接已过期。',
  'error.USED_UP': '此链接的使用次数已用完。',
  'error.DECLINED': '你的申请不久前被拒绝，请明天再试。',
};
