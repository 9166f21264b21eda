/**
 * Takes or prolongs the lease. KEYS: lease, counters. ARGV: who, milliseconds, Redis' time as who asks last heard it.
 * The fence, or 0; and Redis' time in milliseconds.
 *
 * Who had it last gets the same fence again: nobody wrote in between. Anybody else gets it only if he has been in touch lately: after
 * an outage, the one that went on without its lease comes first, and commands that were stuck in a socket take nothing.
 */
export const HOLD = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local last = redis.call('HGET', KEYS[2], 'holder') == ARGV[1]
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0, now} end
if not last and now - tonumber(ARGV[3]) > tonumber(ARGV[2]) then return {0, now} end
if not last then
  redis.call('HINCRBY', KEYS[2], 'fence', 1)
  redis.call('HSET', KEYS[2], 'holder', ARGV[1])
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {tonumber(redis.call('HGET', KEYS[2], 'fence')), now}
`;

/** Lets go of the lease. KEYS: lease. ARGV: who. */
export const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;

/**
 * Keeps a batch, all or nothing. KEYS: counters, history, then collections. ARGV: the batch as JSON, in which a collection is its
 * place among KEYS and a document is a text. `ok`, `stale`, or `conflict` and the id.
 */
export const COMMIT = `
local batch = cjson.decode(ARGV[1])
local fence = tonumber(redis.call('HGET', KEYS[1], 'fence') or '0')
if batch.fence ~= cjson.null and batch.fence < fence then return 'stale' end
for _, want in ipairs(batch.expect) do
  local body = redis.call('HGET', KEYS[want[1]], want[2])
  local version = cjson.null
  if body then version = cjson.decode(body).version end
  if version ~= want[3] then return 'conflict ' .. want[2] end
end
if batch.fence ~= cjson.null then redis.call('HSET', KEYS[1], 'fence', batch.fence) end
for _, put in ipairs(batch.puts) do redis.call('HSET', KEYS[put[1]], put[2], put[3]) end
for _, gone in ipairs(batch.deletes) do redis.call('HDEL', KEYS[gone[1]], gone[2]) end
if batch.settings then redis.call('HINCRBY', KEYS[1], 'revision', 1) end
for _, entry in ipairs(batch.history) do
  redis.call('LPUSH', KEYS[2], redis.call('HINCRBY', KEYS[1], 'sequence', 1) .. ' ' .. entry)
end
if #batch.history > 0 then redis.call('LTRIM', KEYS[2], 0, batch.keep - 1) end
return 'ok'
`;
