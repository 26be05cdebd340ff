import type { messages as english } from '../en/messages.ts';
import type { Translation } from '../translation.ts';

export const messages: Translation<typeof english> = {
  'act.tools': '이 메시지로 할 수 있는 일',
  'act.menu': '메시지',
  'act.more': '더 보기',
  'act.react': '반응',
  'act.reply': '답장',
  'act.edit': '수정',
  'act.forward': '전달',
  'act.copy': '텍스트 복사',
  'act.copied': '복사했습니다',
  'act.pin': '고정',
  'act.unpin': '고정 해제',
  'act.select': '선택',
  'act.who': '반응한 사람',
  'act.closePoll': '투표 종료',
  'act.recall': '모두에게서 회수',
  'act.delete': '나에게서만 삭제',

  'quote.jump': '답장 대상',

  'reaction.add': '{emoji} 반응 남기기',
  'reaction.chip': '{emoji} {count}',
  'reaction.you': '나',
  'reaction.byMore': '{names} 외 {count}명',

  'recall.title': '이 메시지를 회수할까요?',
  'recall.text': '아무도 더 이상 볼 수 없습니다. 회수했다는 표시는 남습니다.',
  'recalled.byYou': '메시지를 회수했습니다',
  'recalled.by': '{name}님이 메시지를 회수했습니다',
  'recalled.again': '다시 작성',

  'deleteMessage.title': '나에게서만 삭제할까요?',
  'deleteMessage.text':
    '내 모든 기기에서 사라지고 다른 사람에게는 계속 보입니다. 되돌릴 수 없습니다.',

  'edits.title': '수정 전 내용',

  'composer.save': '저장',
  'composer.editing': '메시지 수정',
  'composer.stopEdit': '수정 취소',
  'composer.stopReply': '답장 취소',

  'mention.all': '모두',
};
