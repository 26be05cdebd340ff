import type { voice as english } from '../en/voice.ts';
import type { Translation } from '../translation.ts';

export const voice: Translation<typeof english> = {
  'voice.record': 'ボイスメッセージを録音',
  'voice.hint': '長押しで録音、または一度押す',
  'voice.begun': '録音中です。もう一度押すと送信、Escで取り消します。',
  'voice.recording': '録音中',
  'voice.slide': 'スライドで取り消し',
  'voice.release': '指を離すと取り消し',
  'voice.cancel': 'キャンセル',
  'voice.cancelled': '録音を取り消しました。',
  'voice.send': 'ボイスメッセージを送信',
  'voice.sending': 'ボイスメッセージを送信中…',
  'voice.short': '短すぎます。押したまま話すか、一度押して開始し、もう一度押して送信してください。',
  'voice.denied':
    'マイクがブロックされています。アドレス横のサイト設定で許可してから、もう一度お試しください。',
  'voice.none': 'マイクが見つかりません。接続してもう一度お試しください。',
  'voice.busy': 'マイクを使用できません。使用中のほかのアプリを閉じて、もう一度お試しください。',
  'voice.failed': 'ボイスメッセージを送信できませんでした: {reason}',
  'voice.retry': 'もう一度試す',
  'voice.discard': '破棄',
  'voice.note': 'ボイスメッセージ、{length}',
  'voice.play': 'ボイスメッセージを再生、{length}',
  'voice.pause': '一時停止',
  'voice.position': '再生位置',
  'voice.at': '{length}中{at}',
  'voice.speed': '再生速度 {rate}',
  'voice.unplayable': 'このブラウザでは再生できません。',
  'voice.download': 'ダウンロード',
};
