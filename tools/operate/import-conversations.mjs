// Puts conversations of another service into the conversation log, from which both engines derive what they remember (docs/migration.md).
//   node tools/operate/import-conversations.mjs FILE.jsonl [--check]
// Each line: {"tenant"?, "conversation_id", "user"?, "role": "user" | "assistant", "content", "timestamp"}, the oldest first. The settings
// (YYCHAT_DATA_DIR or DATABASE_URL) are those of the service, which may run meanwhile. The same file twice is there once.
import { existsSync } from 'node:fs';

const built = new URL('../../apps/api/dist/legacy/import/main.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  console.error('The service is not built: run "npm run build" first.');
  process.exitCode = 1;
}
