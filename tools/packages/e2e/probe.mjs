// Copied into a consumer's project. Prints what `import` and `require` make of each specifier of the command line:
// the names that it exports, or the code of the error.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

async function outcome(load) {
  try {
    return { exports: Object.keys(await load()).sort() };
  } catch (error) {
    return { code: error.code, message: error.message };
  }
}

const seen = {};
for (const specifier of process.argv.slice(2)) {
  // `require` first: what was imported before, it would only look up.
  const required = await outcome(() => require(specifier));
  seen[specifier] = { required, imported: await outcome(() => import(specifier)) };
}
process.stdout.write(JSON.stringify(seen));
