// The editor of one's status: loaded with its code (status/texts.ts).
export const status = {
  'status.title': 'Your status',
  'status.emoji': 'Emoji',
  'status.text': 'What are you up to?',
  'status.placeholder': 'In a meeting',
  'status.ends': 'Ends',
  'status.endsHint': 'It goes away by itself then.',
  'status.minutes30': 'In 30 minutes',
  'status.hour': 'In 1 hour',
  'status.hours4': 'In 4 hours',
  'status.day': 'In 24 hours',
  'status.stays': 'When you clear it',
  'status.clear': 'Clear status',
  'status.set': 'Set status',
};
