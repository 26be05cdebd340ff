import type { status as english } from '../en/status.ts';
import type { Translation } from '../translation.ts';

export const status: Translation<typeof english> = {
  'status.title': 'ステータス',
  'status.emoji': '絵文字',
  'status.text': 'いま何をしていますか？',
  'status.placeholder': '会議中',
  'status.ends': '終了',
  'status.endsHint': '時間が来ると自動で消えます。',
  'status.minutes30': '30分後',
  'status.hour': '1時間後',
  'status.hours4': '4時間後',
  'status.day': '24時間後',
  'status.stays': '消すまで',
  'status.clear': 'ステータスを消す',
  'status.set': '設定',
};
