import type { notifications as english } from '../en/notifications.ts';
import type { Translation } from '../translation.ts';

export const notifications: Translation<typeof english> = {
  'notify.hintLabel': '通知',
  'notify.hint': '在你忙别的事情时，Hubbub 可以提醒你有新消息。',
  'notify.turnOn': '开启',
  'notify.notNow': '暂不',
  'notify.about': '仅限此设备。',
  'notify.on': '新消息通知',
  'notify.showsText': '显示消息内容',
  'notify.hasSound': '播放提示音',
  'notify.unable': '此浏览器在这里无法使用通知，需要以 https 开头的网址。',
  'notify.denied': '浏览器已阻止此页面的通知，请先在浏览器设置中允许。',
  'notify.title': '{title} 中的 {name}',
  'notify.whisper': '{name} 的悄悄话',
  'notify.hidden': { other: '{count} 条新消息' },
  'update.ready': 'Hubbub 有新版本。',
  'update.reload': '重新加载',
  'update.later': '稍后',
};
