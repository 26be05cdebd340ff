import { memo } from 'react';
import { MessageText } from '../components/message-text.tsx';

// Text never changes under the same row often: reading its marks again on every scroll would be waste.
export const Words = memo(MessageText);
