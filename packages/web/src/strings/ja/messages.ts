import type { messages as english } from '../en/messages.ts';
import type { Translation } from '../translation.ts';

export const messages: Translation<typeof english> = {
  'act.tools': 'このメッセージの操作',
  'act.menu': 'メッセージ',
  'act.more': 'その他',
  'act.react': 'リアクション',
  'act.reply': '返信',
  'act.edit': '編集',
  'act.forward': '転送',
  'act.copy': 'テキストをコピー',
  'act.copied': 'コピーしました',
  'act.pin': 'ピン留め',
  'act.unpin': 'ピン留めを外す',
  'act.select': '選択',
  'act.who': 'リアクションした人',
  'act.closePoll': '投票を終了',
  'act.recall': '送信を取り消す',
  'act.delete': '自分の画面から削除',

  'quote.jump': '返信先',

  'reaction.add': '{emoji}でリアクション',
  'reaction.chip': '{emoji} {count}',
  'reaction.you': '自分',
  'reaction.byMore': '{names} 他{count}人',

  'recall.title': 'このメッセージの送信を取り消しますか？',
  'recall.text': '誰にも表示されなくなります。取り消したことは表示されます。',
  'recalled.byYou': 'メッセージの送信を取り消しました',
  'recalled.by': '{name}さんがメッセージの送信を取り消しました',
  'recalled.again': '書き直す',

  'deleteMessage.title': '自分の画面から削除しますか？',
  'deleteMessage.text':
    '自分のすべての端末から消えます。ほかの人には表示されたままです。元に戻せません。',

  'edits.title': '編集前の内容',

  'composer.save': '保存',
  'composer.editing': 'メッセージを編集',
  'composer.stopEdit': '編集をやめる',
  'composer.stopReply': '返信をやめる',

  'mention.all': '全員',
};
