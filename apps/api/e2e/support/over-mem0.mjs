// The other engine: see over-simulator.ts.
process.env.E2E_ENGINE = 'mem0_proxy';
