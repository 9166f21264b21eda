import 'reflect-metadata';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `YYChat needs Node 22.13 or newer; this is ${process.version}. "npm start" brings one.\n`,
  );
  process.exit(1);
}

// Whoever reads what is written may go away, as "| head" does: that is no reason to end.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

const { run } = await import('./lifecycle/run.js');
process.exit(await run());
