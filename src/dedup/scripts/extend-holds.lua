-- Keeps holds until a moment, each if it is still the one that was shown. Never shortens, and never writes a value. The
-- moment does not depend on when the command lands: sent twice, it extends once.
--
-- KEYS[1 …]   the names of the holds, at most 200
-- ARGV[1]     deadline, ms in Redis' time: a command that lands later changes nothing
-- ARGV[2]     by how many ms an expiry may differ
-- ARGV[3]     how far from now an expiry may be at most, ms
-- ARGV[4 …]   for each hold: the whole value that was shown; the moment of its expiry as shown, as in release-holds.lua;
--             until when it is to be kept, ms since the epoch in Redis' time ('' where none was shown to count from)
--
-- Returns { now (ms), status, … }
--   status 'late'   nothing was done
--   status 'done'   then for each hold
--     expiry (ms in Redis' time)   it is kept until then
--     'changed' | 'gone'           not the one that was shown: untouched
--     'wrong-type'                 no string, so no hold: untouched
--     'no-expiry'                  it is kept for ever as it is
--     'shorter'                    it is kept for so long, or longer, already
--     'too-long'                   that is further than ARGV[3] allows
--     { message }                  this key's own error
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return { now, 'late' }
end
local tolerance = tonumber(ARGV[2])
local latest = now + tonumber(ARGV[3])

local function extended(name, value, shown, wanted)
  local held = redis.pcall('GET', name)
  if not held then
    return 'gone'
  end
  if type(held) == 'table' then
    return string.find(held.err, 'WRONGTYPE', 1, true) and 'wrong-type' or { held.err }
  end
  if held ~= value then
    return 'changed'
  end
  local remaining = redis.call('PTTL', name)
  if shown ~= '' then
    if (shown == 'none') ~= (remaining == -1) then
      return 'changed'
    end
    if remaining ~= -1 and math.abs(now + remaining - tonumber(shown)) > tolerance then
      return 'changed'
    end
  end
  if remaining == -1 then
    return 'no-expiry'
  end
  if wanted == '' then
    return 'changed'
  end
  if tonumber(wanted) > latest then
    return 'too-long'
  end
  if tonumber(wanted) <= now + remaining then
    return 'shorter'
  end
  local set = redis.pcall('PEXPIREAT', name, wanted)
  return type(set) == 'table' and { set.err } or tonumber(wanted)
end

local reply = { now, 'done' }
for i = 1, #KEYS do
  reply[i + 2] = extended(KEYS[i], ARGV[3 * i + 1], ARGV[3 * i + 2], ARGV[3 * i + 3])
end
return reply
