// Texts about what is done with messages.
export const messages = {
  'act.tools': 'What to do with this message',
  'act.menu': 'Message',
  'act.more': 'More',
  'act.react': 'React',
  'act.reply': 'Reply',
  'act.edit': 'Edit',
  'act.forward': 'Forward',
  'act.copy': 'Copy text',
  'act.copied': 'Copied',
  'act.pin': 'Pin',
  'act.unpin': 'Unpin',
  'act.select': 'Select',
  'act.who': 'Who reacted',
  'act.closePoll': 'End the poll',
  'act.recall': 'Take back for everybody',
  'act.delete': 'Delete for me',

  'quote.jump': 'In reply to',

  'reaction.add': 'React with {emoji}',
  'reaction.chip': '{emoji} {count}',
  'reaction.you': 'You',
  'reaction.byMore': { one: '{names} and {count} more', other: '{names} and {count} more' },

  'recall.title': 'Take this message back?',
  'recall.text': 'Nobody sees it any more. That you took it back stays visible.',
  'recalled.byYou': 'You took this message back',
  'recalled.by': '{name} took this message back',
  'recalled.again': 'Edit again',

  'deleteMessage.title': 'Delete for you alone?',
  'deleteMessage.text':
    'It goes away on all your devices. Others still see it. This cannot be undone.',

  'edits.title': 'What it said before',

  'composer.save': 'Save',
  'composer.editing': 'Edit message',
  'composer.stopEdit': 'Stop editing',
  'composer.stopReply': 'Stop replying',

  'mention.all': 'all',
} as const;
