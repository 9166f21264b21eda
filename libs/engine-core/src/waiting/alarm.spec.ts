import { beforeEach, expect, it } from '@jest/globals';
import { Alarm } from './alarm.js';
import { ManualClock } from '../tools/fixtures/manual-clock.js';

let clock: ManualClock;
let alarm: Alarm;
let isAwake: boolean;
beforeEach(() => {
  clock = new ManualClock();
  alarm = new Alarm(clock);
  isAwake = false;
});

function sleep(delay: number): Promise<void> {
  return alarm.sleep(delay).then(() => void (isAwake = true));
}
async function after(duration: number): Promise<boolean> {
  clock.advance(duration);
  await Promise.resolve();
  await Promise.resolve();
  return isAwake;
}

it('wakes when the time has come', async () => {
  void sleep(100);
  expect([await after(99), await after(1)]).toEqual([false, true]);
});

it('wakes sooner when it has to hurry, and never later', async () => {
  void sleep(100);
  alarm.hurry(50);
  clock.advance(30);
  alarm.hurry(50);
  alarm.hurry(1_000);
  expect([await after(19), await after(1), clock.pending]).toEqual([false, true, 0]);
});

it('wakes at once when it rings', async () => {
  const slept = sleep(100);
  alarm.ring();
  await slept;
  expect(clock.pending).toBe(0);
});

it('has nobody to wake when nobody sleeps', () => {
  alarm.hurry(50);
  alarm.ring();
  expect(clock.pending).toBe(0);
});
