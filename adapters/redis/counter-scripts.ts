/** How long a counter outlives its window, for the sake of processes whose clocks differ, ms. */
const afterMs = 60_000

/**
 * Counts an attempt under every key, or under none and answers 0 when one of them is at its limit.
 * Each key has three values: its limit, the time now, and the end of a window that begins now.
 */
export const reserveScript = `
local open = {}
for i, key in ipairs(KEYS) do
  local limit, now, ends = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), ARGV[3 * i]
  local window = open[key]
  if not window then
    local stored = redis.call('HMGET', key, 'count', 'ends')
    window = { count = tonumber(stored[1]) or 0, ends = stored[2] }
  end
  if not window.ends or tonumber(window.ends) <= now then window = { count = 0, ends = ends } end
  if window.count >= limit then return 0 end
  open[key] = { count = window.count + 1, ends = window.ends, now = now }
end
for key, window in pairs(open) do
  redis.call('HSET', key, 'count', window.count, 'ends', window.ends)
  redis.call('PEXPIRE', key, math.ceil(tonumber(window.ends) - window.now) + ${String(afterMs)})
end
return 1`

/**
 * Takes back one attempt under each key for which the first of its two values is `release`; forgets the counter where it is `clear`. The
 * second value numbers the change. The last key keeps the numbers of what was done, so that a change which is sent again is not done again;
 * its two values are the number below which nothing is sent any more, and for how long to keep the others, ms.
 */
export const forgiveScript = `
local done = KEYS[#KEYS]
for i = 1, #KEYS - 1 do
  local key, kind, number = KEYS[i], ARGV[2 * i - 1], ARGV[2 * i]
  if redis.call('ZADD', done, 'NX', number, number) == 1 then
    if kind == 'clear' then
      redis.call('DEL', key)
    elseif (tonumber(redis.call('HGET', key, 'count')) or 0) > 0 then
      redis.call('HINCRBY', key, 'count', -1)
    end
  end
end
redis.call('ZREMRANGEBYSCORE', done, '-inf', '(' .. ARGV[2 * #KEYS - 1])
redis.call('PEXPIRE', done, ARGV[2 * #KEYS])
return 1`

/** Finds the latest end of the windows that are open at the first value and have come to their limits, which are the other values; '' = none. */
export const blockedScript = `
local latest = ''
for i, key in ipairs(KEYS) do
  local count, ends = unpack(redis.call('HMGET', key, 'count', 'ends'))
  if ends and tonumber(ends) > tonumber(ARGV[1]) and tonumber(count) >= tonumber(ARGV[i + 1]) then
    if latest == '' or tonumber(ends) > tonumber(latest) then latest = ends end
  end
end
return latest`

/** Counts one more under a key that is forgotten after so many milliseconds; answers how many there were. */
export const countScript = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`
