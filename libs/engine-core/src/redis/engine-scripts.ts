/*
 * The state is a hash of texts, and epochs are written with all their digits: Lua's JSON would round them. Keys of each script: the
 * hash of the selection, the list of the history, the hash of the instances. Times are those of the server, in milliseconds.
 */

const COMMON = `
local function now() local t = redis.call('TIME') return t[1] * 1000000 + t[2] end
local function digits(n) return string.format('%.0f', n) end
local function inForce() return redis.call('HMGET', KEYS[1], 'engine', 'epoch', 'since', 'reason', 'by', 'previous', 'rollout') end
local function epochOf(selection) return tonumber(selection[2] or '0') end
local function select(engine, epoch, reason, by, rollout, previous, channel, most)
  local fields = {'engine', engine, 'epoch', digits(epoch), 'since', digits(math.floor(now() / 1000)), 'reason', reason, 'by', by, 'previous', previous, 'rollout', rollout}
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], unpack(fields))
  redis.call('LPUSH', KEYS[2], cjson.encode(fields))
  redis.call('LTRIM', KEYS[2], 0, most - 1)
  redis.call('PUBLISH', channel, digits(epoch))
end
`;

/**
 * Selects, if the epoch in force is the expected one, or none is in force any more.
 * Arguments: expected epoch, engine, reason, by, roll-out as JSON, channel, most switches in the history. Answers with the selection in force.
 */
export const SELECT = `${COMMON}
local old = inForce()
local expected = tonumber(ARGV[1])
if not old[1] or epochOf(old) == expected then
  select(ARGV[2], math.max(expected + 1, now()), ARGV[3], ARGV[4], ARGV[5], old[1] or '', ARGV[6], tonumber(ARGV[7]))
end
return inForce()
`;

/**
 * Says that an instance is alive and what it knows, and gives what is in force. Where Redis has lost the selection, or went back to an
 * older one, the newest that any instance knows comes into force again.
 * Arguments: instance, epoch that it knows, its engine, its roll-out as JSON, channel, most switches in the history.
 */
export const SYNCHRONIZE = `${COMMON}
local old = inForce()
local known = tonumber(ARGV[2])
if ARGV[3] ~= '' and (not old[1] or epochOf(old) < known) then
  select(ARGV[3], known > 0 and known or now(), old[1] and 'newer than what Redis had' or 'restored', '', ARGV[4], old[1] or '', ARGV[5], tonumber(ARGV[6]))
end
redis.call('HSET', KEYS[3], ARGV[1], ARGV[2] .. ' ' .. digits(math.floor(now() / 1000)))
return inForce()
`;

/** Forgets an instance that ends. Arguments: instance. */
export const LEAVE = `return redis.call('HDEL', KEYS[3], ARGV[1])`;

/** Gives the instances that were heard of lately, and forgets the others. Arguments: milliseconds. */
export const INSTANCES = `${COMMON}
local alive = {}
local all = redis.call('HGETALL', KEYS[3])
for i = 1, #all, 2 do
  local epoch, seen = string.match(all[i + 1], '^(%d+) (%d+)$')
  if seen and now() / 1000 - tonumber(seen) <= tonumber(ARGV[1]) then
    alive[#alive + 1] = all[i]
    alive[#alive + 1] = epoch
  else
    redis.call('HDEL', KEYS[3], all[i])
  end
end
return alive
`;

/** Gives the latest switches, each as the JSON of a list of names and values. Arguments: how many. */
export const HISTORY = `return redis.call('LRANGE', KEYS[2], 0, ARGV[1] - 1)`;
