import type { account as english } from '../en/account.ts';
import type { Translation } from '../translation.ts';

export const account: Translation<typeof english> = {
  'account.logIn': '登录',
  'account.signUp': '注册',
  'status.action': '设置状态',
  'account.logOut': '退出登录',
  'account.menu': '我的账号',
  'account.username': '用户名',
  'account.usernameHint': '2 到 32 个字母、数字、点、短横线或下划线',
  'account.displayNameOptional': '昵称（选填）',
  'account.password': '密码',
  'account.passwordHint': '至少 8 个字符',
  'account.showPassword': '显示密码',
  'account.toSignUp': '还没有账号？',
  'account.toLogIn': '已有账号？',
  'account.working': '请稍候…',
  'account.tagline': '在自己的服务器上聊天、看动态、玩游戏。',
  'account.isReset': '密码已设置，请用新密码登录。',

  'settings.title': '设置',
  'settings.guestNote': '你是访客。要保留这个账号吗？',

  'refused.REVOKED': '你已被退出登录，请重新登录。',
  'refused.PASSWORD_CHANGED': '密码已在其他设备上更改，请重新登录。',
  'refused.DISABLED': '此账号已被停用，请联系服务器管理员。',
  'refused.TOKEN': '登录已失效，请重新登录。',
  'refused.NOT_LOGGED_IN': '登录已失效，请重新登录。',
  'refused.UNAUTHENTICATED': '登录已失效，请重新登录。',
  'refused.TOO_MANY': '同时打开的 Hubbub 太多，请关闭一些。',
  'refused.ORIGIN': '此页面无法访问该服务器。',
  'refused.other': '服务器未接受此页面，请重新加载。',
  'refused.again': '重试',

  'devices.name': '{system} 上的 {browser}',
  'devices.browser': '浏览器',
};
