import type { notifications as english } from '../en/notifications.ts';
import type { Translation } from '../translation.ts';

export const notifications: Translation<typeof english> = {
  'notify.hintLabel': '通知',
  'notify.hint': 'ほかの作業をしている間も、新しいメッセージをお知らせできます。',
  'notify.turnOn': 'オンにする',
  'notify.notNow': 'あとで',
  'notify.about': 'この端末だけの設定です。',
  'notify.on': '新しいメッセージを通知',
  'notify.showsText': 'メッセージの内容を表示',
  'notify.hasSound': '短い音を鳴らす',
  'notify.unable': 'このブラウザではここで使えません。httpsで始まるアドレスが必要です。',
  'notify.denied':
    'ブラウザがこのページの通知をブロックしています。先にブラウザの設定で許可してください。',
  'notify.title': '{title}の{name}',
  'notify.whisper': '{name}のささやき',
  'notify.hidden': { other: '新しいメッセージ{count}件' },
  'update.ready': 'Hubbubの新しいバージョンがあります。',
  'update.reload': '再読み込み',
  'update.later': 'あとで',
};
