import { memo } from 'react';
import { MarkedText } from './marked-text.tsx';

// Text never changes under the same row often: reading its marks again on every scroll would be waste.
export const Words = memo(MarkedText);
