import type { account as english } from '../en/account.ts';
import type { Translation } from '../translation.ts';

export const account: Translation<typeof english> = {
  'account.logIn': 'ログイン',
  'account.signUp': '新規登録',
  'status.action': 'ステータスを設定',
  'account.logOut': 'ログアウト',
  'account.menu': '自分のアカウント',
  'account.username': 'ユーザー名',
  'account.usernameHint': '英字・数字・ピリオド・ハイフン・下線で2～32文字',
  'account.displayNameOptional': '表示名（任意）',
  'account.password': 'パスワード',
  'account.passwordHint': '8文字以上',
  'account.showPassword': 'パスワードを表示',
  'account.toSignUp': 'はじめての方は',
  'account.toLogIn': 'アカウントをお持ちの方は',
  'account.working': 'お待ちください…',
  'account.tagline': '自分のサーバーで、トークもモーメントもゲームも。',
  'account.isReset': 'パスワードを設定しました。新しいパスワードでログインしてください。',

  'settings.title': '設定',
  'settings.guestNote': 'ゲストです。アカウントを残しますか？',

  'refused.REVOKED': 'ログアウトされました。続けるにはログインしてください。',
  'refused.PASSWORD_CHANGED':
    'ほかの端末でパスワードが変更されました。続けるにはログインしてください。',
  'refused.DISABLED': 'このアカウントは停止されています。サーバーの管理者にお問い合わせください。',
  'refused.TOKEN': 'ログインの有効期限が切れました。もう一度ログインしてください。',
  'refused.NOT_LOGGED_IN': 'ログインの有効期限が切れました。もう一度ログインしてください。',
  'refused.UNAUTHENTICATED': 'ログインの有効期限が切れました。もう一度ログインしてください。',
  'refused.TOO_MANY': 'Hubbubを開いている場所が多すぎます。いくつか閉じてください。',
  'refused.ORIGIN': 'このページからはこのサーバーに接続できません。',
  'refused.other': 'サーバーがこのページを受け付けませんでした。再読み込みしてください。',
  'refused.again': '再試行',

  'devices.name': '{system}の{browser}',
  'devices.browser': 'ブラウザー',
};
