import type { app as english } from '../en/app.ts';
import type { Translation } from '../translation.ts';

export const app: Translation<typeof english> = {
  'app.name': 'Hubbub',
  'app.starting': '正在连接…',
  'app.loading': '加载中…',
  'app.loadFailed': '页面加载失败',
  'app.loadFailedHint': '网络已断开，或者已有新版本。',
  'app.reload': '重新加载',
  'app.back': '返回',

  'tab.label': 'Hubbub',
  'tab.chats': '消息',
  'tab.chatsNews': '{count} 个未读聊天',
  'tab.contacts': '通讯录',
  'tab.contactsNews': '{count} 个好友申请',
  'tab.moments': '动态',
  'tab.momentsNews': '{count} 条通知',
  'tab.momentsNew': '有新动态',
  'tab.games': '游戏',
  'tab.gamesNews': '{count} 个游戏等你来玩',

  'appearance.label': '外观',
  'appearance.system': '跟随系统',
  'appearance.light': '浅色',
  'appearance.dark': '深色',

  'language.label': '语言',

  'status.offline': '网络已断开。你写的内容已保存，恢复连接后自动发送。',
  'status.connecting': '正在重新连接… 你写的内容会在连上后发送。',

  'dialog.cancel': '取消',
  'dialog.close': '关闭',

  'user.deleted': '已注销用户',
  'user.unknown': '未知用户',
  'user.you': '你',
  'keys.title': '键盘快捷键',
};
