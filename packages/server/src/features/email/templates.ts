// Every mail there is, in every language: plain text and short. `fill` values are the only thing that is not fixed.
import type { Mail } from './mailer.ts';

export interface MailArgs {
  /** The code to type in. */
  readonly code?: string;
  readonly username?: string;
}

export type Template = 'verify' | 'reset' | 'passwordChanged' | 'emailChanged';
type Texts = Readonly<Record<Template, readonly [subject: string, text: string]>>;

const en: Texts = {
  verify: [
    'Your code: {code}',
    'Type {code} into Hubbub to confirm this address. The code is good for ten minutes.\n\nIf you did not ask for it, do nothing.',
  ],
  reset: [
    'A new password for {username}',
    'To set a new password for {username}, type this code into Hubbub within ten minutes:\n\n{code}\n\nIf you did not ask for it, do nothing: the password stays as it is.',
  ],
  passwordChanged: [
    'Your password was changed',
    'The password of {username} was changed. Other devices were logged out.\n\nIf it was not you, set a new password with “Forgot password”.',
  ],
  emailChanged: [
    'Your e-mail address was changed',
    'This address no longer belongs to {username}.\n\nIf it was not you, log in, change your password and set your address again.',
  ],
};

const ko: Texts = {
  verify: [
    '인증 코드: {code}',
    '이 주소를 확인하려면 Hubbub에 {code} 코드를 입력하세요. 코드는 10분 동안 유효합니다.\n\n요청한 적이 없다면 이 메일을 무시하세요.',
  ],
  reset: [
    '{username} 비밀번호 재설정',
    '{username}의 새 비밀번호를 설정하려면 10분 안에 Hubbub에 아래 코드를 입력하세요.\n\n{code}\n\n요청한 적이 없다면 이 메일을 무시하세요. 비밀번호는 바뀌지 않습니다.',
  ],
  passwordChanged: [
    '비밀번호가 변경되었습니다',
    '{username}의 비밀번호가 변경되었습니다. 다른 기기는 모두 로그아웃되었습니다.\n\n본인이 한 일이 아니라면 “비밀번호 찾기”로 새 비밀번호를 설정하세요.',
  ],
  emailChanged: [
    '이메일 주소가 변경되었습니다',
    '이 주소는 더 이상 {username} 계정에 연결되어 있지 않습니다.\n\n본인이 한 일이 아니라면 로그인하여 비밀번호를 바꾸고 주소를 다시 등록하세요.',
  ],
};

const zh: Texts = {
  verify: [
    '验证码：{code}',
    '请在 Hubbub 中输入 {code} 以确认此邮箱。验证码十分钟内有效。\n\n如果不是您本人操作，请忽略此邮件。',
  ],
  reset: [
    '重置 {username} 的密码',
    '要为 {username} 设置新密码，请在十分钟内于 Hubbub 中输入以下验证码：\n\n{code}\n\n如果不是您本人操作，请忽略此邮件，密码不会改变。',
  ],
  passwordChanged: [
    '您的密码已更改',
    '{username} 的密码已更改，其他设备均已退出登录。\n\n如果不是您本人操作，请通过“忘记密码”设置新密码。',
  ],
  emailChanged: [
    '您的邮箱已更改',
    '此邮箱不再属于 {username}。\n\n如果不是您本人操作，请登录后修改密码并重新设置邮箱。',
  ],
};

const ja: Texts = {
  verify: [
    '確認コード：{code}',
    'このアドレスを確認するには、Hubbub に {code} を入力してください。コードは10分間有効です。\n\n心当たりがない場合は、このメールを無視してください。',
  ],
  reset: [
    '{username} のパスワード再設定',
    '{username} の新しいパスワードを設定するには、10分以内に Hubbub に次のコードを入力してください。\n\n{code}\n\n心当たりがない場合は、このメールを無視してください。パスワードは変わりません。',
  ],
  passwordChanged: [
    'パスワードが変更されました',
    '{username} のパスワードが変更されました。ほかの端末はログアウトされました。\n\nご本人でない場合は「パスワードを忘れた」から新しいパスワードを設定してください。',
  ],
  emailChanged: [
    'メールアドレスが変更されました',
    'このアドレスは {username} のものではなくなりました。\n\nご本人でない場合は、ログインしてパスワードを変更し、アドレスを設定し直してください。',
  ],
};

export const languages: Readonly<Record<string, Texts>> = { en, ko, zh, ja };

/** @param language e.g. "zh-Hant-TW"; its first part decides, and English is for all we do not know */
export function compose(template: Template, language: string, args: MailArgs): Omit<Mail, 'to'> {
  const [name = ''] = language.toLowerCase().split(/[-_]/);
  const texts = Object.hasOwn(languages, name) ? (languages[name] ?? en) : en;
  const [subject, text] = texts[template];
  return { subject: fill(subject, args), text: `${fill(text, args)}\n` };
}

function fill(text: string, { code = '', username = '' }: MailArgs): string {
  return text.replaceAll('{code}', () => code).replaceAll('{username}', () => username);
}
