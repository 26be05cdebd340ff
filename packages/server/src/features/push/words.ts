// Every word of a notification, in every language; the server writes them, since a service worker has no catalogue.

export interface PushWords {
  /** In place of what was said. */
  readonly hidden: string;
  /** `{name}` in `{title}`. */
  readonly title: string;
  readonly whisper: string;
  readonly picture: string;
  readonly video: string;
  readonly file: string;
  readonly voice: string;
  readonly poll: string;
  readonly unknown: string;
  readonly request: string;
  readonly like: string;
  readonly comment: string;
  readonly reply: string;
}

const en: PushWords = {
  hidden: 'New message',
  title: '{name} in {title}',
  whisper: '{name} whispers',
  picture: '[Picture]',
  video: '[Video]',
  file: '[File] {text}',
  voice: '[Voice message]',
  poll: 'Poll: {text}',
  unknown: 'New message',
  request: 'Wants to be friends',
  like: 'Likes your moment',
  comment: 'Commented on a moment',
  reply: 'Replied to you',
};

const ko: PushWords = {
  hidden: '새 메시지',
  title: '{title}의 {name}',
  whisper: '{name} 님의 귓속말',
  picture: '[사진]',
  video: '[동영상]',
  file: '[파일] {text}',
  voice: '[음성 메시지]',
  poll: '투표: {text}',
  unknown: '새 메시지',
  request: '친구 요청을 보냈어요',
  like: '내 모먼트를 좋아해요',
  comment: '모먼트에 댓글을 남겼어요',
  reply: '내 댓글에 답글을 남겼어요',
};

const zh: PushWords = {
  hidden: '新消息',
  title: '{title} 中的 {name}',
  whisper: '{name} 的悄悄话',
  picture: '[图片]',
  video: '[视频]',
  file: '[文件] {text}',
  voice: '[语音]',
  poll: '投票：{text}',
  unknown: '新消息',
  request: '请求添加你为朋友',
  like: '赞了你的动态',
  comment: '评论了动态',
  reply: '回复了你',
};

const ja: PushWords = {
  hidden: '新しいメッセージ',
  title: '{title}の{name}',
  whisper: '{name}のささやき',
  picture: '[写真]',
  video: '[動画]',
  file: '[ファイル] {text}',
  voice: '[ボイスメッセージ]',
  poll: '投票: {text}',
  unknown: '新しいメッセージ',
  request: '友だちリクエストが届きました',
  like: 'あなたのモーメントに「いいね」しました',
  comment: 'モーメントにコメントしました',
  reply: 'あなたに返信しました',
};

export const pushLanguages: Readonly<Record<string, PushWords>> = { en, ko, zh, ja };

/** @param language e.g. "zh-Hant-TW"; its first part decides, and English is for all we do not know */
export function wordsIn(language: string): PushWords {
  const [name = ''] = language.toLowerCase().split(/[-_]/);
  return Object.hasOwn(pushLanguages, name) ? (pushLanguages[name] ?? en) : en;
}

/** Values are only values, whatever they look like. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
