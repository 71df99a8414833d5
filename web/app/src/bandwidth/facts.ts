import { visible } from '../parts/text';
import type { Timeline } from './answer';
import { holdersAt, KINDS, type Lane, type Lanes, locksAt, stretchAt, waitersAt } from './lanes';
import { type Row, simSpan, simTime } from './scene';

// What the pointer says about a place on a time line: who runs or waits there, and who holds what.

export interface Facts {
  title: string;
  lines: [string, string][];
}

const WORDS: Record<string, string> = {
  user: 'runs in user mode',
  kernel: 'runs in the kernel',
  runnable: 'waits for a CPU',
  stranded: 'stands still: its group is throttled',
  limbo: 'throttled at its return to user mode',
  lock: 'waits for a lock',
};

const MOST = 4;

export function factsAt(
  timeline: Timeline,
  lanes: Lanes,
  row: Row,
  at: number,
  slack: number,
): Facts {
  const lane = row.kind === 'cpu' ? lanes.cpus[row.index] : lanes.tasks[row.index];
  const lines: [string, string][] = [['at', simTime(at, 1e4)]];
  const found = lane ? stretchAt(lane, at, slack) : -1;
  let title = row.kind === 'cpu' ? `CPU ${row.index} is idle` : visible(row.label);
  if (found >= 0) {
    const task = lane.who[found];
    const kind = KINDS[lane.kind[found]];
    title = `${visible(timeline.tasks[task] ?? '?')} ${WORDS[kind] ?? kind}`;
    lines.push(['for', lengthOf(lane, found)]);
    if (lane.cpu[found] >= 0 && row.kind === 'task') lines.push(['on', `CPU ${lane.cpu[found]}`]);
    if (lane.lock[found] >= 0) lines.push(...lockLines(timeline, lanes, lane.lock[found], at));
    lines.push(...heldLines(timeline, task, at));
  } else if (row.kind === 'task') {
    title += at < timeline.fromNs || at > timeline.endNs ? ': not recorded here' : ' sleeps';
    lines.push(...heldLines(timeline, row.index, at));
  }
  if (row.kind === 'cpu') {
    const closed = lanes.throttles[row.index];
    const throttle = stretchAt(closed, at, 0);
    if (throttle >= 0) {
      const name = visible(timeline.groups[closed.who[throttle]] ?? '?');
      lines.push(['throttled', `${name} for ${lengthOf(closed, throttle)}`]);
    }
  }
  return { title, lines };
}

function lengthOf(lane: Lane, i: number): string {
  return simSpan(lane.end[i] - lane.start[i]);
}

/** The lock somebody waits for, who holds it, and what keeps the holder. */
function lockLines(timeline: Timeline, lanes: Lanes, lock: number, at: number): [string, string][] {
  const lines: [string, string][] = [['lock', visible(timeline.locks[lock] ?? '?')]];
  const holders = holdersAt(timeline, lock, at);
  for (const holder of holders.slice(0, MOST)) {
    const lane = lanes.tasks[holder];
    const found = lane ? stretchAt(lane, at, 0) : -1;
    const state = found < 0 ? 'sleeps' : (WORDS[KINDS[lane.kind[found]]] ?? '');
    lines.push(['held by', `${visible(timeline.tasks[holder] ?? '?')}, which ${state}`]);
  }
  if (holders.length > MOST) lines.push(['', `and ${holders.length - MOST} more`]);
  if (holders.length === 0) lines.push(['held by', 'nobody: a grace period or a hand-over']);
  return lines;
}

function heldLines(timeline: Timeline, task: number, at: number): [string, string][] {
  return locksAt(timeline, task, at)
    .slice(0, MOST)
    .map((lock) => {
      const waiting = waitersAt(timeline, lock, at);
      const name = visible(timeline.locks[lock] ?? '?');
      return [
        'holds',
        waiting > 0 ? `${name}, for which ${waiting} ${waiting === 1 ? 'waits' : 'wait'}` : name,
      ];
    });
}
