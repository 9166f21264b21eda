/**
 * Puts a text in the place of another one, or of nothing, unless somebody was faster.
 * KEYS: the key. ARGV: what the old text begins with (empty: there is to be none), the new text (empty: none), its lifetime in
 * milliseconds, the channel and the message for other instances (both empty: they are not told).
 * What is not text was not put there by this package, and counts as nothing.
 */
export const REPLACE = `
local head, kind = ARGV[1], redis.call('TYPE', KEYS[1]).ok
if head == '' then
  if kind == 'string' then return 0 end
elseif kind ~= 'string' or redis.call('GETRANGE', KEYS[1], 0, #head - 1) ~= head then
  return 0
end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
if ARGV[4] ~= '' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end
return 1`;
