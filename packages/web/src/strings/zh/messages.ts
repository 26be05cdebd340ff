import type { messages as english } from '../en/messages.ts';
import type { Translation } from '../translation.ts';

export const messages: Translation<typeof english> = {
  'act.tools': '消息操作',
  'act.menu': '消息',
  'act.more': '更多',
  'act.react': '表情回应',
  'act.reply': '回复',
  'act.edit': '编辑',
  'act.forward': '转发',
  'act.copy': '复制',
  'act.copied': '已复制',
  'act.pin': '置顶',
  'act.unpin': '取消置顶',
  'act.select': '多选',
  'act.who': '谁回应了',
  'act.closePoll': '结束投票',
  'act.recall': '撤回',
  'act.delete': '仅为我删除',

  'quote.jump': '回复',

  'reaction.add': '用 {emoji} 回应',
  'reaction.chip': '{emoji} {count}',
  'reaction.you': '我',
  'reaction.byMore': '{names} 等另外 {count} 人',

  'recall.title': '撤回这条消息？',
  'recall.text': '所有人都将看不到它，但会显示你撤回过一条消息。',
  'recalled.byYou': '你撤回了一条消息',
  'recalled.by': '{name} 撤回了一条消息',
  'recalled.again': '重新编辑',

  'deleteMessage.title': '仅为你删除？',
  'deleteMessage.text': '将从你的所有设备上消失，其他人仍可看到。此操作无法撤销。',

  'edits.title': '编辑记录',

  'composer.save': '保存',
  'composer.editing': '编辑消息',
  'composer.stopEdit': '取消编辑',
  'composer.stopReply': '取消回复',

  'mention.all': '所有人',
};
