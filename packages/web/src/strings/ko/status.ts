import type { status as english } from '../en/status.ts';
import type { Translation } from '../translation.ts';

export const status: Translation<typeof english> = {
  'status.title': '내 상태',
  'status.emoji': '이모지',
  'status.text': '지금 무엇을 하고 있나요?',
  'status.placeholder': '회의 중',
  'status.ends': '종료',
  'status.endsHint': '그때 저절로 사라져요.',
  'status.minutes30': '30분 후',
  'status.hour': '1시간 후',
  'status.hours4': '4시간 후',
  'status.day': '24시간 후',
  'status.stays': '지울 때까지',
  'status.clear': '상태 지우기',
  'status.set': '설정',
};
