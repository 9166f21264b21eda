import { Agent, createServer, request } from 'node:http';

// Passes requests on to another port and the answers back, and does nothing else.
// Usage: node reverse-proxy.mjs PORT UPSTREAM_PORT

const [port, upstreamPort] = process.argv.slice(2).map(Number);
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding'];
const agent = new Agent({ keepAlive: true, maxFreeSockets: 4_096 });

const server = createServer((incoming, response) => {
  const { method, url: path, headers } = incoming;
  const outgoing = request(
    { agent, host: '127.0.0.1', port: upstreamPort, method, path, headers },
    (answer) => {
      const kept = { ...answer.headers };
      for (const name of HOP_BY_HOP) delete kept[name];
      response.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(response);
    },
  );
  outgoing.on('error', () => {
    if (!response.headersSent) response.writeHead(502);
    response.end();
  });
  response.on('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  incoming.pipe(outgoing);
});
server.keepAliveTimeout = 75_000;
server.listen({ port, host: '127.0.0.1', backlog: 4_096 });
process.once('disconnect', () => process.exit(0));
