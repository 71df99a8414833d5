import type { Severity } from '../api/types';
import type { IconName } from '../parts/icons';

/** How a severity is shown: never by colour alone. */
export const SEVERITIES: Record<
  Severity,
  { icon: IconName; tone: string; word: string; about: string }
> = {
  fatal: {
    icon: 'fatal',
    tone: 'stop',
    word: 'fatal',
    about: 'the host, or a device or file system work depends on, is lost until someone acts',
  },
  'work-lost': {
    icon: 'error',
    tone: 'stop',
    word: 'work lost',
    about: 'running work failed or stands still',
  },
  degraded: {
    icon: 'warning',
    tone: 'hold',
    word: 'degraded',
    about: 'everything goes on, but slower, after a reset, or with less',
  },
  corrected: {
    icon: 'ok',
    tone: 'unknown',
    word: 'corrected',
    about: 'nothing is lost; a growing number announces that something will be',
  },
  notice: {
    icon: 'unknown',
    tone: 'unknown',
    word: 'notice',
    about: 'worth knowing when something else happens',
  },
};
