import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Processor time in seconds. Linux counts it in hundredths (`getconf CLK_TCK`), for every process. */
const ticksPerSecond = 100;

type ProcessTimes = { parent: number; ownTicks: number; reapedTicks: number };

/**
 * What the machine did between two moments, from the operating system: how much processor time this process with all its
 * descendants used, and which share of the machine went to anyone else, other guests of the same hardware included.
 */
export function startClock(): { read(): { seconds: number; cpuSeconds: number; stolenShare: number } } {
  const startedMs = performance.now();
  const ownAtStart = cpuSecondsOf(process.pid);
  const machineAtStart = machineTicks();
  return {
    read() {
      const seconds = (performance.now() - startedMs) / 1_000;
      const cpuSeconds = cpuSecondsOf(process.pid) - ownAtStart;
      const machine = machineTicks();
      const busySeconds =
        (machine.busy - machineAtStart.busy + machine.stolen - machineAtStart.stolen) / ticksPerSecond;
      const stolenShare = Math.max(0, busySeconds - cpuSeconds) / (seconds * availableParallelism());
      return { seconds, cpuSeconds, stolenShare };
    },
  };
}

/**
 * Processor time of a process and everything that descends from it. What has ended is counted by its parent, so the sum only
 * grows as long as no parent leaves its children behind.
 */
export function cpuSecondsOf(rootPid: number): number {
  const all = readAll();
  const children = new Map<number, number[]>();
  for (const [pid, { parent }] of all) children.set(parent, [...(children.get(parent) ?? []), pid]);
  let ticks = 0;
  const open = [rootPid];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const times = all.get(pid);
    if (times) ticks += times.ownTicks + times.reapedTicks;
    open.push(...(children.get(pid) ?? []));
  }
  return ticks / ticksPerSecond;
}

/** The most memory that a process held at once since it began, in MiB (`VmHWM` of proc(5)). */
export function peakMemoryMib(pid: number): number {
  return memoryField(pid, 'VmHWM');
}

/** The memory that a process holds now, in MiB. */
export function memoryMib(pid: number): number {
  return memoryField(pid, 'VmRSS');
}

function memoryField(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1_024;
}

function readAll(): Map<number, ProcessTimes> {
  const all = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statFields(name);
    if (fields) all.set(Number(name), fields);
  }
  return all;
}

/** proc_pid_stat(5): the fields after the name in brackets, which may itself hold spaces. */
function statFields(pid: string): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, reapedUser = 0, reapedSystem = 0] = [1, 11, 12, 13, 14].map(
      (index) => fields[index],
    );
    return { parent, ownTicks: user + system, reapedTicks: reapedUser + reapedSystem };
  } catch {
    // It ended while we looked.
    return undefined;
  }
}

/** The first line of /proc/stat, over all processors: user nice system idle iowait irq softirq steal. */
function machineTicks(): { busy: number; stolen: number } {
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return { busy: user + nice + system + irq + softirq, stolen: steal };
}
