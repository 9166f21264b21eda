/*
 * Lua that Redis runs as a whole. What varies in number follows its number in ARGV. All keys are in one slot of a Redis cluster.
 */

const COMMON = `
local generation = redis.call('GET', KEYS[1]) or '0'
if generation ~= ARGV[1] then return {generation} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * KEYS: generation, heartbeats, then turns, events, late, each with its count, then a key for each bucket, then one for each list of slow
 * turns. Redis counts what a script calls as commands, too: here about ten.
 */
export const WRITE = `
${COMMON}
local sequence, instance, at = tonumber(ARGV[2]), ARGV[3], 4
local function take() at = at + 1 return ARGV[at - 1] end
local known = redis.call('HGET', KEYS[2], instance)
local last = known and tonumber(known:match('^%d+ (%d+) ')) or 0
if sequence <= last then return {generation} end
redis.call('HSET', KEYS[2], instance, now .. ' ' .. sequence .. ' ' .. take())
local is_time_to_renew = sequence % 60 == 1
if is_time_to_renew then redis.call('EXPIRE', KEYS[2], 86400) end

for list = 3, 7, 2 do
  local kept, expiry, count, texts = take(), take(), tonumber(take()), {}
  for _ = 1, count do
    local first, text = tonumber(take()), take()
    if first > last then texts[#texts + 1] = text end
  end
  if #texts > 0 then
    redis.call('RPUSH', KEYS[list], unpack(texts))
    redis.call('LTRIM', KEYS[list], -kept, -1)
    redis.call('INCRBY', KEYS[list + 1], #texts)
  end
  if is_time_to_renew then
    redis.call('PEXPIRE', KEYS[list], expiry)
    redis.call('PEXPIRE', KEYS[list + 1], expiry)
  end
end

local key = 9
for _ = 1, tonumber(take()) do
  local expiry, count, fields = take(), tonumber(take()), {}
  for i = 1, count * 2 do fields[i] = take() end
  if redis.call('HSET', KEYS[key], unpack(fields)) > 0 then redis.call('PEXPIRE', KEYS[key], expiry) end
  key = key + 1
end

for _ = 1, tonumber(take()) do
  local kept, expiry = tonumber(take()), take()
  redis.call('ZADD', KEYS[key], take(), take())
  redis.call('ZREMRANGEBYRANK', KEYS[key], 0, -kept - 1)
  redis.call('PEXPIRE', KEYS[key], expiry)
  key = key + 1
end
return {generation}
`;

/** KEYS: generation, heartbeats, then turns, events, late, each with its count, then a key for each bucket. */
export const READ = `
${COMMON}
local answer, lifetime = {generation}, tonumber(ARGV[2])

local beats, alive = redis.call('HGETALL', KEYS[2]), {}
for i = 1, #beats, 2 do
  local at, text = beats[i + 1]:match('^(%d+) %d+ (.*)$')
  local age = now - at
  if age <= lifetime then alive[#alive + 1] = text end
  -- Not sooner: an instance that was cut off has its sequence here.
  if age > 86400000 then redis.call('HDEL', KEYS[2], beats[i]) end
end
answer[2] = alive

for i = 0, 2 do
  local list, after = KEYS[3 + i * 2], tonumber(ARGV[3 + i])
  local total = tonumber(redis.call('GET', KEYS[4 + i * 2]) or '0')
  local items = {}
  if total > after then items = redis.call('LRANGE', list, after - total, -1)
  elseif total < after then items = redis.call('LRANGE', list, 0, -1) end
  answer[3 + i] = {total, items}
end

local buckets = {}
for key = 9, #KEYS do buckets[#buckets + 1] = redis.call('HGETALL', KEYS[key]) end
answer[6] = buckets
return answer
`;

/** KEYS: generation. ARGV: what it is to be at least. Answers what it was and what it is. */
export const CLEAR = `
local generation = redis.call('GET', KEYS[1]) or '0'
local new = math.max(generation + 1, tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', new))
return {generation, string.format('%.0f', new)}
`;

/** KEYS: generation, which names the slot. ARGV: cursor, pattern. Removes some of the keys that match, and answers the next cursor. */
export const REMOVE = `
local step = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', 1000)
if #step[2] > 0 then redis.call('UNLINK', unpack(step[2])) end
return step[1]
`;

/** KEYS: generation, then lists of slow turns. ARGV: the generation that their names have. */
export const SLOWEST = `
local answer = {}
for key = 2, #KEYS do answer[#answer + 1] = redis.call('ZREVRANGE', KEYS[key], 0, -1) end
return answer
`;
