import type { Severity } from '../api/types';
import type { IconName } from '../parts/icons';

/** How a severity is shown: never by colour alone. */
export const SEVERITIES: Record<
  Severity,
  { icon: IconName; tone: string; word: string; about: string }
> = {
  fatal: { icon: 'fatal', tone: 'stop', word: 'fatal', about: 'a panic was seen with it' },
  error: { icon: 'error', tone: 'stop', word: 'error', about: 'the kernel reported a fault' },
  warning: {
    icon: 'warning',
    tone: 'hold',
    word: 'warning',
    about: 'WARNING and informational reports',
  },
};
