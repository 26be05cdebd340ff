import type { app as english } from '../en/app.ts';
import type { Translation } from '../translation.ts';

export const app: Translation<typeof english> = {
  'app.name': 'Hubbub',
  'app.starting': '接続中…',
  'app.loading': '読み込み中…',
  'app.loadFailed': 'ページを読み込めませんでした',
  'app.loadFailedHint': '接続がないか、新しいバージョンがあります。',
  'app.reload': '再読み込み',
  'app.back': '戻る',

  'tab.label': 'Hubbub',
  'tab.chats': 'トーク',
  'tab.chatsNews': '未読のトーク{count}件',
  'tab.contacts': '友だち',
  'tab.contactsNews': '友だちリクエスト{count}件',
  'tab.moments': 'モーメント',
  'tab.momentsNews': 'お知らせ{count}件',
  'tab.momentsNew': '新しいモーメント',
  'tab.games': 'ゲーム',
  'tab.gamesNews': 'あなたを待っているゲーム{count}件',

  'appearance.label': '外観',
  'appearance.system': '自動',
  'appearance.light': 'ライト',
  'appearance.dark': 'ダーク',

  'language.label': '言語',

  'status.offline': '接続がありません。入力した内容は保存され、接続が戻ると送信されます。',
  'status.connecting': '再接続中… 入力した内容は接続後に送信されます。',

  'dialog.cancel': 'キャンセル',
  'dialog.close': '閉じる',

  'user.deleted': '退会したユーザー',
  'user.unknown': '不明なユーザー',
  'user.you': 'あなた',
  'keys.title': 'キーボードショートカット',
};
