import type { voice as english } from '../en/voice.ts';
import type { Translation } from '../translation.ts';

export const voice: Translation<typeof english> = {
  'voice.record': '음성 메시지 녹음',
  'voice.hint': '길게 눌러 말하거나 한 번 누르세요',
  'voice.begun': '녹음 중입니다. 다시 누르면 보내고 Esc를 누르면 취소합니다.',
  'voice.recording': '녹음 중',
  'voice.slide': '밀어서 취소',
  'voice.release': '손을 떼면 취소',
  'voice.cancel': '취소',
  'voice.cancelled': '녹음을 취소했습니다.',
  'voice.send': '음성 메시지 보내기',
  'voice.sending': '음성 메시지 보내는 중…',
  'voice.short': '너무 짧습니다. 누른 채로 말하거나, 한 번 눌러 시작하고 다시 눌러 보내세요.',
  'voice.denied':
    '마이크가 차단되어 있습니다. 주소 옆의 사이트 설정에서 허용한 뒤 다시 시도하세요.',
  'voice.none': '마이크를 찾을 수 없습니다. 연결한 뒤 다시 시도하세요.',
  'voice.busy': '마이크를 사용할 수 없습니다. 마이크를 쓰는 다른 프로그램을 닫고 다시 시도하세요.',
  'voice.failed': '음성 메시지를 보내지 못했습니다: {reason}',
  'voice.retry': '다시 시도',
  'voice.discard': '버리기',
  'voice.note': '음성 메시지, {length}',
  'voice.play': '음성 메시지 재생, {length}',
  'voice.pause': '일시정지',
  'voice.position': '재생 위치',
  'voice.at': '{length} 중 {at}',
  'voice.speed': '재생 속도 {rate}',
  'voice.unplayable': '이 브라우저에서는 재생할 수 없습니다.',
  'voice.download': '내려받기',
};
