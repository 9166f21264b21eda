import { deepEqual, equal, ok } from 'node:assert/strict';
import type { LeaseKitOptions, LeasesUnderTest } from './kit-options.js';

/**
 * What every {@link Lease} that several can ask for has to do, as cases for any test runner.
 *
 * @example
 * describeLease({ describe, it, name: 'My lease', create });
 */
export function describeLease({ describe, it, name, create }: LeaseKitOptions): void {
  const test = (title: string, body: (test: LeasesUnderTest) => Promise<void>) =>
    it(title, async () => {
      const made = await create();
      try {
        await body(made);
      } finally {
        await made.close();
      }
    });

  describe(`${name} is a lease`, () => {
    test('has one holder', async ({ another }) => {
      const [one, two] = [another(), another()];
      ok(await one.hold());
      equal(await two.hold(), undefined);
      ok(await one.hold());
    });

    test('has one holder of many who ask at once', async ({ another }) => {
      const holds = await Promise.all(Array.from({ length: 10 }, () => another().hold()));
      equal(holds.filter((hold) => hold !== undefined).length, 1);
    });

    test('is prolonged under the same fence', async ({ another }) => {
      const one = another();
      const [first, second] = [await one.hold(), await one.hold()];
      equal(second?.fence, first?.fence);
      ok((second?.until ?? 0) >= (first?.until ?? Number.POSITIVE_INFINITY));
    });

    test('goes to another under a higher fence when it runs out', async ({ another, expire }) => {
      const [one, two] = [another(), another()];
      const first = await one.hold();
      await expire();
      const second = await two.hold();
      ok((second?.fence ?? 0) > (first?.fence ?? Number.POSITIVE_INFINITY));
      equal(await one.hold(), undefined);
    });

    test('goes to another at once when it is given back', async ({ another }) => {
      const [one, two] = [another(), another()];
      await one.hold();
      await one.release();
      ok(await two.hold());
    });

    test('cannot be given back by another', async ({ another }) => {
      const [one, two] = [another(), another()];
      await one.hold();
      await two.release();
      equal(await two.hold(), undefined);
    });

    test('comes back to the last holder under the same fence: nobody wrote in between', async ({
      another,
      expire,
    }) => {
      const one = another();
      const first = await one.hold();
      await expire();
      deepEqual((await one.hold())?.fence, first?.fence);
    });
  });
}
